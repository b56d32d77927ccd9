// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The clients of {@code src/test/foreign-clients}, installed as their lock file says and run by Node. */
final class NodeClients {

    private static final Path SOURCES = Path.of("src/test/foreign-clients").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/foreign-clients").toAbsolutePath();
    private static final int LONGEST_SECONDS = 120;

    private NodeClients() {}

    /**
     * Asks with all of them. Skips the test where Node or the clients are not to be had, and fails it under CI.
     *
     * @param arguments of the script
     * @return what the script printed
     */
    static JsonNode ask(String... arguments) throws IOException, InterruptedException {
        install();
        List<String> command = new java.util.ArrayList<>(List.of("node", "ask.js"));
        command.addAll(List.of(arguments));
        return new ObjectMapper().readTree(run(command));
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", "ask.js")) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            run(List.of("node", "--version"));
            run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"));
        } catch (IOException e) {
            String missing = "SKIPPED: clients of Pwned Passwords could not be installed (" + e.getMessage()
                    + "). Install Node 20 or newer with npm, and let it reach its registry; then this test runs.";
            if ("true".equals(System.getenv("CI"))) {
                throw new AssertionError(missing, e);
            }
            Assumptions.abort(missing);
        }
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(INSTALLED, "output", ".txt");
        Path errors = Files.createTempFile(INSTALLED, "errors", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command.getFirst() + " did not end within " + LONGEST_SECONDS + " s");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(command.getFirst() + " failed: " + Files.readString(errors));
        }
        return Files.readString(output);
    }
}

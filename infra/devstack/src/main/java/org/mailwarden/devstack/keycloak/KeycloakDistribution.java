// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mailwarden.devstack.process.FileTrees;
import org.mailwarden.devstack.process.Locked;
import org.mailwarden.devstack.process.ProcessFailedException;

/**
 * A Keycloak distribution, unpacked and built with the provider and its libraries.
 *
 * @param home its folder; never changed after the build
 * @param key what it was built from, as a short hash
 */
record KeycloakDistribution(Path home, String key) {

    private static final long BUILD_LIMIT_SECONDS = 300;

    /**
     * Unpacks and builds, unless the same archive and the same jars were built before.
     *
     * @param folder the cache of built distributions
     * @param archive the distribution, a tar.gz; its name stands for its content
     * @param providers the jars to build in; the first is named anew, so that its name is the same for every build
     */
    static KeycloakDistribution built(Path folder, Path archive, List<Path> providers) {
        Hash hash = new Hash().add(archive.getFileName().toString());
        providers.forEach(hash::addFile);
        String key = hash.brief();
        Path home = folder.resolve("built-" + key);
        if (!Files.isDirectory(home)) {
            Locked.run(folder.resolve("build.lock"), () -> {
                if (!Files.isDirectory(home)) {
                    build(folder, archive, providers, home);
                }
            });
        }
        return new KeycloakDistribution(home, key);
    }

    /**
     * Makes a folder from which a server can run beside others: everything is the distribution's own, but for its data.
     *
     * @param instance the folder; made on first use, re-pointed when the distribution changed
     */
    Path instance(Path instance) {
        try {
            Files.createDirectories(instance.resolve("data"));
            for (String part : List.of("bin", "conf", "lib", "providers", "themes", "version.txt")) {
                Path link = instance.resolve(part);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, home.resolve(part).toAbsolutePath());
            }
            return instance;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static void build(Path folder, Path archive, List<Path> providers, Path home) throws IOException {
        if (!Files.exists(archive)) {
            throw new IllegalStateException(
                    "The Keycloak distribution is not at " + archive + ": build infra/devstack once, it fetches it");
        }
        Path draft = Files.createTempDirectory(folder, "draft-");
        try {
            run(draft, Map.of(), 120, List.of("tar", "-xzf", archive.toString(), "--strip-components=1"));
            for (Path jar : providers) {
                String name = jar.equals(providers.getFirst())
                        ? "mailwarden-keycloak-provider.jar"
                        : jar.getFileName().toString();
                Files.copy(jar, draft.resolve("providers").resolve(name));
            }
            // The build writes absolute paths nowhere, so the folder may be renamed afterwards.
            run(
                    draft,
                    Map.of("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1", "JAVA_HOME", System.getProperty("java.home")),
                    BUILD_LIMIT_SECONDS,
                    List.of("bin/kc.sh", "build", "--db=dev-file", "--health-enabled=true"));
            Files.move(draft, home);
        } catch (IOException | RuntimeException cause) {
            FileTrees.delete(draft);
            throw cause;
        }
    }

    private static void run(Path directory, Map<String, String> environment, long limitSeconds, List<String> command)
            throws IOException {
        Path output = Files.createTempFile("mailwarden-keycloak", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new ProcessFailedException(command.getFirst() + " took longer than " + limitSeconds + " s");
            }
            if (process.exitValue() != 0) {
                throw new ProcessFailedException(command.getFirst() + " ended with status " + process.exitValue()
                        + ":\n" + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ProcessFailedException("Interrupted during " + command.getFirst(), interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}

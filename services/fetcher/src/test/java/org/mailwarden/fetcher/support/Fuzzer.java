// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs Jazzer on a target in a JVM of its own, and tells what it did. */
public final class Fuzzer {

    private static final Pattern COVERAGE = Pattern.compile("^#\\d+\\s.*\\bcov: (\\d+)");
    private static final Pattern NEEDED = Pattern.compile(
            "fetcher/target/(test-)?classes|contracts|service-kit|mime4j|angus|jakarta\\.(mail|activation)|jazzer|jspecify"
                    + "|jackson-annotations|slf4j-api|commons-io");
    private static final Pattern DONE = Pattern.compile("^Done (\\d+) runs in ");

    private Fuzzer() {}

    /** What a run came to. */
    public record Outcome(int exit, long executions, int firstCoverage, int lastCoverage, String output) {}

    /** Fuzzes for so many seconds, from the seeds given. Findings are kept under target/fuzz, to become seeds. */
    public static Outcome run(Class<?> target, int seconds, List<byte[]> seeds)
            throws IOException, InterruptedException {
        Path work = Files.createDirectories(Path.of("target/fuzz", target.getSimpleName()));
        Path corpus = Files.createTempDirectory(work, "corpus");
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed" + i), seeds.get(i));
        }
        Path log = work.resolve("log.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=org.mailwarden.**:org.apache.james.**:jakarta.mail.**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_total_time=" + seconds,
                "-seed=20261101",
                corpus.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(seconds + 240L, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The fuzzer does not end; see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        return outcome(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }

    /** Only what the targets need: the fuzzer looks at every class it is given, and Quarkus is large. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> NEEDED.matcher(entry).find())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Outcome outcome(int exit, String output) {
        long executions = 0;
        int first = -1;
        int last = 0;
        for (String line : output.lines().toList()) {
            Matcher coverage = COVERAGE.matcher(line);
            if (coverage.find()) {
                last = Integer.parseInt(coverage.group(1));
                first = first < 0 ? last : first;
            }
            Matcher done = DONE.matcher(line);
            if (done.find()) {
                executions = Long.parseLong(done.group(1));
            }
        }
        return new Outcome(exit, executions, first, last, output);
    }
}

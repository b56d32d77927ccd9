// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Scans files in a JVM of its own with a small heap, and prints a line for each. */
final class SmallHeap {

    private static final int MEGABYTES = 48;

    private SmallHeap() {}

    /** The printed lines, in the order of the files. */
    static List<String> scan(List<Path> files) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx" + MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("The scan broke: " + out);
            }
            return out.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    /** What runs in the other JVM. */
    public static void main(String[] files) throws IOException {
        for (String file : files) {
            long start = System.nanoTime();
            Collected heard = new Collected();
            ScanOutcome outcome = CombolistScanner.scan(Path.of(file), Set.of("ada@sample.example"), heard);
            long seconds = (System.nanoTime() - start) / 1_000_000_000;
            System.out.println(seconds + " s, " + heard.heard.size() + " heard, " + outcome);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Another JVM with the same classes, so that what is measured is its own; it ends with this one. */
public final class ChildJvm {

    private static final String MARK = "figure ";

    private ChildJvm() {}

    /**
     * Runs a class and returns the figures that it tells.
     *
     * @param main the class
     * @param heap the JVM option for its heap
     * @param arguments of its main method
     * @return the figures
     * @throws IOException when it failed; what it said is in the message
     */
    public static double[] figures(Class<?> main, String heap, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(main, heap, arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        said.lines().filter(line -> !line.startsWith(MARK)).forEach(System.err::println);
        if (process.waitFor() == 0) {
            for (String line : said.lines().toList()) {
                if (line.startsWith(MARK)) {
                    return Arrays.stream(line.substring(MARK.length()).split(" "))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                }
            }
        }
        throw new IOException(main.getSimpleName() + " failed: " + said);
    }

    /**
     * Starts a class; its output and its errors can be read.
     *
     * @param main the class
     * @param heap the JVM option for its heap
     * @param arguments of its main method
     * @return the running JVM
     * @throws IOException when it does not start
     */
    public static Process start(Class<?> main, String heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // As many descriptors as the machine allows: each connection takes one.
                "/bin/sh",
                "-c",
                "ulimit -n $(ulimit -Hn); exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        return process;
    }

    /** Called in the other JVM: tells the figures. */
    public static void tell(double... figures) {
        System.out.println(
                MARK + Arrays.stream(figures).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    }
}

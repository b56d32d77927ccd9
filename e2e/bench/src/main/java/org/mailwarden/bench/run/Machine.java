// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The machine a benchmark runs on. */
public final class Machine {

    private Machine() {}

    /** Notes what the machine is. */
    public static void describe(Figures figures) {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        figures.machine("cores", Runtime.getRuntime().availableProcessors());
        figures.machine("memory_gb", Math.round(system.getTotalMemorySize() / 1e9));
        figures.machine("os", system.getName() + " " + system.getVersion());
        figures.machine("java", Runtime.version().toString());
    }

    /** How many threads of the whole machine wanted a processor in the last minute. */
    public static double load() {
        return Math.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() * 100) / 100.0;
    }

    /** Processor time of this JVM, nanoseconds. */
    public static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /**
     * The first line in which a program says its version.
     *
     * @param program its file
     * @param option what makes it say so
     * @return the line, or "unknown"
     */
    public static String version(Path program, String option) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(program.toString(), option))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text.lines().findFirst().orElse("unknown");
        } catch (IOException notThere) {
            return "unknown";
        }
    }
}

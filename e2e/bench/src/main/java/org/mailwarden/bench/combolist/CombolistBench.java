// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.combolist;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Machine;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.breachwatch.combolist.CombolistScanner;
import org.mailwarden.breachwatch.combolist.Folding;
import org.mailwarden.breachwatch.combolist.ListScan;
import org.mailwarden.breachwatch.combolist.Pair;
import org.mailwarden.breachwatch.combolist.ScanListener;
import org.mailwarden.breachwatch.combolist.ScanOutcome;
import org.mailwarden.devstack.process.FileTrees;

/** A leaked list against a fleet of 100,000: on domains of its own, and on a free-mail domain that most lines are of. */
public final class CombolistBench implements Benchmark {

    private static final double GIGA = 1e9;
    private static final int FLEET = 100_000;
    private static final int BLOCK = 1 << 18;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        Thread ending = Thread.ofPlatform().unstarted(() -> FileTrees.delete(folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Set<String> own = ListText.ownFleet(FLEET);
            Set<String> free = ListText.freeFleet(FLEET);
            Path list = folder.resolve("list.txt");
            int bytes = size.of(16_000_000, 1_000_000_000);
            figures.say("Writing %,d MB ...", bytes / 1_000_000);
            ListText.write(list, bytes, List.of(own, free));
            figures.say("Looking for two fleets of %,d, beside a count of newlines ...", FLEET);
            speed(figures, list, own, free, size.of(1, 5));
            figures.say("Searching line by line ...");
            figures.atLeast("hits_identical", identical(list, own) && identical(list, free) ? 1 : 0, 1);
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            FileTrees.delete(folder);
        }
    }

    private static void speed(Figures figures, Path list, Set<String> own, Set<String> free, int rounds)
            throws IOException, InterruptedException {
        double gigabytes = Files.size(list) / GIGA;
        long[] hashing = new long[1];
        Rounds ways = new Rounds(figures, "newlines", () -> cpuSeconds(() -> newlines(list)))
                .with("own domains", () -> cpuSeconds(() -> search(list, own)))
                .with("free mail", () -> cpuSeconds(() -> search(list, free)))
                .with("with its hash", () -> {
                    long before = Machine.cpuNanos();
                    double seconds = Rounds.time(() -> scan(list, own, new Hits()));
                    hashing[0] = Machine.cpuNanos() - before;
                    return seconds;
                });
        figures.say("Warming up ...");
        newlines(list);
        search(list, own);
        search(list, free);
        ways.run(rounds);
        figures.figure("newlines_gb_s", gigabytes / ways.seconds("newlines"));
        figures.figure("free_mail_gb_s_per_core", gigabytes / ways.seconds("free mail"));
        figures.figure("with_hash_gb_s_two_threads", gigabytes / ways.seconds("with its hash"));
        figures.figure("with_hash_gb_per_cpu_second", gigabytes / (hashing[0] / GIGA));
        figures.atLeast("gb_s_per_core", gigabytes / ways.seconds("own domains"), 1);
        figures.ratio("vs_newline_count", ways.ratio("own domains", "newlines"));
    }

    /** Processor time of this thread: what one core does, whoever else wants it. */
    private static double cpuSeconds(Rounds.Work work) throws IOException, InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return (threads.getCurrentThreadCpuTime() - before) / GIGA;
    }

    /** The scan alone, on one thread. */
    private static void search(Path list, Set<String> fleet) throws IOException {
        ListScan scan = new ListScan(fleet, Folding.TAGS, new Hits());
        try (InputStream in = Files.newInputStream(list)) {
            scan.read(in, () -> true);
        }
        if (scan.pairs() == 0) {
            throw new IOException("The list holds members of the fleet, and none was found");
        }
    }

    private static void scan(Path list, Set<String> fleet, Hits hits) throws IOException {
        ScanOutcome outcome = CombolistScanner.scan(list, fleet, hits);
        if (!(outcome instanceof ScanOutcome.Scanned)) {
            throw new IOException("The list was not read to its end: " + outcome);
        }
    }

    private static boolean identical(Path list, Set<String> fleet) throws IOException {
        Hits hits = new Hits();
        scan(list, fleet, hits);
        return !hits.found.isEmpty() && hits.found.equals(LineByLine.find(list, fleet));
    }

    /** Nothing that looks at every byte is much faster: eight at a time, on one thread. */
    private static void newlines(Path list) throws IOException {
        byte[] block = new byte[BLOCK];
        long newlines = 0;
        try (InputStream in = Files.newInputStream(list)) {
            for (int read = in.readNBytes(block, 0, BLOCK); read > 0; read = in.readNBytes(block, 0, BLOCK)) {
                int whole = read & -Long.BYTES;
                for (int i = 0; i < whole; i += Long.BYTES) {
                    long word = (long) WORD.get(block, i) ^ 0x0A0A0A0A0A0A0A0AL;
                    long low = (word & 0x7F7F7F7F7F7F7F7FL) + 0x7F7F7F7F7F7F7F7FL;
                    newlines += Long.bitCount(~(low | word | 0x7F7F7F7F7F7F7F7FL));
                }
                for (int i = whole; i < read; i++) {
                    newlines += block[i] == '\n' ? 1 : 0;
                }
            }
        }
        if (newlines == 0) {
            throw new IOException("The list has lines, and none was counted");
        }
    }

    /** Line, address and likeliest password of what was found. All of it is made up. */
    private static final class Hits implements ScanListener {

        private final List<String> found = new ArrayList<>();

        @Override
        public void found(Pair pair) {
            found.add(pair.line() + " " + pair.address() + " "
                    + new String(pair.candidates().getFirst(), StandardCharsets.US_ASCII));
        }

        @Override
        public void progress(long done, long total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    }
}

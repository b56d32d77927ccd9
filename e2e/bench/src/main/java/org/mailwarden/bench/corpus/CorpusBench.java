// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.mailwarden.bench.run.Benchmark;
import org.mailwarden.bench.run.Figures;
import org.mailwarden.bench.run.Options.Size;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.breachwatch.corpus.Corpus;
import org.mailwarden.breachwatch.corpus.CorpusImporter;
import org.mailwarden.breachwatch.corpus.CorpusStore;
import org.mailwarden.breachwatch.corpus.ImportOutcome;
import org.mailwarden.breachwatch.corpus.ImportProgress;
import org.mailwarden.breachwatch.corpus.Sha1Hash;
import org.mailwarden.devstack.process.FileTrees;

/** The password corpus: how fast a file becomes a generation, and how fast a hash is found with its count. */
public final class CorpusBench implements Benchmark {

    private static final double MEGA = 1e6;
    private static final double IMPORT_GOAL = 700;
    private static final double SHARE_OF_COPY = 0.8;
    private static final double COLD_GOAL = 1.3;
    private static final double MATCH_ONLY_GOAL = 9.1;
    /** As many as a screening asks about at a time. */
    private static final int BATCH = 5_000;

    private static final int PASSES = 4;

    /** What a thread takes at a time: some milliseconds. */
    private static final int SHARE = 10_000;

    @Override
    public void measure(Figures figures, Size size) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mailwarden-bench");
        Thread ending = Thread.ofPlatform().unstarted(() -> FileTrees.delete(folder));
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            int entries = size.of(50_000, 50_000_000);
            Path text = folder.resolve("corpus.txt");
            figures.say("Writing about %,d entries ...", entries);
            Sha1Hash[] planted = CorpusText.write(text, entries, size.of(4_000, 1_000_000));
            imports(figures, text, folder, size.of(1, 3));
            matchOnly(figures, text, folder.resolve("match-only"));
            lookUps(figures, folder.resolve("store"), planted, size.of(1, 5));
            coldLookUps(figures, folder.resolve("store"), planted, size.of(100, 4_000), size.of(1, 5));
        } finally {
            Runtime.getRuntime().removeShutdownHook(ending);
            FileTrees.delete(folder);
        }
    }

    private static void matchOnly(Figures figures, Path text, Path folder) throws IOException {
        figures.say("Importing it to match only ...");
        try (CorpusStore store = new CorpusStore(folder, 0)) {
            ImportOutcome outcome =
                    new CorpusImporter(store, Clock.systemUTC()).importToMatchOnly(text, ImportProgress.UNHEARD);
            if (!(outcome instanceof ImportOutcome.Imported(String generation, long entries))) {
                throw new IOException("The corpus was not imported: " + outcome);
            }
            figures.atMost("match_only_bytes_per_entry", (double) bytes(folder) / entries, MATCH_ONLY_GOAL);
        }
        FileTrees.delete(folder);
    }

    /** Of all files. */
    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void imports(Figures figures, Path text, Path folder, int rounds)
            throws IOException, InterruptedException {
        double megabytes = Files.size(text) / MEGA;
        figures.say("Importing %,.0f MB with every check and fsync, beside a plain copy with fsync ...", megabytes);
        Rounds ways = new Rounds(figures, "copy", () -> Rounds.time(() -> copy(text, folder.resolve("copy"))))
                .with("import", () -> Rounds.time(() -> importOnce(text, folder.resolve("store"))));
        ways.run(rounds);
        double copied = megabytes / ways.seconds("copy");
        figures.figure("copy_mb_s", copied);
        figures.figure("import_vs_copy", ways.ratio("import", "copy"));
        figures.atLeast(
                "import_mb_s", megabytes / ways.seconds("import"), Math.min(IMPORT_GOAL, SHARE_OF_COPY * copied));
    }

    /**
     * Imports a file as the service does.
     *
     * @param text a corpus in lines
     * @param folder takes the generation, which is the live one then
     * @throws IOException when it is refused or cannot be written
     */
    public static void importOnce(Path text, Path folder) throws IOException {
        try (CorpusStore store = new CorpusStore(folder, 0)) {
            ImportOutcome outcome =
                    new CorpusImporter(store, Clock.systemUTC()).importFile(text, ImportProgress.UNHEARD);
            if (!(outcome instanceof ImportOutcome.Imported)) {
                throw new IOException("The corpus was not imported: " + outcome);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(1 << 20);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (in.read(block) >= 0) {
                block.flip();
                while (block.hasRemaining()) {
                    out.write(block);
                }
                block.clear();
            }
            out.force(true);
        }
        Files.delete(to);
    }

    private static void lookUps(Figures figures, Path folder, Sha1Hash[] planted, int rounds)
            throws IOException, InterruptedException {
        try (CorpusStore store = new CorpusStore(folder, Long.MAX_VALUE);
                Corpus corpus = store.open().orElseThrow();
                DependentReads memory = new DependentReads(largest(folder))) {
            figures.say("Asking for %,d hashes that are there, with their counts ...", planted.length);
            Rounds ways = new Rounds(figures, "dependent reads", () -> timed(() -> memory.read(planted.length, 1)))
                    .with("one thread", () -> timed(() -> find(corpus, planted, 0, planted.length)))
                    .with("batched", () -> timed(() -> findAll(corpus, planted)))
                    .with("two threads", () -> inTwo(planted.length, (from, to) -> find(corpus, planted, from, to)))
                    .with(
                            "two threads of dependent reads",
                            () -> inTwo(planted.length, (from, to) -> {
                                memory.read(to - from, from);
                            }));
            figures.say("Warming up ...");
            memory.read(planted.length, 1);
            inTwo(planted.length, (from, to) -> find(corpus, planted, from, to));
            findAll(corpus, planted);
            ways.run(rounds);
            figures.figure("dependent_reads_per_second", planted.length / ways.seconds("dependent reads"));
            figures.figure("look_ups_per_second", planted.length / ways.seconds("one thread"));
            figures.figure("bytes_per_entry", (double) bytes(folder) / corpus.entries());
            figures.ratio("hit_vs_random_read", ways.ratio("one thread", "dependent reads"), 1);
            figures.ratio("batched_vs_random_read", ways.ratio("batched", "dependent reads"), 2);
            figures.ratio("two_threads_vs_one", ways.ratio("two threads", "one thread"), 1.9);
            figures.figure(
                    "two_threads_vs_one_of_dependent_reads",
                    ways.ratio("two threads of dependent reads", "dependent reads"));
        }
    }

    /** The store reads from disk here, as it does when a corpus does not fit into memory. */
    private static void coldLookUps(Figures figures, Path folder, Sha1Hash[] planted, int probes, int rounds)
            throws IOException, InterruptedException {
        try (CorpusStore store = new CorpusStore(folder, 0);
                Corpus corpus = store.open().orElseThrow();
                ColdFile disk = new ColdFile(largest(folder))) {
            figures.say("Asking a cold disk for %,d of them, beside %,d random reads of 4 KiB ...", probes, probes);
            Rounds ways = new Rounds(figures, "reads of 4 KiB", () -> cold(disk, () -> disk.read(probes)))
                    .with("look-ups", () -> cold(disk, () -> find(corpus, planted, 0, probes)))
                    .run(rounds);
            figures.figure("cold_look_ups_per_second", probes / ways.seconds("look-ups"));
            figures.atMost("cold_probe_time_vs_4k_read", ways.ratio("reads of 4 KiB", "look-ups"), COLD_GOAL);
        }
    }

    private static double cold(ColdFile disk, Rounds.Work work) throws IOException, InterruptedException {
        disk.forget();
        return Rounds.time(work);
    }

    /** Several times over, so that the start of a thread does not count. */
    private static double timed(Rounds.Work work) throws IOException, InterruptedException {
        return Rounds.time(() -> {
                    for (int pass = 0; pass < PASSES; pass++) {
                        work.run();
                    }
                })
                / PASSES;
    }

    private static Path largest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .max(java.util.Comparator.comparingLong(
                            file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    /** Part of the work of all. */
    @FunctionalInterface
    private interface Share {
        void work(int from, int to);
    }

    /**
     * Two threads take the next share each until none is left, so that both are at work to the end: who would give each
     * its half beforehand measures the slower processor of a machine that others use too.
     */
    private static double inTwo(int length, Share share) throws IOException, InterruptedException {
        int shares = (length + SHARE - 1) / SHARE;
        AtomicInteger next = new AtomicInteger();
        Callable<Boolean> worker = () -> {
            for (int taken = next.getAndIncrement(); taken < PASSES * shares; taken = next.getAndIncrement()) {
                int from = taken % shares * SHARE;
                share.work(from, Math.min(from + SHARE, length));
            }
            return true;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            return Rounds.time(() -> {
                        for (Future<Boolean> ended : threads.invokeAll(List.of(worker, worker))) {
                            ended.resultNow();
                        }
                    })
                    / PASSES;
        }
    }

    private static void findAll(Corpus corpus, Sha1Hash[] planted) {
        List<Sha1Hash> all = List.of(planted);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Sha1Hash> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            if (!corpus.findAll(batch).stream().allMatch(Corpus.Answer.Hit.class::isInstance)) {
                throw new IllegalStateException("A hash that is there was not found");
            }
        }
    }

    private static void find(Corpus corpus, Sha1Hash[] planted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!(corpus.find(planted[i]) instanceof Corpus.Answer.Hit)) {
                throw new IllegalStateException("A hash that is there was not found");
            }
        }
    }
}

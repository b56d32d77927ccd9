// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import org.mailwarden.breachwatch.support.MadeUpCorpus;
import org.mailwarden.devstack.chaos.Chaos;

/**
 * Works on a store in a process of its own, with a small heap, until it is killed or its disk is full: imports a corpus, lays
 * updates over it as downloads do, compacts, and begins again. What it was at is kept as the table of jobs keeps it, and is
 * taken up again.
 */
final class CrashChild {

    /** States of the corpus: one that is imported, and each update. */
    static final int STATES = 7;

    /** The import, the updates, the compaction. */
    static final int STEPS = STATES + 1;

    static final int COMPACTION = STATES;

    private static final Pace PACE = new Pace(16, 1_000_000, 1, Duration.ofMillis(1), Duration.ofMillis(1));

    private CrashChild() {}

    static Path text(Path folder) {
        return folder.resolve("text");
    }

    static Path store(Path folder) {
        return folder.resolve("store");
    }

    /** What it is at, or was when it ended: 0 for the import, 1 and up for an update, {@link #COMPACTION}. */
    static int step(Path folder) throws IOException {
        Path file = folder.resolve("step");
        return Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
    }

    /** How people call a step. */
    static String name(int step) {
        return step == 0 ? "import" : step == COMPACTION ? "compaction" : "update";
    }

    /**
     * Starts one.
     *
     * @param folder with the text
     * @param corpus what the text is of
     * @param steps after how many it ends; 0 for never
     * @param kilobytesOfAFile where the disk is full; 0 for nowhere
     */
    static Process start(Path folder, MadeUpCorpus corpus, int steps, int kilobytesOfAFile) throws IOException {
        String limit = kilobytesOfAFile == 0 ? "" : "ulimit -f " + kilobytesOfAFile + " && ";
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        limit + "exec \"$@\"",
                        "child",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Chaos.isFull() ? "-Xmx512m" : "-Xmx192m",
                        "-XX:+UseSerialGC",
                        Chaos.isFull() ? "-XX:+ExitOnOutOfMemoryError" : "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        folder.toString(),
                        Integer.toString(steps),
                        Long.toString(corpus.seed()),
                        Integer.toString(corpus.entries()),
                        Integer.toString(corpus.prefixes()),
                        Integer.toString(corpus.updated()))
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        MadeUpCorpus corpus = new MadeUpCorpus(
                Long.parseLong(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]));
        try (CorpusStore store = new CorpusStore(store(folder), Long.MAX_VALUE)) {
            System.out.println("begins");
            for (int done = 0; steps == 0 || done < steps; done++) {
                int step = step(folder);
                work(folder, store, corpus, step);
                Path next = Files.writeString(folder.resolve("step.next"), Integer.toString((step + 1) % STEPS));
                Files.move(next, folder.resolve("step"), StandardCopyOption.ATOMIC_MOVE);
            }
            System.out.println("done");
        } catch (IOException e) {
            System.out.println("stopped by " + e.getMessage());
        }
    }

    private static void work(Path folder, CorpusStore store, MadeUpCorpus corpus, int step) throws IOException {
        Clock clock = Clock.systemUTC();
        CorpusCompactor compactor = new CorpusCompactor(store, clock);
        switch (name(step)) {
            case "import" -> new CorpusImporter(store, clock).importFile(text(folder), ImportProgress.UNHEARD);
            case "compaction" -> compactor.compact(ImportProgress.UNHEARD);
            default ->
                new CorpusDownloader(store, compactor, clock)
                        .download(
                                server(corpus, step),
                                "update " + step,
                                PrefixSet.of(corpus.asked()),
                                PACE,
                                ImportProgress.UNHEARD);
        }
    }

    private static RangeServer server(MadeUpCorpus corpus, int state) {
        return (prefix, etag) -> {
            String tag = "\"" + corpus.version(prefix, state) + '"';
            return tag.equals(etag)
                    ? new RangeServer.Reply.Unchanged()
                    : new RangeServer.Reply.Range(corpus.range(prefix, state), tag);
        };
    }
}

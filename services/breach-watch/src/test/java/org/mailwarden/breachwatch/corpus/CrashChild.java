// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Works on a store in a process of its own, until it is killed or its disk is full: imports the first of some texts, lays
 * the others over it as downloads, compacts, and begins again.
 */
final class CrashChild {

    static final int PREFIXES = 1_024;
    static final int TEXTS = 7;

    private static final Pace PACE = new Pace(16, 1_000_000, 1, Duration.ofMillis(1), Duration.ofMillis(1));

    private CrashChild() {}

    static Path text(Path folder, int number) {
        return folder.resolve("text-" + number);
    }

    static Path store(Path folder) {
        return folder.resolve("store");
    }

    /** Starts one. */
    static Process start(Path folder, int kilobytesOfAFile) throws IOException {
        String limit = kilobytesOfAFile == 0 ? "" : "ulimit -f " + kilobytesOfAFile + " && ";
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        limit + "exec \"$@\"",
                        "child",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        List<PlainText> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            texts.add(PlainText.read(text(folder, i)));
        }
        try (CorpusStore store = new CorpusStore(store(folder), Long.MAX_VALUE)) {
            System.out.println("begins");
            while (true) {
                work(folder, store, texts);
            }
        } catch (IOException e) {
            System.out.println("stopped by " + e.getMessage());
        }
    }

    private static void work(Path folder, CorpusStore store, List<PlainText> texts) throws IOException {
        Clock clock = Clock.systemUTC();
        CorpusCompactor compactor = new CorpusCompactor(store, clock);
        CorpusDownloader downloader = new CorpusDownloader(store, compactor, clock);
        new CorpusImporter(store, clock).importFile(text(folder, 0), ImportProgress.UNHEARD);
        for (PlainText text : texts.subList(1, texts.size())) {
            downloader.download(
                    (prefix, etag) -> {
                        byte[] body = text.range(prefix).getBytes(StandardCharsets.US_ASCII);
                        String tag = "\"" + java.util.Arrays.hashCode(body) + '"';
                        return tag.equals(etag)
                                ? new RangeServer.Reply.Unchanged()
                                : new RangeServer.Reply.Range(body, tag);
                    },
                    "texts",
                    PrefixSet.of(IntStream.range(0, PREFIXES)),
                    PACE,
                    ImportProgress.UNHEARD);
        }
        compactor.compact(ImportProgress.UNHEARD);
    }
}

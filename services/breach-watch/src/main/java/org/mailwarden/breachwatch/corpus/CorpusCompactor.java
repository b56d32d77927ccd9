// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one base of a base and its overlays, which serve on until it is whole. One that stops or crashes changed nothing
 * and may begin anew at any time. One at a time.
 */
public final class CorpusCompactor {

    private static final int STEP = 1 << 12;

    private final CorpusStore store;
    private final Clock clock;

    /**
     * Makes a compactor.
     *
     * @param store whose overlays
     * @param clock names the new base
     */
    public CorpusCompactor(CorpusStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How it ended. Only {@link Compacted} changed anything, and nothing about any answer. */
    public sealed interface Outcome {

        /**
         * The new base serves.
         *
         * @param overlays how many it replaced
         * @param entries number of hashes
         */
        record Compacted(int overlays, long entries) implements Outcome {}

        /** There is no overlay. */
        record NothingToDo() implements Outcome {}

        /** Another base took over meanwhile. */
        record Overtaken() implements Outcome {}

        /** Somebody stopped it. */
        record Cancelled() implements Outcome {}
    }

    /** Whether the next overlay has to wait for a compaction. */
    public boolean isDue() throws IOException {
        return store.current().size() > CorpusStore.MOST_OVERLAYS;
    }

    /**
     * Compacts what serves now.
     *
     * @param progress hears of it, in prefixes, and may stop it
     * @return how it ended
     * @throws IOException when something cannot be read or written; nothing was changed then
     */
    public synchronized Outcome compact(ImportProgress progress) throws IOException {
        Optional<Corpus> live = store.open();
        if (live.isEmpty()) {
            return new Outcome.NothingToDo();
        }
        try (Corpus corpus = live.get()) {
            List<String> replaced = corpus.segments().reversed().stream()
                    .map(segment -> segment.manifest().generation())
                    .toList();
            if (replaced.size() == 1) {
                return new Outcome.NothingToDo();
            }
            String generation = GenerationName.at(store.kind(), clock.instant());
            Path folder = GenerationName.fresh(store.folder(), "compaction");
            try {
                if (!write(corpus, folder, generation, progress)) {
                    return new Outcome.Cancelled();
                }
                return store.replace(folder, generation, replaced)
                        ? new Outcome.Compacted(replaced.size() - 1, corpus.entries())
                        : new Outcome.Overtaken();
            } finally {
                if (Files.exists(folder)) {
                    CorpusStore.delete(folder);
                }
            }
        }
    }

    private static boolean write(Corpus corpus, Path folder, String generation, ImportProgress progress)
            throws IOException {
        try (GenerationWriter writer =
                new GenerationWriter(folder, corpus.kind(), Layout.indexBits(corpus.entries()))) {
            for (int prefix = 0; prefix < PrefixSet.PREFIXES; prefix++) {
                if (prefix % STEP == 0) {
                    progress.progress(prefix, PrefixSet.PREFIXES);
                    if (progress.cancelled()) {
                        return false;
                    }
                }
                if (corpus.knows(prefix)) {
                    int of = prefix;
                    corpus.entries(
                            prefix, (key, tailHigh, tailLow, count) -> writer.add(of, key, tailHigh, tailLow, count));
                }
            }
            PrefixSet known = corpus.unknownPrefixes() == 0
                    ? null
                    : PrefixSet.of(IntStream.range(0, PrefixSet.PREFIXES).filter(corpus::knows));
            writer.finish(
                    generation,
                    corpus.generation(),
                    null,
                    known,
                    corpus.created().toString());
            return true;
        }
    }
}

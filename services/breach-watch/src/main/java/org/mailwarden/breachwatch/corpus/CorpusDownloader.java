// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.RangeFetcher.Fetched;

/**
 * Brings a corpus up to date from a server of ranges. What changed lands as an overlay, or as the base when nothing serves
 * yet. Ranges are fetched many at once and written in order; every so many the state is on disk, and a download that was
 * interrupted goes on there. One range that cannot be had or trusted stops nothing: its old state is kept. One at a time.
 */
public final class CorpusDownloader {

    /** Ranges between two checkpoints: some ten seconds of work at full pace. */
    private static final int BLOCK = 256;
    /** So many in a row without an answer: the server is away, and a million more questions would not help. */
    private static final int AWAY = 64;
    /** Of a corpus of full size. */
    private static final long ENTRIES_PER_RANGE = 1_900;

    /** The tags that came with this download, and those of what served when it began. */
    private static final String ETAGS = "etags";

    private static final String HELD = "etags-held";
    private static final String CHANGED = "changed";
    private static final JsonMapper JSON = new JsonMapper();

    private final CorpusStore store;
    private final CorpusCompactor compactor;
    private final Clock clock;

    /**
     * Makes a downloader.
     *
     * @param store what is brought up to date
     * @param compactor makes room when there are too many overlays
     * @param clock names generations
     */
    public CorpusDownloader(CorpusStore store, CorpusCompactor compactor, Clock clock) {
        this.store = store;
        this.compactor = compactor;
        this.clock = clock;
    }

    /** How far a download is, so that it can go on. */
    private record State(
            String source,
            @Nullable String over,
            int asked,
            int next,
            long newEntries,
            GenerationWriter.Checkpoint written) {

        boolean isOf(State other) {
            return source.equals(other.source) && asked == other.asked && Objects.equals(over, other.over);
        }
    }

    /**
     * Downloads.
     *
     * @param server who is asked
     * @param source its name: what came from another one is not gone on with
     * @param asked the prefixes to bring up to date
     * @param pace how it is asked
     * @param progress hears of it, in prefixes, and may stop it
     * @return how it ended
     * @throws IOException when something cannot be read or written here; what was fetched before is kept
     */
    public synchronized DownloadOutcome download(
            RangeServer server, String source, PrefixSet asked, Pace pace, ImportProgress progress) throws IOException {
        Path folder = store.folder().resolve(CorpusStore.IMPORTING + "download");
        try (Corpus live = store.open().orElse(null)) {
            State state = begin(folder, source, asked, live);
            DownloadOutcome outcome;
            try (Run run = new Run(folder, state, asked, live)) {
                outcome = run.fetchAll(server, pace, progress);
                if (outcome instanceof DownloadOutcome.Landed landed) {
                    outcome = run.land(landed, progress);
                }
            }
            boolean goesOn = outcome instanceof DownloadOutcome.Away
                    || outcome instanceof DownloadOutcome.Cancelled && progress.goesOnLater();
            if (!goesOn && Files.exists(folder)) {
                CorpusStore.delete(folder);
            }
            return outcome;
        }
    }

    /** Goes on where the same download stood, or begins. */
    private State begin(Path folder, String source, PrefixSet asked, @Nullable Corpus live) throws IOException {
        String over = live == null ? null : live.generation();
        int indexBits = live == null
                ? Layout.indexBits(asked.size() * ENTRIES_PER_RANGE)
                : live.manifest().indexBits();
        State fresh = new State(
                source,
                over,
                asked.hashCode(),
                0,
                0,
                new GenerationWriter.Checkpoint(indexBits, 0, 0, java.util.Map.of()));
        Path checkpoint = folder.resolve(CorpusStore.CHECKPOINT);
        if (Files.exists(checkpoint)) {
            State stood = JSON.readValue(Files.readAllBytes(checkpoint), State.class);
            if (stood.isOf(fresh)) {
                return stood;
            }
        }
        GenerationName.fresh(store.folder(), "download");
        if (over != null && Files.exists(store.etags(over))) {
            Files.copy(store.etags(over), folder.resolve(HELD));
            Files.copy(store.etags(over), folder.resolve(ETAGS));
        }
        return fresh;
    }

    /** One go at a download. */
    private final class Run implements AutoCloseable {

        private final Path folder;
        private final int[] prefixes;
        private final @Nullable Corpus live;
        private final ETags held;
        private final ETags tags;
        private final GenerationWriter writer;
        private final BitSet changed;
        private final BitSet stale = new BitSet();
        private final State begun;
        private long newEntries;
        private int saved;

        Run(Path folder, State state, PrefixSet asked, @Nullable Corpus live) throws IOException {
            this.folder = folder;
            this.prefixes = asked.stream().toArray();
            this.live = live;
            this.begun = state;
            this.newEntries = state.newEntries();
            this.saved = state.next();
            writer = new GenerationWriter(folder, store.kind(), state.written());
            tags = new ETags(folder.resolve(ETAGS));
            held = new ETags(folder.resolve(HELD));
            changed = state.next() == 0 ? new BitSet() : BitSet.valueOf(Files.readAllBytes(folder.resolve(CHANGED)));
            if (state.next() < prefixes.length) {
                // What is behind the checkpoint was fetched for nothing.
                changed.clear(prefixes[state.next()], PrefixSet.PREFIXES);
            }
            for (int i = 0; i < state.next(); i++) {
                stale.set(prefixes[i], tags.get(prefixes[i]).stale());
            }
        }

        DownloadOutcome fetchAll(RangeServer server, Pace pace, ImportProgress progress) throws IOException {
            RangeFetcher fetcher = new RangeFetcher(server, pace, store.kind(), live, held);
            Queue<Future<Fetched>> ahead = new ArrayDeque<>();
            int asked = begun.next();
            int unanswered = 0;
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            try {
                for (int i = begun.next(); i < prefixes.length; i++) {
                    for (; asked < prefixes.length && asked < i + BLOCK; asked++) {
                        int prefix = prefixes[asked];
                        ahead.add(threads.submit(() -> fetcher.fetch(prefix)));
                    }
                    Fetched fetched = result(ahead.remove(), progress);
                    if (fetched == null) {
                        save(i);
                        return new DownloadOutcome.Cancelled();
                    }
                    unanswered = fetched instanceof Fetched.Stale failed && !failed.answered() ? unanswered + 1 : 0;
                    if (unanswered == AWAY && fetched instanceof Fetched.Stale failed) {
                        return new DownloadOutcome.Away(failed.reason(), saved);
                    }
                    take(prefixes[i], fetched);
                    if ((i + 1) % BLOCK == 0) {
                        save(i + 1);
                    }
                    progress.progress(i + 1L, prefixes.length);
                }
            } finally {
                threads.shutdownNow();
                threads.close();
            }
            save(prefixes.length);
            return new DownloadOutcome.Landed("", set(changed), live == null, newEntries, 0, set(stale));
        }

        private void take(int prefix, Fetched fetched) throws IOException {
            switch (fetched) {
                case Fetched.Changed(RangeEntries range, ETags.Known tag, int added) -> {
                    for (RangeEntries.Entry entry : range.entries()) {
                        writer.add(prefix, entry.key(), entry.tailHigh(), entry.tailLow(), entry.count());
                    }
                    changed.set(prefix);
                    tags.put(prefix, tag);
                    newEntries += added;
                }
                case Fetched.Same(ETags.Known tag) -> tags.put(prefix, tag);
                case Fetched.Stale stays -> {
                    stale.set(prefix);
                    tags.put(prefix, held.get(prefix).marked(true));
                }
            }
        }

        private void save(int next) throws IOException {
            tags.force();
            GenerationWriter.Checkpoint written = writer.checkpoint();
            Durable.replace(folder, CHANGED, changed.toByteArray());
            State state = new State(begun.source(), begun.over(), begun.asked(), next, newEntries, written);
            Durable.replace(folder, CorpusStore.CHECKPOINT, JSON.writeValueAsBytes(state));
            saved = next;
        }

        DownloadOutcome land(DownloadOutcome.Landed fetched, ImportProgress progress) throws IOException {
            if (fetched.changed().size() == 0) {
                if (live != null) {
                    keepTags(live.generation());
                }
                return new DownloadOutcome.Unchanged(fetched.stale());
            }
            if (compactor.isDue() && compactor.compact(progress) instanceof CorpusCompactor.Outcome.Cancelled) {
                return new DownloadOutcome.Cancelled();
            }
            String generation = GenerationName.at(store.kind(), clock.instant());
            boolean everything = live == null && fetched.changed().size() == PrefixSet.PREFIXES;
            Manifest manifest = writer.finish(
                    generation,
                    null,
                    begun.over(),
                    everything ? null : fetched.changed(),
                    clock.instant().toString());
            keepTags(generation);
            if (store.layOver(folder, manifest) != CorpusStore.Laid.DONE) {
                Files.deleteIfExists(store.etags(generation));
                return new DownloadOutcome.Overtaken();
            }
            for (String rest : new String[] {CorpusStore.CHECKPOINT, CHANGED, ETAGS, HELD}) {
                Files.deleteIfExists(store.folder().resolve(generation).resolve(rest));
            }
            return new DownloadOutcome.Landed(
                    generation,
                    fetched.changed(),
                    fetched.first(),
                    fetched.newEntries(),
                    entries(generation),
                    fetched.stale());
        }

        private long entries(String generation) {
            try (Corpus corpus = store.open().orElse(null)) {
                return corpus != null && corpus.generation().equals(generation) ? corpus.entries() : 0;
            }
        }

        /** Before what they belong to lands: without them everything would be fetched again. */
        private void keepTags(String version) throws IOException {
            tags.force();
            Path copy = folder.resolve(ETAGS + ".copy");
            Files.copy(folder.resolve(ETAGS), copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, store.etags(version), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            writer.close();
            tags.close();
            held.close();
        }
    }

    private static PrefixSet set(BitSet bits) {
        return PrefixSet.of(bits.stream());
    }

    /** Nothing when the download is to stop: a server that wants rest must not hold that up. */
    private static @Nullable Fetched result(Future<Fetched> fetched, ImportProgress progress) throws IOException {
        try {
            while (!progress.cancelled()) {
                try {
                    return fetched.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    // Then look whether it is to stop.
                }
            }
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("A range could not be fetched", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The download was interrupted", e);
        }
    }
}

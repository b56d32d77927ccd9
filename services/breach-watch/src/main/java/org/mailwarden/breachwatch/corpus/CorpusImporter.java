// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Imports a Pwned Passwords file into a new generation. The old one serves until the new one is whole, on disk and
 * verified; an import that fails, is cancelled or crashes leaves nothing but a folder that the next start sweeps away, and
 * one that is paused goes on where it stood. One import at a time.
 */
public final class CorpusImporter {

    private static final int BUFFER = 1 << 20;
    private static final String WORK = "file";
    private static final JsonMapper JSON = new JsonMapper();
    /** Colon, count and line's end, of a usual line. */
    private static final int BYTES_BEHIND_A_HASH = 3;

    private final CorpusStore store;
    private final Clock clock;

    /**
     * Makes an importer.
     *
     * @param store where generations are kept; says of which kind the hashes are
     * @param clock names them
     */
    public CorpusImporter(CorpusStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Imports a file: one entry a line, {@code 40 hex digits:count} (32 for NTLM), in ascending order. Takes either case of hex, any line
     * ending, a missing last one, blank lines, and a byte order mark at any line's start. Or a folder with a file for each
     * of the 1,048,576 ranges, {@code 00000.txt} to {@code FFFFF.txt}, whose lines leave out the first five digits.
     *
     * @param source the file or the folder
     * @param progress hears of it and may stop it
     * @return how it ended
     * @throws IOException when source or store cannot be read or written; nothing was kept then
     */
    public ImportOutcome importFile(Path source, ImportProgress progress) throws IOException {
        return importFrom(CorpusSource.of(source), false, progress);
    }

    /**
     * Imports like {@link #importFile}, and keeps 8 bytes of an entry instead of 19: 76 bits of its SHA-1 and the count. See
     * {@link Corpus#matchesOnly()} for what that does not do.
     *
     * @param source the file or the folder
     * @param progress hears of it and may stop it
     * @return how it ended
     * @throws IOException when source or store cannot be read or written; nothing was kept then
     */
    public ImportOutcome importToMatchOnly(Path source, ImportProgress progress) throws IOException {
        return importFrom(CorpusSource.of(source), true, progress);
    }

    /**
     * How far an import is that goes on later. Only written when one is paused: an import is done in minutes, and what a
     * crash takes is not worth slowing all of them down.
     */
    private record State(
            String source,
            boolean matchOnly,
            int part,
            long offset,
            long done,
            LineParser.Last last,
            GenerationWriter.Checkpoint written) {}

    synchronized ImportOutcome importFrom(CorpusSource source, boolean matchOnly, ImportProgress progress)
            throws IOException {
        String generation = GenerationName.at(store.kind(), clock.instant());
        Path folder = store.folder().resolve(CorpusStore.IMPORTING + WORK);
        boolean goesOn = false;
        try {
            long total = source.bytes();
            State state = begin(folder, source, matchOnly, total);
            ImportOutcome outcome;
            RowForm form = RowForm.of(store.kind(), matchOnly);
            try (GenerationWriter writer = new GenerationWriter(folder, store.kind(), form, state.written())) {
                outcome = new Reading(source, total, state, writer).write(folder, generation, progress);
            }
            if (outcome instanceof ImportOutcome.Imported) {
                store.land(folder, generation);
            }
            goesOn = outcome instanceof ImportOutcome.Cancelled && progress.goesOnLater();
            return outcome;
        } catch (CorpusSource.Incomplete incomplete) {
            return new ImportOutcome.Rejected(0, Objects.requireNonNull(incomplete.getMessage()));
        } finally {
            if (!goesOn && Files.exists(folder)) {
                CorpusStore.delete(folder);
            }
        }
    }

    /**
     * Deletes what a paused import wrote: nobody goes on with it.
     *
     * @throws IOException when it cannot be deleted
     */
    public synchronized void abandon() throws IOException {
        Path folder = store.folder().resolve(CorpusStore.IMPORTING + WORK);
        if (Files.exists(folder)) {
            CorpusStore.delete(folder);
        }
    }

    /** Goes on where the same import was paused, or begins. */
    private State begin(Path folder, CorpusSource source, boolean matchOnly, long total) throws IOException {
        Path checkpoint = folder.resolve(CorpusStore.CHECKPOINT);
        if (Files.exists(checkpoint)) {
            State paused = JSON.readValue(Files.readAllBytes(checkpoint), State.class);
            if (paused.source().equals(source.identity()) && paused.matchOnly() == matchOnly) {
                Files.delete(checkpoint);
                return paused;
            }
        }
        GenerationName.fresh(store.folder(), WORK);
        int indexBits = Layout.indexBits(total / (store.kind().digits() + BYTES_BEHIND_A_HASH));
        return new State(
                source.identity(),
                matchOnly,
                0,
                0,
                0,
                new LineParser(store.kind()).last(),
                new GenerationWriter.Checkpoint(indexBits, 0, 0, Map.of()));
    }

    /** One go at an import. */
    private final class Reading {

        private final CorpusSource source;
        private final long total;
        private final State begun;
        private final GenerationWriter writer;
        private final LineParser parser = new LineParser(store.kind());
        private final byte[] buffer = new byte[BUFFER];
        private long done;
        private long told;

        Reading(CorpusSource source, long total, State begun, GenerationWriter writer) {
            this.source = source;
            this.total = total;
            this.begun = begun;
            this.writer = writer;
            this.done = begun.done();
            this.told = done;
        }

        ImportOutcome write(Path folder, String generation, ImportProgress progress) throws IOException {
            parser.goOn(begun.last());
            for (int part = begun.part(); part < source.parts(); part++) {
                long offset = part == begun.part() ? begun.offset() : 0;
                parser.begin(source.line(part), offset == 0 ? 0 : begun.last().line());
                ImportOutcome ended = read(folder, part, offset, progress);
                if (ended != null) {
                    return ended;
                }
            }
            progress.progress(total, total);
            if (progress.cancelled()) {
                save(folder, source.parts(), 0, progress);
                return new ImportOutcome.Cancelled();
            }
            if (!begun.source().equals(source.identity())) {
                return new ImportOutcome.Rejected(
                        0, "The file was changed while it was read. Wait until it is whole, then import it again.");
            }
            if (writer.entries() == 0) {
                return new ImportOutcome.Rejected(
                        0, "The file holds no entry. Import a Pwned Passwords file, ordered by hash.");
            }
            Manifest manifest = writer.finish(generation, clock.instant().toString());
            return new ImportOutcome.Imported(generation, manifest.entries());
        }

        /** Reads a part from an offset; nothing when it was read to its end. */
        private @Nullable ImportOutcome read(Path folder, int part, long offset, ImportProgress progress)
                throws IOException {
            int held = 0;
            long read = offset;
            try (InputStream in = source.open(part)) {
                in.skipNBytes(offset);
                for (int n = in.read(buffer, 0, BUFFER); n >= 0; n = in.read(buffer, held, BUFFER - held)) {
                    done += n;
                    read += n;
                    held = lines(buffer, held + n, parser, writer);
                    if (parser.refusal() != null || held == BUFFER) {
                        return rejected(parser);
                    }
                    if (done - told >= BUFFER) {
                        told = done;
                        progress.progress(Math.min(done, total), total);
                        if (progress.cancelled()) {
                            done -= held;
                            save(folder, part, read - held, progress);
                            return new ImportOutcome.Cancelled();
                        }
                    }
                }
            }
            if (held > 0 && parser.read(buffer, 0, held)) {
                writer.add(parser);
            }
            return parser.refusal() == null ? null : rejected(parser);
        }

        private void save(Path folder, int part, long offset, ImportProgress progress) throws IOException {
            if (progress.goesOnLater()) {
                State state = new State(
                        begun.source(), begun.matchOnly(), part, offset, done, parser.last(), writer.checkpoint());
                Durable.replace(folder, CorpusStore.CHECKPOINT, JSON.writeValueAsBytes(state));
            }
        }
    }

    /** Reads the whole lines of the buffer and moves the rest to its start. */
    private static int lines(byte[] buffer, int length, LineParser parser, GenerationWriter writer) throws IOException {
        int start = 0;
        while (true) {
            for (int next = parser.usual(buffer, start, length);
                    next >= 0;
                    next = parser.usual(buffer, start, length)) {
                writer.add(parser);
                start = next;
            }
            int end = start;
            while (end < length && buffer[end] != '\n') {
                end++;
            }
            if (end == length) {
                System.arraycopy(buffer, start, buffer, 0, length - start);
                return length - start;
            }
            if (parser.read(buffer, start, end)) {
                writer.add(parser);
            } else if (parser.refusal() != null) {
                return 0;
            }
            start = end + 1;
        }
    }

    private static ImportOutcome rejected(LineParser parser) {
        String refusal = parser.refusal();
        return refusal != null
                ? new ImportOutcome.Rejected(parser.line(), refusal)
                : new ImportOutcome.Rejected(
                        parser.line() + 1,
                        "After " + parser.place().toLowerCase(Locale.ROOT)
                                + " comes one that is longer than a megabyte: the file is no corpus. Import a Pwned"
                                + " Passwords file, ordered by hash.");
    }
}

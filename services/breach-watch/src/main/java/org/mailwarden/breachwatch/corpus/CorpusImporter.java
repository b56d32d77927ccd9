// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;

/**
 * Imports a Pwned Passwords file into a new generation. The old one serves until the new one is whole, on disk and
 * verified; an import that fails, stops or crashes leaves nothing but a folder that the next start sweeps away. One import
 * at a time.
 */
public final class CorpusImporter {

    private static final int BUFFER = 1 << 20;
    private static final int BYTES_PER_ENTRY = 43;
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final CorpusStore store;
    private final Clock clock;

    /**
     * Makes an importer.
     *
     * @param store where generations are kept
     * @param clock names them
     */
    public CorpusImporter(CorpusStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Imports a file: one entry a line, {@code 40 hex digits:count}, in ascending order. Takes either case of hex, any line
     * ending, a missing last one, blank lines, and a byte order mark at any line's start. Or a folder with a file for each
     * of the 1,048,576 ranges, {@code 00000.txt} to {@code FFFFF.txt}, whose lines leave out the first five digits.
     *
     * @param source the file or the folder
     * @param progress hears of it and may stop it
     * @return how it ended
     * @throws IOException when source or store cannot be read or written; nothing was kept then
     */
    public ImportOutcome importFile(Path source, ImportProgress progress) throws IOException {
        return importFrom(CorpusSource.of(source), progress);
    }

    synchronized ImportOutcome importFrom(CorpusSource source, ImportProgress progress) throws IOException {
        String generation = "corpus-" + NAME.format(clock.instant());
        Path folder = Files.createDirectory(store.folder().resolve(CorpusStore.IMPORTING + generation));
        boolean kept = false;
        try {
            ImportOutcome outcome = write(source, folder, generation, progress);
            if (outcome instanceof ImportOutcome.Imported) {
                land(folder, generation);
                kept = true;
            }
            return outcome;
        } finally {
            if (!kept && Files.exists(folder)) {
                CorpusStore.delete(folder);
            }
        }
    }

    private void land(Path folder, String generation) throws IOException {
        Path landed = store.folder().resolve(generation);
        Files.move(folder, landed, StandardCopyOption.ATOMIC_MOVE);
        try {
            Durable.sync(store.folder());
            store.switchTo(generation);
        } catch (IOException | RuntimeException e) {
            if (!store.names(generation)) {
                CorpusStore.delete(landed);
            }
            throw e;
        }
    }

    private ImportOutcome write(CorpusSource source, Path folder, String generation, ImportProgress progress)
            throws IOException {
        long total;
        try {
            total = source.bytes();
        } catch (CorpusSource.Incomplete incomplete) {
            return new ImportOutcome.Rejected(0, Objects.requireNonNull(incomplete.getMessage()));
        }
        LineParser parser = new LineParser();
        byte[] buffer = new byte[BUFFER];
        long done = 0;
        long told = 0;
        try (GenerationWriter writer = new GenerationWriter(folder, Layout.indexBits(total / BYTES_PER_ENTRY))) {
            for (int part = 0; part < source.parts(); part++) {
                parser.begin(source.line(part));
                int held = 0;
                try (InputStream in = source.open(part)) {
                    for (int n = in.read(buffer, 0, BUFFER); n >= 0; n = in.read(buffer, held, BUFFER - held)) {
                        done += n;
                        held = lines(buffer, held + n, parser, writer);
                        if (parser.refusal() != null || held == BUFFER) {
                            return rejected(parser);
                        }
                        if (done - told >= BUFFER) {
                            told = done;
                            progress.progress(Math.min(done, total), total);
                            if (progress.cancelled()) {
                                return new ImportOutcome.Cancelled();
                            }
                        }
                    }
                }
                if (held > 0 && parser.read(buffer, 0, held)) {
                    writer.add(parser);
                }
                if (parser.refusal() != null) {
                    return rejected(parser);
                }
            }
            progress.progress(total, total);
            if (progress.cancelled()) {
                return new ImportOutcome.Cancelled();
            }
            if (writer.entries() == 0) {
                return new ImportOutcome.Rejected(
                        0, "The file holds no entry. Import a Pwned Passwords file, ordered by hash.");
            }
            Manifest manifest = writer.finish(generation, clock.instant().toString());
            return new ImportOutcome.Imported(generation, manifest.entries());
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

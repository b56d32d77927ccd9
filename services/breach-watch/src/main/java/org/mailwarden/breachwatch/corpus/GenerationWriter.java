// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.Manifest.FileFacts;

/** Writes the files of a generation from entries in ascending order. Used by one thread. */
final class GenerationWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final Path folder;
    private final HashKind kind;
    private final RowForm form;
    private final int indexBits;
    private final OutputFile rows;
    private final OutputFile largeCounts;
    private final OutputFile index;
    private long entries;
    private long nextRow;

    GenerationWriter(Path folder, HashKind kind, int indexBits) throws IOException {
        this(folder, kind, new Checkpoint(indexBits, 0, 0, Map.of()));
    }

    /** Goes on where a checkpoint was made; what was written after it is forgotten. */
    GenerationWriter(Path folder, HashKind kind, Checkpoint from) throws IOException {
        this(folder, kind, RowForm.of(kind, false), from);
    }

    /** The same with rows of another form. */
    GenerationWriter(Path folder, HashKind kind, RowForm form, Checkpoint from) throws IOException {
        this.folder = folder;
        this.kind = kind;
        this.form = form;
        indexBits = from.indexBits();
        entries = from.entries();
        nextRow = from.nextRow();
        rows = new OutputFile(Layout.ROWS, from);
        largeCounts = new OutputFile(Layout.LARGE_COUNTS, from);
        index = new OutputFile(Layout.INDEX, from);
    }

    /**
     * Up to where the files are on disk.
     *
     * @param indexBits of the index
     * @param entries written
     * @param nextRow first row of the index that is not written
     * @param sizes bytes of each file
     */
    record Checkpoint(int indexBits, long entries, long nextRow, Map<String, Long> sizes) {

        Checkpoint {
            sizes = Map.copyOf(sizes);
        }
    }

    /** Brings all that was added to the disk. */
    Checkpoint checkpoint() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (OutputFile file : new OutputFile[] {rows, largeCounts, index}) {
            sizes.put(file.name, file.force());
        }
        Durable.sync(folder);
        return new Checkpoint(indexBits, entries, nextRow, sizes);
    }

    void add(LineParser entry) throws IOException {
        add(entry.prefix(), entry.key(), entry.tailHigh(), entry.tailLow(), entry.count());
    }

    /** Adds a hash, in the parts of {@link Sha1Hash}. */
    void add(int prefix, long key, int tailHigh, long tailLow, long count) throws IOException {
        indexUpTo(Layout.indexRow(prefix, key, indexBits));
        ByteBuffer row = rows.room(form.bytes());
        byte small = (byte) Math.min(count, Layout.LARGE);
        switch (form) {
            case SHA1 ->
                row.putLong(key)
                        .putShort(Short.reverseBytes((short) tailHigh))
                        .putLong(Long.reverseBytes(tailLow))
                        .put(small);
            case NTLM ->
                row.putLong(key)
                        .putShort(Short.reverseBytes((short) tailHigh))
                        .putInt(Integer.reverseBytes((int) tailLow))
                        .put(small);
            case MATCH_ONLY -> row.putLong(form.held(key) | small & 0xFF);
        }
        if (count >= Layout.LARGE) {
            largeCounts.room(Layout.LARGE_COUNT_BYTES).putLong(entries).putLong(count);
        }
        entries++;
    }

    /** Every row up to this one begins at the next entry. */
    private void indexUpTo(long row) throws IOException {
        while (nextRow <= row) {
            ByteBuffer into = index.room(Layout.INDEX_BYTES);
            into.putInt((int) entries).put((byte) (entries >>> 32));
            nextRow++;
        }
    }

    /** Ends the files of a generation that stands by itself and writes the manifest, last of all. */
    Manifest finish(String generation, String created) throws IOException {
        return finish(generation, null, null, null, created);
    }

    /**
     * Ends the files and writes the manifest, last of all.
     *
     * @param generation name of the folder
     * @param version see {@link Manifest#version}
     * @param over see {@link Manifest#over}
     * @param prefixes which it answers for, absent for all
     * @param created ISO instant
     */
    Manifest finish(
            String generation,
            @Nullable String version,
            @Nullable String over,
            @Nullable PrefixSet prefixes,
            String created)
            throws IOException {
        indexUpTo(1L << indexBits);
        // A row is read with 8 bytes.
        index.room(Long.BYTES - Layout.INDEX_BYTES).put(new byte[Long.BYTES - Layout.INDEX_BYTES]);
        Map<String, FileFacts> files = new HashMap<>();
        for (OutputFile column : new OutputFile[] {rows, largeCounts, index}) {
            files.put(column.name, column.finish());
        }
        if (prefixes != null) {
            try (OutputFile column = new OutputFile(Layout.PREFIXES, new Checkpoint(indexBits, 0, 0, Map.of()))) {
                column.room(PrefixSet.BYTES).put(prefixes.bytes());
                files.put(column.name, column.finish());
            }
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                generation,
                kind,
                version,
                over,
                form == RowForm.MATCH_ONLY ? true : null,
                entries,
                indexBits,
                created,
                files);
        try (FileChannel channel = FileChannel.open(
                folder.resolve(Manifest.NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(manifest.bytes()));
            channel.force(true);
        }
        Durable.sync(folder);
        return manifest;
    }

    long entries() {
        return entries;
    }

    @Override
    public void close() throws IOException {
        for (OutputFile file : new OutputFile[] {rows, largeCounts, index}) {
            file.close();
        }
    }

    private final class OutputFile implements AutoCloseable {

        private final String name;
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        private final MessageDigest digest = Durable.sha256();
        private final Segments segments = new Segments();
        private long size;

        OutputFile(String name, Checkpoint from) throws IOException {
            this.name = name;
            this.channel = FileChannel.open(
                    folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                long keep = from.sizes().getOrDefault(name, 0L);
                channel.truncate(keep);
                while (size < keep) {
                    readAgain();
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        /** The checksums are of the whole file, also of what was written before it was gone on with. */
        private void readAgain() throws IOException {
            if (channel.read(buffer.clear()) < 0) {
                throw new IOException("file " + name + " is shorter than it was written");
            }
            sum(buffer.flip());
            buffer.clear();
        }

        ByteBuffer room(int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                flush();
            }
            return buffer;
        }

        private void flush() throws IOException {
            buffer.flip();
            sum(buffer);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        private void sum(ByteBuffer bytes) {
            size += bytes.remaining();
            digest.update(bytes.duplicate());
            segments.add(bytes.duplicate());
        }

        long force() throws IOException {
            flush();
            channel.force(true);
            return size;
        }

        FileFacts finish() throws IOException {
            flush();
            channel.force(true);
            return new FileFacts(size, HexFormat.of().formatHex(digest.digest()), segments.finish());
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

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
import org.mailwarden.breachwatch.corpus.Manifest.FileFacts;

/** Writes the files of a generation from entries in ascending order. Used by one thread. */
final class GenerationWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final Path folder;
    private final int indexBits;
    private final OutputFile rows;
    private final OutputFile largeCounts;
    private final OutputFile index;
    private long entries;
    private long nextRow;

    GenerationWriter(Path folder, int indexBits) throws IOException {
        this.folder = folder;
        this.indexBits = indexBits;
        rows = new OutputFile(Layout.ROWS);
        largeCounts = new OutputFile(Layout.LARGE_COUNTS);
        index = new OutputFile(Layout.INDEX);
    }

    void add(LineParser entry) throws IOException {
        indexUpTo(Layout.indexRow(entry.prefix(), entry.key(), indexBits));
        long count = entry.count();
        rows.room(Layout.ROW_BYTES)
                .putLong(entry.key())
                .putShort(Short.reverseBytes((short) entry.tailHigh()))
                .putLong(Long.reverseBytes(entry.tailLow()))
                .put((byte) Math.min(count, Layout.LARGE));
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

    /** Ends the files and writes the manifest, last of all. */
    Manifest finish(String generation, String created) throws IOException {
        indexUpTo(1L << indexBits);
        // A row is read with 8 bytes.
        index.room(Long.BYTES - Layout.INDEX_BYTES).put(new byte[Long.BYTES - Layout.INDEX_BYTES]);
        Map<String, FileFacts> files = new HashMap<>();
        for (OutputFile column : new OutputFile[] {rows, largeCounts, index}) {
            files.put(column.name, column.finish());
        }
        Manifest manifest = new Manifest(Manifest.FORMAT, generation, entries, indexBits, created, files);
        try (FileChannel channel = FileChannel.open(
                folder.resolve(Manifest.NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
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
        for (OutputFile column : new OutputFile[] {rows, largeCounts, index}) {
            column.channel.close();
        }
    }

    private final class OutputFile {

        private final String name;
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        private final MessageDigest digest = Durable.sha256();
        private final Segments segments = new Segments();
        private long size;

        OutputFile(String name) throws IOException {
            this.name = name;
            this.channel =
                    FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        ByteBuffer room(int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                flush();
            }
            return buffer;
        }

        private void flush() throws IOException {
            buffer.flip();
            size += buffer.remaining();
            digest.update(buffer.duplicate());
            segments.add(buffer.duplicate());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        FileFacts finish() throws IOException {
            flush();
            channel.force(true);
            return new FileFacts(size, HexFormat.of().formatHex(digest.digest()), segments.finish());
        }
    }
}

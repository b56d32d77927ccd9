// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of a generation, read at positions. Mapped and loaded when it fits into memory; otherwise read page by page, never
 * through a cold mapping, whose read-ahead makes a random probe about 25 times slower. Safe for many threads.
 */
sealed interface ByteStore extends AutoCloseable {

    /**
     * Opens a file.
     *
     * @param file the file
     * @param mapped whether it fits into memory
     * @return the store
     * @throws IOException when it cannot be read
     */
    @SuppressWarnings("MustBeClosedChecker") // The arena is the store's, and closed with it.
    static ByteStore open(Path file, boolean mapped) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        if (!mapped) {
            return new Paged(channel);
        }
        Arena arena = Arena.ofShared();
        try (channel) {
            MemorySegment memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            memory.load();
            return new Mapped(arena, memory);
        }
    }

    /**
     * Copies bytes.
     *
     * @param position first byte
     * @param into filled to its end
     * @throws IOException when the file cannot be read or ends before
     */
    void read(long position, byte[] into) throws IOException;

    /**
     * Reads a little-endian number.
     *
     * @param position first byte
     * @return 8 bytes
     * @throws IOException when the file cannot be read
     */
    long longAt(long position) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * In memory.
     *
     * @param arena owns the mapping
     * @param memory the mapping
     */
    record Mapped(Arena arena, MemorySegment memory) implements ByteStore {

        private static final ValueLayout.OfLong LITTLE =
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        @Override
        public void read(long position, byte[] into) {
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position, into, 0, into.length);
        }

        @Override
        public long longAt(long position) {
            return memory.get(LITTLE, position);
        }

        @Override
        public void close() {
            arena.close();
        }
    }

    /**
     * On disk.
     *
     * @param channel the open file
     */
    record Paged(FileChannel channel) implements ByteStore {

        @Override
        public void read(long position, byte[] into) throws IOException {
            ByteBuffer buffer = ByteBuffer.wrap(into);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position + buffer.position()) < 0) {
                    throw new IOException("A corpus file ends before byte " + (position + into.length));
                }
            }
        }

        @Override
        public long longAt(long position) throws IOException {
            byte[] bytes = new byte[Long.BYTES];
            read(position, bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

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

    /** Numbers for one look-up, by one thread: what it read last from disk it need not read again. */
    Numbers numbers();

    @Override
    void close() throws IOException;

    /** Numbers of a file. */
    interface Numbers {

        /**
         * Reads a little-endian number.
         *
         * @param position first byte
         * @return 8 bytes
         * @throws IOException when the file cannot be read
         */
        long longAt(long position) throws IOException;

        /**
         * Reads an unsigned byte.
         *
         * @param position of the byte
         * @return 0 to 255
         * @throws IOException when the file cannot be read
         */
        int byteAt(long position) throws IOException;
    }

    /**
     * In memory.
     *
     * @param arena owns the mapping
     * @param memory the mapping
     */
    record Mapped(Arena arena, MemorySegment memory) implements ByteStore, Numbers {

        private static final ValueLayout.OfLong LITTLE =
                ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        @Override
        public void read(long position, byte[] into) {
            MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position, into, 0, into.length);
        }

        @Override
        public Numbers numbers() {
            return this;
        }

        @Override
        public long longAt(long position) {
            return memory.get(LITTLE, position);
        }

        @Override
        public int byteAt(long position) {
            return memory.get(ValueLayout.JAVA_BYTE, position) & 0xFF;
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
        public Numbers numbers() {
            return new Page(channel);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** The page of a file that was read last. */
    final class Page implements Numbers {

        private static final int BYTES = 4096;

        private final FileChannel channel;
        private final ByteBuffer page = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        private long start;

        private Page(FileChannel channel) {
            this.channel = channel;
            page.limit(0);
        }

        @Override
        public long longAt(long position) throws IOException {
            return page.getLong(within(position, Long.BYTES));
        }

        @Override
        public int byteAt(long position) throws IOException {
            return page.get(within(position, 1)) & 0xFF;
        }

        private int within(long position, int bytes) throws IOException {
            if (position < start || position + bytes > start + page.limit()) {
                long aligned = position & -BYTES;
                // A number may lie across two pages.
                start = position + bytes > aligned + BYTES ? position : aligned;
                page.clear();
                while (page.hasRemaining() && channel.read(page, start + page.position()) >= 0) {
                    // One read may bring less than was asked for.
                }
                page.flip();
                if (position + bytes > start + page.limit()) {
                    throw new IOException("A corpus file ends before byte " + (position + bytes));
                }
            }
            return (int) (position - start);
        }
    }
}

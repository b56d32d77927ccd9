// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.corpus;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Random reads of 8 bytes from a file in memory, each from a place that the one before names: what a look-up costs at least
 * that has to wait for memory once.
 */
final class DependentReads implements AutoCloseable {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;

    @SuppressWarnings("MustBeClosedChecker") // Closed with this.
    DependentReads(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            memory.load();
        }
    }

    /**
     * Reads so many times.
     *
     * @param times how often
     * @param start where it begins: another number is another way through the file
     * @return what only keeps the reads from being left out
     */
    long read(int times, long start) {
        long places = memory.byteSize() / Long.BYTES;
        long value = start;
        for (int i = 0; i < times; i++) {
            long mixed = (value ^ i) * SPREAD;
            long place = Math.unsignedMultiplyHigh(mixed ^ mixed >>> 29, places);
            value += memory.get(ValueLayout.JAVA_LONG_UNALIGNED, place * Long.BYTES);
        }
        return value;
    }

    @Override
    public void close() {
        arena.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Checksums of a file in segments (CRC32C, RFC 3720 appendix B.4), so that a part of it can be checked without reading the
 * rest. They find what a disk or a cable did. The SHA-256 in the manifest is of the whole file, to compare a copy by hand.
 */
final class Segments {

    /** Bytes of a segment; the last one of a file may have fewer. */
    static final int BYTES = 64 << 20;

    private static final int BLOCK = 1 << 20;

    private final List<Long> sums = new ArrayList<>();
    private final CRC32C sum = new CRC32C();
    private int inSegment;

    /** Takes the next bytes of a file that is being written; the buffer is read to its end. */
    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int most = Math.min(bytes.remaining(), BYTES - inSegment);
            sum.update(bytes.slice(bytes.position(), most));
            bytes.position(bytes.position() + most);
            inSegment += most;
            if (inSegment == BYTES) {
                end();
            }
        }
    }

    /** The sums of all that was added. */
    List<Long> finish() {
        if (inSegment > 0) {
            end();
        }
        return List.copyOf(sums);
    }

    private void end() {
        sums.add(sum.getValue());
        sum.reset();
        inSegment = 0;
    }

    /**
     * Which segments to look at when there is no time for all: the last, where a file breaks off, and some by chance.
     *
     * @param count how many there are
     * @param most how many to look at, at least 1
     * @param random chooses
     * @return numbers from 0, each once
     */
    static List<Integer> sample(int count, int most, RandomGenerator random) {
        if (count <= most) {
            return IntStream.range(0, count).boxed().toList();
        }
        return IntStream.concat(
                        IntStream.of(count - 1),
                        random.ints(0, count - 1).distinct().limit(most - 1L))
                .boxed()
                .toList();
    }

    /**
     * Reads a segment and compares its sum.
     *
     * @param file the file
     * @param segment number of the segment, from 0
     * @param expected its sum
     * @return whether it is what was written
     * @throws IOException when it cannot be read
     */
    static boolean isIntact(Path file, int segment, long expected) throws IOException {
        CRC32C read = new CRC32C();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = (long) segment * BYTES;
            long end = Math.min(at + BYTES, channel.size());
            while (at < end) {
                block.clear().limit((int) Math.min(BLOCK, end - at));
                int count = channel.read(block, at);
                if (count < 0) {
                    return false;
                }
                read.update(block.flip());
                at += count;
            }
        }
        return read.getValue() == expected;
    }
}

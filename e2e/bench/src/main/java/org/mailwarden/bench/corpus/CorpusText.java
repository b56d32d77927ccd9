// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.mailwarden.breachwatch.corpus.Sha1Hash;

/**
 * A made-up Pwned Passwords file: even hashes in ascending order, CR LF, and counts as unequal as the real ones (Pareto with
 * an exponent of 1/1.1). The same from the same seed.
 */
public final class CorpusText {

    private static final int PREFIXES = 1 << 20;
    private static final int LONGEST_LINE = 64;
    private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final SplittableRandom random = new SplittableRandom(20_261_126);
    private final ByteBuffer block = ByteBuffer.allocate(1 << 20);
    private final Sha1Hash[] planted;
    private int kept;

    private CorpusText(int keep) {
        this.planted = new Sha1Hash[keep];
    }

    /**
     * Writes the file, evenly over all prefixes.
     *
     * @param file where
     * @param entries about how many lines, 1 or more
     * @param keep how many of its hashes to hand back, in random order; not more than a tenth of the lines
     * @return hashes that are in it
     */
    public static Sha1Hash[] write(Path file, long entries, int keep) throws IOException {
        return write(file, entries, PREFIXES, keep);
    }

    /**
     * Writes the file, evenly over the first prefixes: ranges as long as today's need no corpus of full size.
     *
     * @param file where
     * @param entries about how many lines, 1 or more
     * @param prefixes how many prefixes have lines, 1 to 1,048,576
     * @param keep how many of its hashes to hand back, in random order; not more than a tenth of the lines
     * @return hashes that are in it
     */
    public static Sha1Hash[] write(Path file, long entries, int prefixes, int keep) throws IOException {
        CorpusText text = new CorpusText(keep);
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int prefix = 0; prefix < prefixes; prefix++) {
                text.range(out, prefix, entries * (prefix + 1) / prefixes - entries * prefix / prefixes, entries);
            }
            text.flush(out);
        }
        Sha1Hash[] found = Arrays.copyOf(text.planted, text.kept);
        for (int i = found.length - 1; i > 0; i--) {
            int other = text.random.nextInt(i + 1);
            Sha1Hash moved = found[i];
            found[i] = found[other];
            found[other] = moved;
        }
        // Made anew, they lie in memory as they are asked for: to get at them is no part of a look-up.
        Arrays.setAll(found, i -> {
            Sha1Hash hash = found[i];
            return new Sha1Hash(hash.prefix(), hash.key(), hash.tailHigh(), hash.tailLow());
        });
        return found;
    }

    /** About as many lines as the mean, as chance would have it. */
    private void range(FileChannel out, int prefix, long mean, long all) throws IOException {
        int lines =
                mean < 2 ? (int) mean : (int) Math.max(1, Math.round(mean + random.nextGaussian() * Math.sqrt(mean)));
        long[] keys = random.longs(lines).sorted().toArray();
        for (int i = 0; i < lines; i++) {
            // Sorted as signed numbers: turned over they are in the order of unsigned ones.
            line(out, new Sha1Hash(prefix, keys[i] ^ Long.MIN_VALUE, random.nextInt(1 << 12), random.nextLong()), all);
        }
    }

    private void line(FileChannel out, Sha1Hash hash, long all) throws IOException {
        if (block.remaining() < LONGEST_LINE) {
            flush(out);
        }
        hex(hash.prefix(), 5);
        hex(hash.key(), 16);
        hex(hash.tailHigh(), 3);
        hex(hash.tailLow(), 16);
        long count = (long) Math.min(1e9, Math.pow(1 - random.nextDouble(), -1.1));
        block.put((byte) ':')
                .put(Long.toString(count).getBytes(StandardCharsets.US_ASCII))
                .put((byte) '\r')
                .put((byte) '\n');
        if (kept < planted.length && random.nextLong(all) < 2L * planted.length) {
            planted[kept++] = hash;
        }
    }

    private void hex(long value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            block.put(DIGITS[(int) (value >>> shift) & 0xF]);
        }
    }

    private void flush(FileChannel out) throws IOException {
        block.flip();
        while (block.hasRemaining()) {
            out.write(block);
        }
        block.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One generation, open for reading. Safe for many threads. Each user closes what {@link CorpusStore#open()} gave it; the
 * files are let go after the last.
 */
public final class Corpus implements AutoCloseable {

    private static final int RANGE_BLOCK = 4096;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Manifest manifest;
    private final ByteStore keys;
    private final ByteStore tail;
    private final ByteStore counts;
    private final ByteStore largeCounts;
    private final ByteStore index;
    private final long largeEntries;
    private final AtomicInteger users = new AtomicInteger(1);

    Corpus(
            Manifest manifest,
            ByteStore keys,
            ByteStore tail,
            ByteStore counts,
            ByteStore largeCounts,
            ByteStore index,
            long largeEntries) {
        this.manifest = manifest;
        this.keys = keys;
        this.tail = tail;
        this.counts = counts;
        this.largeCounts = largeCounts;
        this.index = index;
        this.largeEntries = largeEntries;
    }

    /** What the corpus says of a hash. */
    public sealed interface Answer {
        /**
         * It is in the corpus.
         *
         * @param count how often it was seen, at least 1
         */
        record Hit(long count) implements Answer {}

        /** It is not in the corpus. */
        record Miss() implements Answer {}

        /**
         * The corpus could not be read: this is no "no".
         *
         * @param reason why
         */
        record Unavailable(String reason) implements Answer {}
    }

    /** Takes the entries of a range, in order. */
    @FunctionalInterface
    public interface RangeSink {
        /**
         * Takes an entry.
         *
         * @param suffix the last 35 hex digits of the hash, upper case
         * @param count how often it was seen
         */
        void accept(String suffix, long count);
    }

    /** Name of the generation. */
    public String generation() {
        return manifest.generation();
    }

    /** When it was imported. */
    public Instant created() {
        return Instant.parse(manifest.created());
    }

    /** Number of hashes. */
    public long entries() {
        return manifest.entries();
    }

    /**
     * Looks a hash up, exactly: all 160 bits are compared.
     *
     * @param hash the hash
     * @return the answer
     */
    public Answer find(Sha1Hash hash) {
        try {
            long entry = position(hash);
            return entry < 0 ? new Answer.Miss() : new Answer.Hit(count(entry));
        } catch (IOException e) {
            return new Answer.Unavailable("The corpus " + generation() + " could not be read: " + e.getMessage());
        }
    }

    /**
     * Reads all entries of a prefix.
     *
     * @param prefix 0 to 1048575: the first 5 hex digits
     * @param sink takes the entries, in ascending order
     * @throws IOException when the corpus cannot be read
     */
    public void range(int prefix, RangeSink sink) throws IOException {
        int extra = manifest.indexBits() - Layout.PREFIX_BITS;
        long from = indexed((long) prefix << extra);
        long to = indexed(((long) prefix + 1) << extra);
        for (long entry = from; entry < to; entry += RANGE_BLOCK) {
            block(entry, (int) Math.min(RANGE_BLOCK, to - entry), sink);
        }
    }

    /** Reads entries in one go: a range read entry by entry from disk would be thousands of reads. */
    private void block(long first, int entries, RangeSink sink) throws IOException {
        byte[] keyBytes = new byte[entries * Layout.KEY_BYTES];
        byte[] tailBytes = new byte[entries * Layout.TAIL_BYTES];
        byte[] countBytes = new byte[entries];
        keys.read(Layout.keyAt(first), keyBytes);
        tail.read(Layout.tailAt(first), tailBytes);
        counts.read(first, countBytes);
        ByteBuffer keyParts = ByteBuffer.wrap(keyBytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer tailParts = ByteBuffer.wrap(tailBytes);
        StringBuilder suffix = new StringBuilder(Layout.SUFFIX_DIGITS);
        for (int i = 0; i < entries; i++) {
            suffix.setLength(0);
            suffix.append(HEX.toHexDigits(keyParts.getLong()));
            suffix.append(HEX.toHexDigits(tailParts.getShort(), 3));
            suffix.append(HEX.toHexDigits(tailParts.getLong()));
            int count = countBytes[i] & 0xFF;
            sink.accept(suffix.toString(), count == Layout.LARGE ? largeCount(first + i) : count);
        }
    }

    private long position(Sha1Hash hash) throws IOException {
        long row = Layout.indexRow(hash, manifest.indexBits());
        long low = indexed(row);
        long after = indexed(row + 1);
        long first = low;
        long high = after - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            int comparison = Long.compareUnsigned(keys.longAt(Layout.keyAt(middle)), hash.key());
            if (comparison == 0) {
                return sameKey(middle, first, after, hash);
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /**
     * Two hashes may share 84 bits, if somebody means them to: the neighbours with the same key are looked at too, but only
     * those of the same bucket, as the same key under another prefix is another hash.
     */
    private long sameKey(long found, long bucket, long after, Sha1Hash hash) throws IOException {
        long first = found;
        while (first > bucket && keys.longAt(Layout.keyAt(first - 1)) == hash.key()) {
            first--;
        }
        byte[] bytes = new byte[Layout.TAIL_BYTES];
        for (long entry = first; entry < after && keys.longAt(Layout.keyAt(entry)) == hash.key(); entry++) {
            tail.read(Layout.tailAt(entry), bytes);
            ByteBuffer parts = ByteBuffer.wrap(bytes);
            if ((parts.getShort() & 0xFFFF) == hash.tailHigh() && parts.getLong() == hash.tailLow()) {
                return entry;
            }
        }
        return -1;
    }

    private long indexed(long row) throws IOException {
        byte[] bytes = new byte[Layout.INDEX_BYTES];
        index.read(Layout.indexAt(row), bytes);
        return (bytes[0] & 0xFFL)
                | (bytes[1] & 0xFFL) << 8
                | (bytes[2] & 0xFFL) << 16
                | (bytes[3] & 0xFFL) << 24
                | (bytes[4] & 0xFFL) << 32;
    }

    private long count(long entry) throws IOException {
        byte[] one = new byte[1];
        counts.read(entry, one);
        int count = one[0] & 0xFF;
        return count == Layout.LARGE ? largeCount(entry) : count;
    }

    private long largeCount(long entry) throws IOException {
        long low = 0;
        long high = largeEntries - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long at = largeCounts.longAt(middle * Layout.LARGE_COUNT_BYTES);
            if (at == entry) {
                return largeCounts.longAt(middle * Layout.LARGE_COUNT_BYTES + Long.BYTES);
            }
            if (at < entry) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IOException("the count of an entry is missing");
    }

    boolean acquire() {
        return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /** Ends this use. */
    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            for (ByteStore store : new ByteStore[] {keys, tail, counts, largeCounts, index}) {
                try {
                    store.close();
                } catch (IOException e) {
                    // A file that was only read has nothing to lose.
                }
            }
        }
    }
}

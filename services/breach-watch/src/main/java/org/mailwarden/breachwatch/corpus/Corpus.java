// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One generation, open for reading. Safe for many threads. Each user closes what {@link CorpusStore#open()} gave it; the
 * files are let go after the last.
 */
public final class Corpus implements AutoCloseable {

    private static final int RANGE_BLOCK = 4096;
    /** Steps from where a key should be; more are not taken one by one. */
    private static final int MOST_STEPS = 16;

    private final Manifest manifest;
    private final ByteStore rows;
    private final ByteStore largeCounts;
    private final ByteStore index;
    private final long largeEntries;
    private final AtomicInteger users = new AtomicInteger(1);

    Corpus(Manifest manifest, ByteStore rows, ByteStore largeCounts, ByteStore index, long largeEntries) {
        this.manifest = manifest;
        this.rows = rows;
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
         * @param suffix the last 35 hex digits of the hash, upper case, in ASCII; overwritten by the next entry
         * @param count how often it was seen
         */
        void accept(byte[] suffix, long count);
    }

    /** Name of the generation. */
    public String generation() {
        return manifest.generation();
    }

    /** When it was imported. */
    public Instant created() {
        return Instant.parse(manifest.created());
    }

    /** Whether it was loaded into memory; otherwise each read may wait for a disk. */
    public boolean inMemory() {
        return rows instanceof ByteStore.Mapped;
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
            ByteStore.Numbers numbers = rows.numbers();
            long entry = position(numbers, hash);
            return entry < 0
                    ? new Answer.Miss()
                    : new Answer.Hit(count(entry, numbers.byteAt(Layout.rowAt(entry) + Layout.COUNT_OFFSET)));
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
        ByteStore.Numbers firsts = index.numbers();
        long from = indexed(firsts, (long) prefix << extra);
        long to = indexed(firsts, ((long) prefix + 1) << extra);
        for (long entry = from; entry < to; entry += RANGE_BLOCK) {
            block(entry, (int) Math.min(RANGE_BLOCK, to - entry), sink);
        }
    }

    /** Reads entries in one go: a range read entry by entry from disk would be thousands of reads. */
    private void block(long first, int entries, RangeSink sink) throws IOException {
        byte[] bytes = new byte[entries * Layout.ROW_BYTES];
        rows.read(Layout.rowAt(first), bytes);
        ByteBuffer parts = ByteBuffer.wrap(bytes);
        byte[] suffix = new byte[Layout.SUFFIX_DIGITS];
        for (int i = 0; i < entries; i++) {
            Hex.digits(Long.reverseBytes(parts.getLong()), 16, suffix, 0);
            Hex.digits(parts.getShort(), 3, suffix, 16);
            Hex.digits(parts.getLong(), 16, suffix, 19);
            sink.accept(suffix, count(first + i, parts.get() & 0xFF));
        }
    }

    private long position(ByteStore.Numbers bucket, Sha1Hash hash) throws IOException {
        long row = Layout.indexRow(hash, manifest.indexBits());
        ByteStore.Numbers firsts = index.numbers();
        long low = indexed(firsts, row);
        long after = indexed(firsts, row + 1);
        if (low == after) {
            return -1;
        }
        long entry = near(bucket, hash.key(), low, after);
        return entry < 0 ? -1 : sameKey(bucket, entry, low, after, hash);
    }

    /**
     * Finds a key in a bucket. Hashes are spread evenly, so it is about where its value says, and a step or two away;
     * where somebody has made them uneven it is halved.
     *
     * @return an entry with the key; -1 when there is none
     */
    private long near(ByteStore.Numbers bucket, long key, long from, long after) throws IOException {
        long low = from;
        long high = after - 1;
        long within = key << (manifest.indexBits() - Layout.PREFIX_BITS);
        long entry = from + Math.unsignedMultiplyHigh(within, after - from);
        for (int steps = 0; low <= high; steps++) {
            int order = Long.compareUnsigned(bucket.longAt(Layout.rowAt(entry)), key);
            if (order == 0) {
                return entry;
            }
            if (order < 0) {
                low = entry + 1;
            } else {
                high = entry - 1;
            }
            entry = steps >= MOST_STEPS ? (low + high) >>> 1 : order < 0 ? low : high;
        }
        return -1;
    }

    /**
     * Two hashes may share 84 bits, if somebody means them to: the neighbours with the same key are looked at too, but only
     * those of the same bucket, as the same key under another prefix is another hash.
     */
    private long sameKey(ByteStore.Numbers bucket, long found, long from, long after, Sha1Hash hash)
            throws IOException {
        long first = found;
        while (first > from && bucket.longAt(Layout.rowAt(first - 1)) == hash.key()) {
            first--;
        }
        for (long entry = first; entry < after && bucket.longAt(Layout.rowAt(entry)) == hash.key(); entry++) {
            long at = Layout.rowAt(entry) + Layout.TAIL_OFFSET;
            if (Long.reverseBytes(bucket.longAt(at + 2)) == hash.tailLow()
                    && Long.reverseBytes(bucket.longAt(at)) >>> 48 == hash.tailHigh()) {
                return entry;
            }
        }
        return -1;
    }

    /** 5 bytes; the file has three more behind the last row. */
    private static long indexed(ByteStore.Numbers firsts, long row) throws IOException {
        return firsts.longAt(Layout.indexAt(row)) & Layout.INDEX_MASK;
    }

    private long count(long entry, int count) throws IOException {
        return count == Layout.LARGE ? largeCount(entry) : count;
    }

    private long largeCount(long entry) throws IOException {
        ByteStore.Numbers large = largeCounts.numbers();
        long low = 0;
        long high = largeEntries - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            long at = large.longAt(middle * Layout.LARGE_COUNT_BYTES);
            if (at == entry) {
                return large.longAt(middle * Layout.LARGE_COUNT_BYTES + Long.BYTES);
            }
            if (at < entry) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new IOException("the count of an entry is missing");
    }

    Manifest manifest() {
        return manifest;
    }

    boolean acquire() {
        return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    /** Ends this use. */
    @Override
    public void close() {
        if (users.decrementAndGet() == 0) {
            for (ByteStore store : new ByteStore[] {rows, largeCounts, index}) {
                try {
                    store.close();
                } catch (IOException e) {
                    // A file that was only read has nothing to lose.
                }
            }
        }
    }
}

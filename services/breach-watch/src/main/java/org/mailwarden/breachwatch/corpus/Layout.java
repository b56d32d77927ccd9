// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

/**
 * Where things stand in the files of a generation. Positions are {@code long} throughout: Pwned Passwords alone is close
 * to 2^31 entries. Pure.
 */
final class Layout {

    static final String ROWS = "rows";
    static final String LARGE_COUNTS = "counts-large";
    static final String INDEX = "index";
    /** The prefixes that a generation answers for; absent when it answers for all. */
    static final String PREFIXES = "prefixes";

    /** 40 bits address 2^40 entries. */
    static final int INDEX_BYTES = 5;

    static final long INDEX_MASK = (1L << 8 * INDEX_BYTES) - 1;

    static final int LARGE_COUNT_BYTES = 16;
    /** As the count of a row: the true count stands in the file of large counts. */
    static final int LARGE = 255;

    static final int PREFIX_BITS = 20;

    private Layout() {}

    /**
     * Bits of the index, so that few entries share a row and those of one row lie within a page: 20 up to 8 million
     * entries, 22 up to 64 million, 24 above.
     *
     * @param entries about how many there will be
     * @return 20, 22 or 24
     */
    static int indexBits(long entries) {
        return entries < 8_000_000L ? 20 : entries < 64_000_000L ? 22 : 24;
    }

    /**
     * The row of the index for a hash.
     *
     * @param hash the hash
     * @param indexBits 20 to 24
     * @return 0 to 2^indexBits - 1
     */
    static long indexRow(Sha1Hash hash, int indexBits) {
        return indexRow(hash.prefix(), hash.key(), indexBits);
    }

    /** The same for the parts of a hash. */
    static long indexRow(int prefix, long key, int indexBits) {
        int extra = indexBits - PREFIX_BITS;
        return extra == 0 ? prefix : ((long) prefix << extra) | (key >>> (Long.SIZE - extra));
    }

    /**
     * Where a key is if the hashes of its row of the index are spread evenly.
     *
     * @param key the key
     * @param indexBits 20 to 24
     * @param from first entry of the row
     * @param after the entry behind its last
     * @return from to {@code after - 1}; {@code from} when there is none
     */
    static long likely(long key, int indexBits, long from, long after) {
        long within = key << (indexBits - PREFIX_BITS);
        return from + Math.unsignedMultiplyHigh(within, after - from);
    }

    static long indexAt(long row) {
        return row * INDEX_BYTES;
    }
}

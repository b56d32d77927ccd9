// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;

/**
 * The large counts of entries that are asked for in their order: the first is searched for, and the next ones stand behind
 * it. Used by one thread.
 */
final class LargeCounts {

    private final ByteStore.Numbers numbers;
    private final long size;
    private final long entries;
    private long next = -1;

    /**
     * Begins anywhere.
     *
     * @param numbers the file of large counts
     * @param size how many there are
     * @param entries of the generation
     */
    LargeCounts(ByteStore.Numbers numbers, long size, long entries) {
        this.numbers = numbers;
        this.size = size;
        this.entries = entries;
    }

    /**
     * The count of an entry.
     *
     * @param entry one that has a large count, behind the one before
     * @return the count
     * @throws IOException when it is missing, or cannot be read
     */
    long of(long entry) throws IOException {
        if (next < 0) {
            next = find(entry);
        }
        if (next >= size || entry(next) != entry) {
            throw new IOException("the count of an entry is missing");
        }
        return numbers.longAt(next++ * Layout.LARGE_COUNT_BYTES + Long.BYTES);
    }

    /**
     * They are spread evenly over the entries, so that a few reads of a disk find one where halving takes more than ten;
     * where somebody has made them uneven every third step halves.
     *
     * @return its place; where it should be when it is missing
     */
    private long find(long entry) throws IOException {
        long low = 0;
        long high = size - 1;
        long lowEntry = 0;
        long highEntry = entries - 1;
        for (int steps = 1; low <= high && lowEntry <= entry && entry <= highEntry; steps++) {
            double share = steps % 3 == 0 ? 0.5 : (double) (entry - lowEntry) / (highEntry - lowEntry + 1);
            long place = Math.min(high, low + (long) (share * (high - low + 1)));
            long at = entry(place);
            if (at == entry) {
                return place;
            }
            if (at < entry) {
                low = place + 1;
                lowEntry = at + 1;
            } else {
                high = place - 1;
                highEntry = at - 1;
            }
        }
        return low;
    }

    private long entry(long place) throws IOException {
        return numbers.longAt(place * Layout.LARGE_COUNT_BYTES);
    }
}

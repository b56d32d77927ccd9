// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys that were seen last, each with its first and last time and on how many days. Bounded: what was seen on one day
 * only gives way first, then what was seen longest ago. Order of arrival does not matter but for that. For one thread.
 */
final class RecentKeys {

    private static final int SECONDS_OF_DAY = 86_400;
    private static final int FAMILIAR_DAYS = 3;
    private static final long FAMILIAR_SPAN = 4L * SECONDS_OF_DAY;

    private final long[] keys;
    private final long[] firsts;
    private final long[] lasts;
    private final int[] days;
    private int size;

    RecentKeys(int capacity) {
        keys = new long[capacity];
        firsts = new long[capacity];
        lasts = new long[capacity];
        days = new int[capacity];
    }

    int size() {
        return size;
    }

    long key(int index) {
        return keys[index];
    }

    /** Where a key is, or -1. */
    int find(long key) {
        for (int i = 0; i < size; i++) {
            if (keys[i] == key) {
                return i;
            }
        }
        return -1;
    }

    boolean has(long key) {
        return find(key) >= 0;
    }

    /** On how many days a key was seen, 0 when it was not; a sign-in that came late may be missing from the count. */
    int days(long key) {
        int at = find(key);
        return at < 0 ? 0 : days[at];
    }

    /** Whether a key is familiar: seen on at least three days that lie at least four days apart. */
    boolean familiar(long key) {
        int at = find(key);
        return at >= 0 && days[at] >= FAMILIAR_DAYS && lasts[at] - firsts[at] >= FAMILIAR_SPAN;
    }

    /** When a key was seen first, seconds since 1970; {@code Long.MAX_VALUE} when it was not. */
    long first(long key) {
        int at = find(key);
        return at < 0 ? Long.MAX_VALUE : firsts[at];
    }

    /** When the key that was known first was seen first, seconds since 1970; {@code Long.MAX_VALUE} when none is known. */
    long oldest() {
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            oldest = Math.min(oldest, firsts[i]);
        }
        return oldest;
    }

    /**
     * How many keys were seen last within a time that holds a moment. It ends with the last key that was seen no later than
     * its length after the moment, so that the order of arrival does not matter.
     *
     * @param moment seconds since 1970
     * @param length seconds
     * @param more a key that counts too, as if it were seen at the moment; 0 for none
     * @param odd whether only keys count whose lowest bit is set
     */
    int around(long moment, long length, long more, boolean odd) {
        long end = moment;
        for (int i = 0; i < size; i++) {
            end = lasts[i] <= moment + length ? Math.max(end, lasts[i]) : end;
        }
        int count = more != 0 && moment >= end - length && (!odd || (more & 1) == 1) ? 1 : 0;
        for (int i = 0; i < size; i++) {
            boolean counts = keys[i] != more && (!odd || (keys[i] & 1) == 1);
            count += counts && lasts[i] >= end - length && lasts[i] <= end ? 1 : 0;
        }
        return count;
    }

    /** Notes a key. */
    void see(long key, long second) {
        int at = find(key);
        if (at < 0) {
            at = size < keys.length ? size++ : weakest();
            keys[at] = key;
            firsts[at] = second;
            lasts[at] = second;
            days[at] = 1;
            return;
        }
        if (second / SECONDS_OF_DAY > lasts[at] / SECONDS_OF_DAY
                || second / SECONDS_OF_DAY < firsts[at] / SECONDS_OF_DAY) {
            days[at]++;
        }
        lasts[at] = Math.max(lasts[at], second);
        firsts[at] = Math.min(firsts[at], second);
    }

    private int weakest() {
        int weakest = 0;
        for (int i = 1; i < size; i++) {
            boolean passing = days[i] == 1;
            boolean passingBefore = days[weakest] == 1;
            if (passing == passingBefore ? lasts[i] < lasts[weakest] : passing) {
                weakest = i;
            }
        }
        return weakest;
    }

    void clear() {
        size = 0;
    }

    void write(ByteBuffer out, long base) {
        out.put((byte) size);
        for (int i = 0; i < size; i++) {
            out.putLong(keys[i]);
            Varint.write(out, zigzag(base - lasts[i]));
            Varint.write(out, lasts[i] - firsts[i]);
            Varint.write(out, days[i]);
        }
    }

    void read(ByteBuffer in, long base) {
        int held = in.get();
        if (held < 0 || held > keys.length) {
            throw new IllegalArgumentException("more keys than fit");
        }
        size = held;
        for (int i = 0; i < size; i++) {
            keys[i] = in.getLong();
            long back = Varint.read(in);
            lasts[i] = base - (back >>> 1 ^ -(back & 1));
            firsts[i] = lasts[i] - Varint.read(in);
            days[i] = (int) Varint.read(in);
        }
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(keys, size));
    }
}

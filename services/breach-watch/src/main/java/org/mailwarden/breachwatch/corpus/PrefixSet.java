// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Some of the 1,048,576 prefixes of a hash, its first 20 bits. Immutable, 128 KiB. */
public final class PrefixSet {

    /** How many prefixes there are. */
    public static final int PREFIXES = 1 << Layout.PREFIX_BITS;

    static final int BYTES = PREFIXES / Byte.SIZE;

    private final BitSet bits;

    private PrefixSet(BitSet bits) {
        this.bits = bits;
    }

    /**
     * Collects prefixes.
     *
     * @param prefixes each 0 to 1048575
     * @return the set of them
     */
    public static PrefixSet of(IntStream prefixes) {
        BitSet bits = new BitSet(PREFIXES);
        prefixes.forEach(prefix -> bits.set(checked(prefix)));
        return new PrefixSet(bits);
    }

    /** All of them. */
    public static PrefixSet all() {
        return of(IntStream.range(0, PREFIXES));
    }

    /** Reads what {@link #bytes} wrote: bit 0 of byte 0 is prefix 0. */
    static PrefixSet read(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A set of prefixes has " + BYTES + " bytes");
        }
        return new PrefixSet(BitSet.valueOf(bytes));
    }

    byte[] bytes() {
        return java.util.Arrays.copyOf(bits.toByteArray(), BYTES);
    }

    /**
     * Whether a prefix is in the set.
     *
     * @param prefix 0 to 1048575
     * @return whether it is
     */
    public boolean contains(int prefix) {
        return bits.get(prefix);
    }

    /** Number of prefixes in the set. */
    public int size() {
        return bits.cardinality();
    }

    /** The prefixes in the set, in ascending order. */
    public IntStream stream() {
        return bits.stream();
    }

    /**
     * Adds those of another set.
     *
     * @param other the other set
     * @return what is in either
     */
    public PrefixSet or(PrefixSet other) {
        BitSet either = (BitSet) bits.clone();
        either.or(other.bits);
        return new PrefixSet(either);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PrefixSet set && bits.equals(set.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    private static int checked(int prefix) {
        if (prefix < 0 || prefix >= PREFIXES) {
            throw new IllegalArgumentException("A prefix has 20 bits");
        }
        return prefix;
    }
}

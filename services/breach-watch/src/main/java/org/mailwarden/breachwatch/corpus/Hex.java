// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads and writes hex digits eight at a time, in one machine word: a corpus has 80 thousand million of them, and one by
 * one they are most of an import, and of a range. Pure.
 */
final class Hex {

    /** What {@link #eight} says of anything else. */
    static final long NONE = -1;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;

    private Hex() {}

    /**
     * Reads eight digits of either case.
     *
     * @param bytes holds them
     * @param from the first; eight bytes are there
     * @return 0 to 2^32 - 1, or {@link #NONE} when one of them is no hex digit
     */
    static long eight(byte[] bytes, int from) {
        long text = (long) WORD.get(bytes, from);
        long letters = (text >>> 6) & ONES;
        long values = (text & ONES * 0x0F) + letters * 9;
        long tens = ((values + ONES * 0x76) >>> 7) & ONES;
        long digits = values + ONES * 0x30 + tens * 0x27;
        // Written again they must be what was read, in lower case; only letters have a case.
        if ((values & 0xF0F0F0F0F0F0F0F0L) != 0 || digits != (text | letters << 5)) {
            return NONE;
        }
        long pairs = (values | values >>> 4) & 0x00FF00FF00FF00FFL;
        long fours = (pairs | pairs >>> 8) & 0x0000FFFF0000FFFFL;
        return (fours | fours >>> 16) & 0xFFFFFFFFL;
    }

    /**
     * Writes a number in upper-case digits.
     *
     * @param value its lowest bits are written
     * @param digits how many
     * @param into takes them
     * @param from the first
     */
    static void digits(long value, int digits, byte[] into, int from) {
        long rest = value;
        int end = from + digits;
        for (; end - from >= Long.BYTES; end -= Long.BYTES) {
            WORD.set(into, end - Long.BYTES, eightOf(rest));
            rest >>>= Integer.SIZE;
        }
        for (; end > from; end--) {
            into[end - 1] = (byte) eightOf(rest & 0xF);
            rest >>>= 4;
        }
    }

    /** The lowest 32 bits as eight digits, the highest first. */
    private static long eightOf(long value) {
        long fours = value & 0xFFFFFFFFL;
        long pairs = (fours | fours << 16) & 0x0000FFFF0000FFFFL;
        long twos = (pairs | pairs << 8) & 0x00FF00FF00FF00FFL;
        long values = (twos | twos << 4) & ONES * 0x0F;
        long letters = ((values + ONES * 6) >>> 4) & ONES;
        return values + ONES * '0' + letters * ('A' - '9' - 1);
    }
}

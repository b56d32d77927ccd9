// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** Makes lines of raw bytes, in place and eight at a time. Pure. */
final class RawText {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long CR = '\r' * ONES;

    private RawText() {}

    /**
     * Takes NUL bytes out, and makes a lone CR an LF. A CR at the very end waits for what follows.
     *
     * @param text holds the piece; what is in front of it was cleaned before
     * @param from first byte of the piece
     * @param to behind its last byte
     * @param more whether another piece follows
     * @return the end of what is left of it
     */
    static int clean(byte[] text, int from, int to, boolean more) {
        int start = Math.max(0, from - 1);
        long nul = 0;
        long returns = 0;
        int i = start;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long word = (long) Ascii.WORD.get(text, i);
            long other = word ^ CR;
            nul |= word - ONES & ~word;
            returns |= other - ONES & ~other;
        }
        boolean nuls = (nul & HIGHS) != 0;
        boolean any = (returns & HIGHS) != 0;
        for (; i < to; i++) {
            nuls |= text[i] == 0;
            any |= text[i] == '\r';
        }
        int end = nuls ? withoutNuls(text, from, to) : to;
        if (any) {
            returns(text, start, end, more);
        }
        return end;
    }

    private static int withoutNuls(byte[] text, int from, int to) {
        int end = from;
        for (int i = from; i < to; i++) {
            if (text[i] != 0) {
                text[end++] = text[i];
            }
        }
        return end;
    }

    private static void returns(byte[] text, int from, int to, boolean more) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            for (long marks = zeros((long) Ascii.WORD.get(text, i) ^ CR); marks != 0; marks &= marks - 1) {
                returned(text, i + (Long.numberOfTrailingZeros(marks) >>> 3), to, more);
            }
        }
        for (; i < to; i++) {
            if (text[i] == '\r') {
                returned(text, i, to, more);
            }
        }
    }

    private static void returned(byte[] text, int at, int to, boolean more) {
        if (at + 1 < to ? text[at + 1] != '\n' : !more) {
            text[at] = '\n';
        }
    }

    /** The high bit of each byte that is zero, exactly. */
    static long zeros(long word) {
        long low = (word & ~HIGHS) + ~HIGHS;
        return ~(low | word | ~HIGHS);
    }
}

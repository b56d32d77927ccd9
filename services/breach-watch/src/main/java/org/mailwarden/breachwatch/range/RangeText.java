// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The text of a range while it is written, to the byte as the original has it: CRLF between lines and none after the last.
 * A range of full size has two thousand lines, so each goes into one growing array and leaves nothing behind. Used by one
 * thread.
 */
final class RangeText {

    /** Answers are padded to this many lines; in a small corpus the 10 to 209 of the original would hide little. */
    static final int PADDED_LINES = 800;

    private static final int MOST_EXTRA_LINES = 200;
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };
    /** CRLF, a colon, and the 19 digits of the largest count. */
    private static final int AROUND_SUFFIX = 22;

    private byte[] text = new byte[4096];
    private int length;
    private int lines;

    /**
     * Adds a line.
     *
     * @param suffix hex digits, upper case
     * @param count 0 or more
     */
    void line(byte[] suffix, long count) {
        if (text.length - length < suffix.length + AROUND_SUFFIX) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + suffix.length + AROUND_SUFFIX));
        }
        if (lines++ > 0) {
            text[length++] = '\r';
            text[length++] = '\n';
        }
        System.arraycopy(suffix, 0, text, length, suffix.length);
        length += suffix.length;
        text[length++] = ':';
        number(count);
    }

    private void number(long count) {
        int digits = 1;
        for (long rest = count / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = count;
        for (int at = length + digits - 1; at >= length; at--) {
            text[at] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        }
        length += digits;
    }

    /**
     * Pads the text with lines of count 0, which clients drop, so that its length says nothing of the prefix.
     *
     * @param suffixDigits hex digits of a line
     * @param random says how many, and makes their suffixes
     */
    void pad(int suffixDigits, RandomGenerator random) {
        int missing = Math.max(PADDED_LINES, lines) + random.nextInt(MOST_EXTRA_LINES) - lines;
        byte[] noise = new byte[missing * suffixDigits];
        random.nextBytes(noise);
        byte[] suffix = new byte[suffixDigits];
        for (int from = 0; from < noise.length; from += suffixDigits) {
            for (int i = 0; i < suffixDigits; i++) {
                suffix[i] = DIGITS[noise[from + i] & 0xF];
            }
            line(suffix, 0);
        }
    }

    /** The text so far, ASCII. */
    byte[] bytes() {
        return Arrays.copyOf(text, length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a Pwned Passwords file, {@code HASH:COUNT}, and checks everything that a broken download or another
 * kind of file gets wrong. Used by one thread; after a refusal it reads no more.
 */
final class LineParser {

    private static final int LONGEST_COUNT = 18;
    private static final String AGAIN = " Download the file again, or export it again, and import that.";

    private final HashKind kind;
    private final int digits;
    /** The longest line of the usual form: hash, colon, count and line's end. */
    private final int usualBytes;

    private String before = "";
    private long line;
    private boolean any;
    private long high;
    private long middle;
    private long low;
    private long nextHigh;
    private long nextMiddle;
    private long nextLow;
    private long count;
    private @Nullable String refusal;

    LineParser(HashKind kind) {
        this.kind = kind;
        digits = kind.digits();
        usualBytes = digits + 1 + LONGEST_COUNT + 2;
    }

    /**
     * Reads a line in the usual form without looking for its end first.
     *
     * @param bytes holds the line
     * @param from its first byte
     * @param to after the last byte that may be read
     * @return the first byte of the next line; -1 when the line is not whole, or has to be {@link #read}
     */
    int usual(byte[] bytes, int from, int to) {
        if (to - from < usualBytes || bytes[from + digits] != ':') {
            return -1;
        }
        int at = from + digits + 1;
        long value = 0;
        for (int end = at + LONGEST_COUNT; at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + (bytes[at] - '0');
        }
        if (bytes[at] == '\r') {
            at++;
        }
        if (value < 1 || bytes[at] != '\n' || !readHash(bytes, from) || !isAfterTheLast()) {
            return -1;
        }
        line++;
        count = value;
        keep();
        return at + 1;
    }

    /**
     * Reads a line.
     *
     * @param bytes holds the line
     * @param from its first byte
     * @param to after its last byte, the line's end not included
     * @return whether it holds an entry; false for a blank line, and after a refusal
     */
    boolean read(byte[] bytes, int from, int to) {
        line++;
        int start = skipByteOrderMark(bytes, from, to);
        int end = to > start && bytes[to - 1] == '\r' ? to - 1 : to;
        if (end == start) {
            return false;
        }
        if (end - start < digits + 2 || bytes[start + digits] != ':') {
            return refuse("is not " + digits + " hex digits, a colon and a count; it may be cut off, or the file is no "
                    + kind.text() + " corpus." + AGAIN);
        }
        if (!readHash(bytes, start)) {
            return refuse("has a hash with something that is no hex digit." + AGAIN);
        }
        return readCount(bytes, start + digits + 1, end) && ascends();
    }

    /** Reads the next hash, which is not the entry's before it is {@linkplain #keep kept}. */
    private boolean readHash(byte[] bytes, int from) {
        long first = Hex.eight(bytes, from);
        long second = Hex.eight(bytes, from + 8);
        long third = Hex.eight(bytes, from + 16);
        long fourth = Hex.eight(bytes, from + 24);
        long fifth = kind == HashKind.NTLM ? 0 : Hex.eight(bytes, from + 32);
        if ((first | second | third | fourth | fifth) < 0) {
            return false;
        }
        nextHigh = first << 32 | second;
        nextMiddle = third << 32 | fourth;
        nextLow = fifth;
        return true;
    }

    private boolean readCount(byte[] bytes, int from, int to) {
        if (to - from > LONGEST_COUNT) {
            return refuse("has a count that is too large." + AGAIN);
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return refuse("has a count that is no number." + AGAIN);
            }
            value = value * 10 + (bytes[i] - '0');
        }
        if (value < 1) {
            return refuse("has a count of 0, as padding lines of the range search do: it is no corpus entry." + AGAIN);
        }
        count = value;
        return true;
    }

    private boolean ascends() {
        if (!isAfterTheLast()) {
            return refuse(
                    isTheLast()
                            ? "repeats the hash of the line before." + AGAIN
                            : "is not in ascending order of hashes. Sort the file (LC_ALL=C sort) or download the version"
                                    + " ordered by hash, and import that.");
        }
        keep();
        return true;
    }

    private boolean isAfterTheLast() {
        int order = Long.compareUnsigned(nextHigh, high);
        if (order == 0) {
            order = Long.compareUnsigned(nextMiddle, middle);
        }
        return !any || order > 0 || order == 0 && nextLow > low;
    }

    private boolean isTheLast() {
        return nextHigh == high && nextMiddle == middle && nextLow == low;
    }

    private void keep() {
        any = true;
        high = nextHigh;
        middle = nextMiddle;
        low = nextLow;
    }

    static int skipByteOrderMark(byte[] bytes, int from, int to) {
        boolean mark = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return mark ? from + 3 : from;
    }

    private boolean refuse(String what) {
        refusal = place() + " " + what;
        return false;
    }

    /** The first 20 bits of the entry's hash. Like what follows good after a line with an entry. */
    int prefix() {
        return (int) (high >>> 44);
    }

    /** Bits 20 to 83. */
    long key() {
        return high << 20 | middle >>> 44;
    }

    /** Bits 84 to 95. */
    int tailHigh() {
        return (int) (middle >>> 32) & 0xFFF;
    }

    /** The last 64 bits; of NTLM the last 32. */
    long tailLow() {
        return kind == HashKind.NTLM ? middle & 0xFFFFFFFFL : middle << 32 | low;
    }

    long count() {
        return count;
    }

    /**
     * Begins a part, whose lines are counted anew.
     *
     * @param place what stands before the number of a line
     * @param lines that were read of it already
     */
    void begin(String place, long lines) {
        this.before = place;
        line = lines;
    }

    /**
     * The entry that was read last, so that reading can go on after it.
     *
     * @param any whether one was read
     * @param high bits 0 to 63 of its hash
     * @param middle bits 64 to 127
     * @param low the last 32; 0 for NTLM
     * @param line number of its line
     */
    record Last(boolean any, long high, long middle, long low, long line) {

        /** Never the content. */
        @Override
        public String toString() {
            return "***";
        }
    }

    Last last() {
        return new Last(any, high, middle, low, line);
    }

    /** Goes on after an entry, in a part that was begun. */
    void goOn(Last from) {
        any = from.any();
        high = from.high();
        middle = from.middle();
        low = from.low();
        line = from.line();
    }

    /** Where the line is that was read last, as the beginning of a sentence. */
    String place() {
        return before + line;
    }

    long line() {
        return line;
    }

    @Nullable
    String refusal() {
        return refusal;
    }
}

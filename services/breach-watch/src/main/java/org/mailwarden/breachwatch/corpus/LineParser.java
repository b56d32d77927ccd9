// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a Pwned Passwords file, {@code HASH:COUNT}, and checks everything that a broken download or another
 * kind of file gets wrong. Used by one thread; after a refusal it reads no more.
 */
final class LineParser {

    private static final int HASH_DIGITS = 40;
    private static final int LONGEST_COUNT = 18;
    private static final String AGAIN = " Download the file again, or export it again, and import that.";

    private final byte[] hash = new byte[Sha1Hash.LENGTH];
    private long line;
    private @Nullable Sha1Hash last;
    private long count;
    private @Nullable String refusal;

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
        if (end - start < HASH_DIGITS + 2 || bytes[start + HASH_DIGITS] != ':') {
            return refuse(
                    "is not 40 hex digits, a colon and a count; it may be cut off, or the file is no SHA-1 corpus."
                            + AGAIN);
        }
        for (int i = 0; i < Sha1Hash.LENGTH; i++) {
            int high = Character.digit(bytes[start + 2 * i], 16);
            int low = Character.digit(bytes[start + 2 * i + 1], 16);
            if (high < 0 || low < 0) {
                return refuse("has a hash with something that is no hex digit." + AGAIN);
            }
            hash[i] = (byte) (high << 4 | low);
        }
        return readCount(bytes, start + HASH_DIGITS + 1, end) && ascends();
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
        Sha1Hash current = Sha1Hash.of(hash);
        int order = last == null ? 1 : current.compareTo(last);
        if (order <= 0) {
            return refuse(
                    order == 0
                            ? "repeats the hash of the line before." + AGAIN
                            : "is not in ascending order of hashes. Sort the file (LC_ALL=C sort) or download the version"
                                    + " ordered by hash, and import that.");
        }
        last = current;
        return true;
    }

    private static int skipByteOrderMark(byte[] bytes, int from, int to) {
        boolean mark = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return mark ? from + 3 : from;
    }

    private boolean refuse(String what) {
        refusal = "Line " + line + " " + what;
        return false;
    }

    /** The entry's hash; good after {@link #read} returned true. */
    Sha1Hash current() {
        if (last == null) {
            throw new IllegalStateException("No entry was read");
        }
        return last;
    }

    /** The entry's tail, 10 bytes: 4 zero bits and 76 bits of hash. */
    void tail(ByteBuffer into) {
        Sha1Hash entry = current();
        into.putShort((short) entry.tailHigh()).putLong(entry.tailLow());
    }

    long count() {
        return count;
    }

    long line() {
        return line;
    }

    @Nullable
    String refusal() {
        return refusal;
    }
}

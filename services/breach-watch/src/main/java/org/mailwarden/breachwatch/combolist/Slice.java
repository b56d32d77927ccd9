// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A part of a text that stays where it is: nothing of it is copied until {@link #copy()}.
 *
 * @param text the whole text
 * @param from first byte of the part
 * @param to behind its last byte
 */
record Slice(byte[] text, int from, int to) {

    int length() {
        return to - from;
    }

    boolean isEmpty() {
        return to <= from;
    }

    byte at(int index) {
        return text[from + index];
    }

    /** The part from an index on. */
    Slice after(int index) {
        return new Slice(text, Math.min(to, from + index), to);
    }

    /** The part up to an index. */
    Slice until(int index) {
        return new Slice(text, from, Math.min(to, from + index));
    }

    /** Without any of these bytes at its front. */
    Slice skip(String bytes) {
        int start = from;
        while (start < to && bytes.indexOf(text[start]) >= 0) {
            start++;
        }
        return new Slice(text, start, to);
    }

    /** Without any of these bytes at its end. */
    Slice chop(String bytes) {
        int end = to;
        while (end > from && bytes.indexOf(text[end - 1]) >= 0) {
            end--;
        }
        return new Slice(text, from, end);
    }

    /** Without spaces and tabs around. */
    Slice strip() {
        return skip(" \t").chop(" \t");
    }

    /** Index of the first of these bytes; -1 when there is none. */
    int indexOfAny(String bytes) {
        for (int i = from; i < to; i++) {
            if (bytes.indexOf(text[i]) >= 0) {
                return i - from;
            }
        }
        return -1;
    }

    /** Index of the last place where an ASCII text stands; -1 when there is none. */
    int lastIndexOf(String ascii) {
        for (int i = to - ascii.length(); i >= from; i--) {
            if (new Slice(text, i, to).startsWith(ascii)) {
                return i - from;
            }
        }
        return -1;
    }

    /** Whether it starts with an ASCII text in lower case, whatever its own case. */
    boolean startsWith(String lower) {
        if (length() < lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (Ascii.lower(at(i)) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is an ASCII text in lower case, whatever its own case. */
    boolean is(String lower) {
        return length() == lower.length() && startsWith(lower);
    }

    /** Whether there is nothing but one of these bytes in it. */
    boolean consistsOf(String bytes) {
        return skip(bytes).isEmpty();
    }

    boolean sameAs(byte[] other) {
        return Arrays.equals(text, from, to, other, 0, other.length);
    }

    /** The bytes, for the caller to wipe. */
    byte[] copy() {
        return Arrays.copyOfRange(text, from, to);
    }

    /** As lower-case text; only for what is no secret. */
    String word() {
        return new String(text, from, length(), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Slice[" + length() + " bytes]";
    }
}

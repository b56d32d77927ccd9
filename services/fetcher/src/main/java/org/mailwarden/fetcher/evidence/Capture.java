// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import org.mailwarden.fetcher.message.TeeInput;

/**
 * Keeps a message in memory while it is read, and only when its From header names a service with rules: of every other one
 * nothing is left behind its header. Used by one thread.
 */
public final class Capture {

    /** Bytes that are kept of a message at most. */
    static final int MOST_BYTES = 512 * 1024;

    private static final int MOST_HEADER_BYTES = 128 * 1024;
    private static final int MOST_FROM_CHARACTERS = 4_000;

    private final Predicate<String> knowsDomain;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private boolean inHeader = true;
    private boolean wanted = true;
    private boolean whole = true;
    private int newlines;

    Capture(Predicate<String> knowsDomain) {
        this.knowsDomain = knowsDomain;
    }

    /** What keeps nothing. */
    static Capture nothing() {
        Capture nothing = new Capture(domain -> false);
        nothing.wanted = false;
        return nothing;
    }

    /**
     * Passes a message on.
     *
     * @param raw the message
     * @return the same bytes
     */
    public InputStream through(InputStream raw) {
        if (!wanted) {
            return raw;
        }
        return new TeeInput(raw, this::keep);
    }

    private void keep(byte[] buffer, int offset, int count) {
        if (!wanted) {
            return;
        }
        int room = Math.min(count, MOST_BYTES - kept.size());
        whole &= room == count;
        kept.write(buffer, offset, room);
        for (int i = offset; inHeader && i < offset + count; i++) {
            if (buffer[i] == '\n') {
                inHeader = ++newlines < 2;
            } else if (buffer[i] != '\r') {
                newlines = 0;
            }
        }
        if (!inHeader && newlines >= 2) {
            newlines = 0;
            decide();
        } else if (inHeader && kept.size() > MOST_HEADER_BYTES) {
            drop();
        }
    }

    private void decide() {
        if (!isOfInterest(kept.toString(StandardCharsets.ISO_8859_1))) {
            drop();
        }
    }

    private void drop() {
        wanted = false;
        kept.reset();
    }

    /** Whether any From field names a domain with rules; which one counts is decided later. */
    private boolean isOfInterest(String header) {
        for (int at = from(header, 0); at >= 0; at = from(header, at + 1)) {
            int end = at + 5;
            while (end < header.length()
                    && end - at < MOST_FROM_CHARACTERS
                    && (header.charAt(end) != '\n' || isFolded(header, end))) {
                end++;
            }
            String value = header.substring(at + 5, end).toLowerCase(Locale.ROOT);
            for (int sign = value.indexOf('@'); sign >= 0; sign = value.indexOf('@', sign + 1)) {
                int stop = sign + 1;
                while (stop < value.length() && isOfDomain(value.charAt(stop))) {
                    stop++;
                }
                if (knowsDomain.test(value.substring(sign + 1, stop))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int from(String header, int begin) {
        for (int at = begin; at >= 0; ) {
            if (header.regionMatches(true, at, "from:", 0, 5)) {
                return at;
            }
            int line = header.indexOf('\n', at);
            at = line < 0 || line + 1 >= header.length() ? -1 : line + 1;
        }
        return -1;
    }

    private static boolean isFolded(String header, int newline) {
        return newline + 1 < header.length()
                && (header.charAt(newline + 1) == ' ' || header.charAt(newline + 1) == '\t');
    }

    private static boolean isOfDomain(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.';
    }

    /** The message or its beginning; empty when it is of no interest, or has no end of a header. */
    byte[] message() {
        return wanted && !inHeader ? kept.toByteArray() : new byte[0];
    }

    /** Whether nothing is missing at the end. */
    boolean isWhole() {
        return whole;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A mail program or browser as it names itself, without versions: an update does not make it another one.
 *
 * @param family lower case, at most {@value #LONGEST} characters
 * @param key tells families apart, never 0; two of them share a key once in 2^64
 */
public record Client(String family, long key) {

    private static final int LONGEST = 80;

    /** No name is longer; what follows is not looked at. */
    private static final int READ = 400;

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    /**
     * Reads what a client says it is: a user agent, or the list of IMAP's ID (RFC 2971), of which versions, dates and
     * arguments are left out.
     *
     * @param text anything; absent and empty ones name no client
     */
    public static @Nullable Client of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder family = new StringBuilder(LONGEST);
        int end = Math.min(text.length(), READ);
        for (int i = 0; i < end && family.length() < LONGEST; ) {
            int start = i;
            while (i < end && !isBorder(text.charAt(i))) {
                i++;
            }
            word(text, start, i, family);
            i = Math.max(i, start + 1);
        }
        String name = family.toString().toLowerCase(Locale.ROOT);
        return name.isEmpty() ? null : new Client(name, key(name));
    }

    private static boolean isBorder(char c) {
        return c <= ' ' || c > '~' || "\"'()/;,_[]{}<>\\".indexOf(c) >= 0;
    }

    /** Adds a word unless it is a number: a version, a build, a width. A digit within a name belongs to it, as in K-9. */
    private static void word(String text, int start, int end, StringBuilder family) {
        boolean digit = false;
        boolean pointed = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            digit |= c >= '0' && c <= '9';
            pointed |= c == '.' || c == ':';
            if (digit && (i == start || pointed)) {
                return;
            }
        }
        if (end == start || (end - start == 3 && text.startsWith("NIL", start))) {
            return;
        }
        if (!family.isEmpty()) {
            family.append(' ');
        }
        family.append(text, start, Math.min(end, start + LONGEST - family.length()));
    }

    private static long key(String name) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * FNV_PRIME;
        }
        return hash == 0 ? 1 : hash;
    }
}

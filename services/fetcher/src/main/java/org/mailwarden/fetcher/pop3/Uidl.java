// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.mailwarden.fetcher.session.Limits;

/** The identity of a POP3 message. */
final class Uidl {

    private static final String MADE = "mw-";

    private Uidl() {}

    /** Whether it is what RFC 1939 section 7 allows: 1 to 70 characters from 0x21 to 0x7E. */
    static boolean isValid(String uidl) {
        return !uidl.isEmpty()
                && uidl.length() <= Limits.UIDL_CHARACTERS
                && uidl.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
    }

    /** Whether it follows from the message itself, so that no other message can ever have it. */
    static boolean isMade(String uidl) {
        return uidl.startsWith(MADE);
    }

    /**
     * Makes one from the header, or the whole message, and the size; equal mails are numbered, so that none is taken for
     * the other.
     */
    static String of(InputStream content, long octets, Set<String> taken) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[8192];
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            digest.update(("|" + octets).getBytes(StandardCharsets.US_ASCII));
            String base = MADE + HexFormat.of().formatHex(digest.digest()).substring(0, 48);
            String uidl = base;
            for (int copy = 2; taken.contains(uidl); copy++) {
                uidl = base + "-" + copy;
            }
            return uidl;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}

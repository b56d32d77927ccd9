// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * The token of a link: 256 random bits, as 43 letters, digits, {@code -} and {@code _} (RFC 4648 section 5). Of so many
 * bits a plain SHA-256 keeps nothing that could be guessed back.
 */
final class LinkToken {

    private static final int BYTES = 32;

    private LinkToken() {}

    /** A new one, for the caller to close. */
    static Secret make(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        try {
            return Secret.ofUtf8(Base64.getUrlEncoder().withoutPadding().encode(bits));
        } finally {
            Arrays.fill(bits, (byte) 0);
        }
    }

    /** What is kept of a token; of any text, so that one that is none takes the same way. */
    static byte[] hash(Secret token) {
        byte[] clear = token.revealUtf8(SecretAccess.because("look a link up by its hash"));
        try {
            return MessageDigest.getInstance("SHA-256").digest(clear);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }
}

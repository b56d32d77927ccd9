// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.mailwarden.auth.Pure;

/** A salted hash that is slow to guess at: PBKDF2 with HMAC-SHA-512 (RFC 8018), which every JDK has. Pure. */
@Pure
final class SlowHash {

    /** OWASP's figure for HMAC-SHA-512; about 0.2 s. */
    private static final int ITERATIONS = 210_000;

    private static final int BITS = 256;

    private SlowHash() {}

    /**
     * Hashes.
     *
     * @param password the password; wiped by the caller
     * @param salt random bytes, others for each password
     * @return 32 bytes
     */
    static byte[] of(char[] password, byte[] salt) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, ITERATIONS, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
            throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Compares in a time that tells nothing. */
    static boolean same(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }
}

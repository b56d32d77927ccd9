// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.mailwarden.auth.Pure;

/**
 * Dovecot's scheme SSHA512: SHA-512 over password and salt, then the salt, in Base64. It is fast on purpose: nobody guesses
 * at 138 random bits, so that a slow hash would cost each sign-in time and make nothing safer. Pure.
 */
@Pure
final class DovecotHash {

    private DovecotHash() {}

    /**
     * Hashes.
     *
     * @param password UTF-8; left for the caller to wipe
     * @param salt random bytes, others for each password
     * @return with its scheme in front, as Dovecot takes it
     */
    static String ssha512(byte[] password, byte[] salt) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            sha512.update(password);
            byte[] hash = sha512.digest(salt);
            byte[] kept = Arrays.copyOf(hash, hash.length + salt.length);
            System.arraycopy(salt, 0, kept, hash.length, salt.length);
            return "{SSHA512}" + Base64.getEncoder().encodeToString(kept);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-512", e);
        }
    }
}

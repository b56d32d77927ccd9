// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.retired;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.mailwarden.auth.Pure;

/**
 * The hash that Dovecot's auth-policy sends in place of a password, with {@code auth_policy_hash_mech=sha256} and
 * {@code auth_policy_hash_truncate=0}: SHA-256 over nonce, user, a zero byte and password. Pure.
 */
@Pure
final class PolicyHash {

    private PolicyHash() {}

    /**
     * Hashes.
     *
     * @param nonce Dovecot's {@code auth_policy_hash_nonce}
     * @param user the name as Dovecot has it, which is in lower case
     * @param password the password in UTF-8
     * @return 64 lower-case hex digits
     */
    static String of(String nonce, String user, byte[] password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(nonce.getBytes(StandardCharsets.UTF_8));
            digest.update(user.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(password));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time codes as an authenticator app shows them (RFC 6238: HMAC-SHA-1, 30 seconds, 6 digits). */
public final class OneTimePassword {

    private OneTimePassword() {}

    /**
     * The code of a moment.
     *
     * @param key the shared secret
     * @param at the moment
     * @return six digits
     */
    public static String code(byte[] key, Instant at) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "RAW"));
            byte[] hash = mac.doFinal(
                    ByteBuffer.allocate(8).putLong(at.getEpochSecond() / 30).array());
            int offset = hash[19] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, 4).getInt() & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA1", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.mailwarden.contracts.credential.SealedFingerprint;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** Makes of a password what breach-watch needs to match it. Pure. */
final class Fingerprint {

    /** zxcvbn takes seconds for 1,000 characters and minutes for 4,000; past 100 the score says nothing more. */
    private static final int STRENGTH_CHARACTERS = 100;

    private static final Zxcvbn ZXCVBN = new Zxcvbn();

    private Fingerprint() {}

    static SealedFingerprint of(Secret password, long version) {
        String text = password.revealString(SecretAccess.because("fingerprint for matching"));
        return new SealedFingerprint(sha1(text), strength(text), lengthBucket(text), version);
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    private static int strength(String text) {
        return ZXCVBN.measure(text.substring(0, Math.min(text.length(), STRENGTH_CHARACTERS)))
                .getScore();
    }

    private static String lengthBucket(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 8) {
            return "<8";
        }
        return length < 12 ? "8-11" : length < 16 ? "12-15" : "16+";
    }
}

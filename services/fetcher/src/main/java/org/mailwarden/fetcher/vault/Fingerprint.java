// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.credential.SealedFingerprint;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** Makes of a password what breach-watch needs to match it. Pure. */
final class Fingerprint {

    /** zxcvbn takes seconds for 1,000 characters and minutes for 4,000; past 100 the score says nothing more. */
    private static final int STRENGTH_CHARACTERS = 100;

    private static final int SHORTEST_NAME = 3;
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");

    private static final Zxcvbn ZXCVBN = new Zxcvbn();

    private Fingerprint() {}

    /**
     * Makes the fingerprint of a password.
     *
     * @param password the password
     * @param address mail address of its account: what stands in it is the first thing to be guessed
     * @param owner Keycloak user name, absent when unknown; likewise
     * @param version the credential's version
     * @return to be sealed at once
     */
    static SealedFingerprint of(Secret password, String address, @Nullable String owner, long version) {
        String text = password.revealString(SecretAccess.because("fingerprint for matching"));
        return new SealedFingerprint(sha1(text), strength(text, namesIn(address, owner)), lengthBucket(text), version);
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

    private static int strength(String text, List<String> names) {
        return ZXCVBN.measure(text.substring(0, Math.min(text.length(), STRENGTH_CHARACTERS)), names)
                .getScore();
    }

    private static List<String> namesIn(String address, @Nullable String owner) {
        return Stream.of(address, owner == null ? "" : owner)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .flatMap(name ->
                        Stream.concat(Stream.of(name, name.replaceFirst("@.*", "")), NOT_A_LETTER.splitAsStream(name)))
                .filter(name -> name.length() >= SHORTEST_NAME)
                .map(name -> name.substring(0, Math.min(name.length(), STRENGTH_CHARACTERS)))
                .distinct()
                .toList();
    }

    private static String lengthBucket(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 8) {
            return "<8";
        }
        return length < 12 ? "8-11" : length < 16 ? "12-15" : "16+";
    }
}

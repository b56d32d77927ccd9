// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.apikey;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How an API key is written: {@code mw_}, an id of 10 letters and digits by which people and logs may name it, {@code _}, 43
 * letters and digits of randomness (256 bits), and a checksum of 6. The beginning and the checksum let secret scanners
 * recognise one without asking anybody, and let a mistyped one be told from a wrong one. Pure.
 */
public final class ApiKeyFormat {

    private static final String PREFIX = "mw_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID = 10;
    private static final int RANDOMNESS = 43;
    private static final int CHECKSUM = 6;

    /** What may be one; whether it is, the checksum tells. */
    private static final Pattern LIKE_A_KEY = Pattern.compile(PREFIX + "(?<id>[0-9A-Za-z]{" + ID + "})_[0-9A-Za-z]{"
            + RANDOMNESS + "}(?<checksum>[0-9A-Za-z]{" + CHECKSUM + "})");

    private ApiKeyFormat() {}

    /**
     * Makes the id of a new key.
     *
     * @param random a source that nobody can foresee
     * @return 10 letters and digits
     */
    public static String newId(RandomGenerator random) {
        return letters(random, ID);
    }

    /**
     * Makes a new key.
     *
     * @param id what {@link #newId} made
     * @param random a source that nobody can foresee
     * @return the key, a secret of 63 characters
     */
    public static String newKey(String id, RandomGenerator random) {
        String beginning = PREFIX + id + "_" + letters(random, RANDOMNESS);
        return beginning + checksum(beginning);
    }

    /**
     * Whether somebody sends an API key where a token may stand too, well written or not.
     *
     * @param bearer what was sent
     * @return false for tokens of Keycloak, which begin otherwise
     */
    public static boolean isMeantAsKey(String bearer) {
        return bearer.startsWith(PREFIX);
    }

    /**
     * Reads the id of a key.
     *
     * @param text what may be a key
     * @return its id; empty when the text is no key, or one with a slip in it
     */
    public static Optional<String> idOf(String text) {
        Matcher key = LIKE_A_KEY.matcher(text);
        return key.matches() && isWhole(key) ? Optional.of(key.group("id")) : Optional.empty();
    }

    /**
     * Whether a key stands somewhere in a text.
     *
     * @param text for instance an address
     * @return true when one does, whoever's it is
     */
    public static boolean isIn(String text) {
        Matcher key = LIKE_A_KEY.matcher(text);
        int from = 0;
        while (key.find(from)) {
            if (isWhole(key)) {
                return true;
            }
            from = key.start() + 1;
        }
        return false;
    }

    private static boolean isWhole(Matcher key) {
        String text = key.group();
        return checksum(text.substring(0, text.length() - CHECKSUM)).equals(key.group("checksum"));
    }

    private static String checksum(String beginning) {
        CRC32 sum = new CRC32();
        sum.update(beginning.getBytes(StandardCharsets.US_ASCII));
        StringBuilder written = new StringBuilder();
        long rest = sum.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            written.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return written.reverse().toString();
    }

    private static String letters(RandomGenerator random, int count) {
        StringBuilder letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return letters.toString();
    }
}

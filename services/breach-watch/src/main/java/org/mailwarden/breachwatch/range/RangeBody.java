// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the Pwned Passwords range search, to the byte: what a prefix must be, how lines are joined, how an answer is
 * padded. Pure. Source: api.pwnedpasswords.com, edge worker and documentation.
 */
final class RangeBody {

    /** Answers are padded to this many lines; in a small corpus the 10 to 209 of the original would hide little. */
    static final int PADDED_LINES = 800;

    private static final String LINE_END = "\r\n";
    private static final int PREFIX_DIGITS = 5;
    private static final int SUFFIX_DIGITS = 35;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private RangeBody() {}

    /**
     * What is wrong with a prefix.
     *
     * @param prefix as it stands in the path
     * @return the original's sentence; absent when the prefix is good
     */
    static @Nullable String refusal(String prefix) {
        if (prefix.length() != PREFIX_DIGITS) {
            return "The hash prefix was not in a valid format";
        }
        return prefix.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)
                ? null
                : "The hash prefix was not valid hexadecimal";
    }

    /** Adds a line: CRLF stands between lines, and none after the last. */
    static void line(StringBuilder body, String suffix, long count) {
        if (!body.isEmpty()) {
            body.append(LINE_END);
        }
        body.append(suffix).append(':').append(count);
    }

    /**
     * Pads an answer with lines of count 0, which clients drop, so that its length says nothing of the prefix.
     *
     * @param body the answer
     * @param lines lines it has
     * @param random makes the suffixes
     */
    static void pad(StringBuilder body, int lines, RandomGenerator random) {
        int wanted = Math.max(PADDED_LINES, lines) + random.nextInt(200);
        byte[] noise = new byte[(SUFFIX_DIGITS + 1) / 2];
        for (int i = lines; i < wanted; i++) {
            random.nextBytes(noise);
            line(body, HEX.formatHex(noise).substring(0, SUFFIX_DIGITS), 0);
        }
    }

    /**
     * Whether a caller has the answer already, in the order of RFC 9110, 13.2.2: a date counts only without tags.
     *
     * @param ifNoneMatch the request's tags, absent when it has none; compared weakly (13.1.2)
     * @param tag the answer's tag, without quotes
     * @param ifModifiedSince the request's date, absent when it has none; one that cannot be read counts as absent (13.1.3)
     * @param modified when the answer was made; headers carry whole seconds
     * @return whether 304 will do
     */
    static boolean unchanged(
            @Nullable String ifNoneMatch, String tag, @Nullable String ifModifiedSince, Instant modified) {
        if (ifNoneMatch != null) {
            return matches(ifNoneMatch, tag);
        }
        if (ifModifiedSince == null) {
            return false;
        }
        try {
            Instant held = HTTP_DATE.parse(ifModifiedSince.strip(), Instant::from);
            return !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(held);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        String quoted = '"' + tag + '"';
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(quoted) || each.equals("W/" + quoted));
    }

    /** The date of a header, as RFC 9110, 5.6.7 writes it. */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }

    /** Base64 of the MD5 of a body, as RFC 1864 writes it: it finds broken downloads and proves nothing else. */
    static String contentMd5(String body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}

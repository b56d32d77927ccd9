// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

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
        for (int i = lines; i < wanted; i++) {
            String suffix = "%03X%016X%016X".formatted(random.nextInt(4096), random.nextLong(), random.nextLong());
            line(body, suffix.toUpperCase(Locale.ROOT), 0);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.mailwarden.breachwatch.feed.Fetched;

/** A source gave nothing that can be read; what that means for the fetch. Holds sentences of ours and times, no more. */
public final class NoAnswer extends Exception {

    private static final long serialVersionUID = 1L;

    /** A wait that nobody named, and the longest that is believed. */
    private static final Duration WAIT = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofHours(6);

    private final transient Meaning meaning;

    /** An outcome, once it is known where the fetch stands. */
    private interface Meaning {
        Fetched at(String cursor);
    }

    private NoAnswer(Meaning meaning) {
        super(null, null, false, false);
        this.meaning = meaning;
    }

    /**
     * It refuses until somebody changes something.
     *
     * @param sentence what is wrong and what to do next
     * @return to be thrown
     */
    public static NoAnswer refused(String sentence) {
        return new NoAnswer(cursor -> new Fetched.Refused(sentence));
    }

    /**
     * It may be well later.
     *
     * @param sentence what happened
     * @return to be thrown
     */
    public static NoAnswer unavailable(String sentence) {
        return new NoAnswer(cursor -> new Fetched.Unavailable(sentence));
    }

    /**
     * It wants a pause (RFC 9110 section 10.2.3: seconds, or a date).
     *
     * @param retryAfter what it says, empty when it says nothing
     * @param clock the time
     * @return to be thrown
     */
    public static NoAnswer rateLimited(Optional<String> retryAfter, Clock clock) {
        Instant now = clock.instant();
        Duration pause = retryAfter.flatMap(text -> pause(text.strip(), now)).orElse(WAIT);
        Instant until = now.plus(pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause);
        return new NoAnswer(cursor -> new Fetched.RateLimited(until, cursor));
    }

    private static Optional<Duration> pause(String text, Instant now) {
        try {
            Duration named = text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(Integer.parseInt(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(named.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : named);
        } catch (NumberFormatException | DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * What the fetch returns.
     *
     * @param cursor where it stands
     * @return the outcome
     */
    public Fetched at(String cursor) {
        return meaning.at(cursor);
    }
}

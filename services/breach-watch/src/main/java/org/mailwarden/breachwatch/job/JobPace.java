// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast a piece of work goes, by what was seen of it so far. It begins with what it did by itself: what an earlier run had
 * done before says nothing. Pure.
 *
 * @param rate in a second, of what the work counts; absent until it was seen twice
 * @param done how much was done when it was seen last
 * @param since when it was seen first; absent before that
 * @param at when it was seen last; absent before that
 */
record JobPace(
        @Nullable Double rate,
        long done,
        @Nullable Instant since,
        @Nullable Instant at) {

    /** Of work that was not seen yet. */
    static final JobPace UNKNOWN = new JobPace(null, 0, null, null);

    /** What lies further back hardly counts: the pace is that of now. */
    private static final double MEMORY_SECONDS = 30;

    private static final double SECOND = 1e9;

    /** With more than this it is better not to say anything. */
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * Takes in how far the work is.
     *
     * @param nowDone how much is done
     * @param now when
     * @return the pace by then
     */
    JobPace seen(long nowDone, Instant now) {
        if (since == null || at == null || done == 0 || nowDone < done) {
            return new JobPace(null, nowDone, now, now);
        }
        double seconds = seconds(at, now);
        if (seconds <= 0) {
            return this;
        }
        double observed = (nowDone - done) / seconds;
        // At first the mean of everything; later what is new pushes out what is old.
        double weight = Math.max(1 - Math.exp(-seconds / MEMORY_SECONDS), seconds / seconds(since, now));
        return new JobPace(rate == null ? observed : rate + weight * (observed - rate), nowDone, since, now);
    }

    /**
     * Estimates when the work will be through.
     *
     * @param total how much there is to do, 0 when unknown
     * @return empty when it cannot be said
     */
    Optional<Instant> end(long total) {
        if (rate == null || at == null || rate <= 0 || total <= 0) {
            return Optional.empty();
        }
        double seconds = Math.max(0, total - done) / rate;
        return seconds > LONGEST.toSeconds()
                ? Optional.empty()
                : Optional.of(at.plusMillis(Math.round(seconds * 1_000)));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / SECOND;
    }
}

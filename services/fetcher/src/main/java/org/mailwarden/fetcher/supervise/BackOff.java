// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pause before the next try: doubling from 5 seconds, with full jitter so that a fleet does not come back at once. Pure. */
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 16;

    private BackOff() {}

    /**
     * Computes the pause.
     *
     * @param failures failures in a row, at least 1
     * @param longest longest pause
     * @param random source of the jitter
     * @return from half a second to {@code longest}
     */
    static Duration after(int failures, Duration longest, RandomGenerator random) {
        long ceiling =
                Math.min(longest.toMillis(), FIRST.toMillis() << Math.min(Math.max(failures - 1, 0), MOST_DOUBLINGS));
        return Duration.ofMillis(Math.min(ceiling, 500 + random.nextLong(Math.max(1, ceiling))));
    }

    /**
     * Spreads a time between polls, so that accounts enrolled together do not stay together.
     *
     * @param interval the time
     * @param random source of the jitter
     * @return a tenth more or less
     */
    static Duration around(Duration interval, RandomGenerator random) {
        return Duration.ofNanos((long) (interval.toNanos() * (0.9 + 0.2 * random.nextDouble())));
    }

    /**
     * Spreads a pause that must not be cut short.
     *
     * @param pause the pause
     * @param random source of the jitter
     * @return up to a tenth more
     */
    static Duration jittered(Duration pause, RandomGenerator random) {
        return Duration.ofNanos((long) (pause.toNanos() * (1 + 0.1 * random.nextDouble())));
    }
}

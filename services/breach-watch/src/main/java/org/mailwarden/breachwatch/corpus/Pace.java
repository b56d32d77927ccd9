// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.time.Duration;

/**
 * How a server of ranges is asked.
 *
 * @param atOnce requests at once, at least 1
 * @param perSecond requests a second at most, at least 1
 * @param tries how often a range is asked for before its old state is kept, at least 1
 * @param pause before the second try, doubled for each further one
 * @param longestPause pauses are never longer, also when the server asks for more
 */
public record Pace(int atOnce, int perSecond, int tries, Duration pause, Duration longestPause) {

    /** Checks the bounds. */
    public Pace {
        if (atOnce < 1 || perSecond < 1 || tries < 1) {
            throw new IllegalArgumentException("Requests at once, requests a second and tries are at least 1");
        }
    }

    /**
     * How long to wait after a try that failed.
     *
     * @param failed how many did, from 1
     * @param chance 0 to 1, so that not all come back at once
     * @return between half the pause and all of it
     */
    Duration after(int failed, double chance) {
        long most = pause.toNanos() << Math.min(failed - 1, 20);
        long bounded = most < 0 ? longestPause.toNanos() : Math.min(most, longestPause.toNanos());
        return Duration.ofNanos((long) (bounded * (0.5 + chance / 2)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * Finds that a clock was set, by a second one that nobody sets but that knows no date. Not safe for several threads.
 *
 * <p>Who set it is not known: a person by mistake, or the time service that mended it. So what was found holds things up for a
 * while, in which a mistake is undone, and is believed then.
 */
@Pure
final class ClockJumps {

    /** What two looks may differ by, and two machines. Resets and links think in hours. */
    static final Duration MOST = Duration.ofMinutes(5);

    /** How long a clock that was set is not believed. */
    static final Duration HOLD = Duration.ofHours(1);

    private Instant believed;
    private long since;
    private @Nullable Long doubtedSince;

    /**
     * Believes what a clock says now.
     *
     * @param wall the clock
     * @param nanos the second clock, in nanoseconds from anywhere
     */
    ClockJumps(Instant wall, long nanos) {
        this.believed = wall;
        this.since = nanos;
    }

    /**
     * Looks once more.
     *
     * @param wall the clock
     * @param nanos the second clock
     * @param database the clock of the database
     * @return why the clock is not believed; empty when it is
     */
    Optional<String> look(Instant wall, long nanos, Instant database) {
        Duration apart = Duration.between(database, wall);
        if (apart.abs().compareTo(MOST) > 0) {
            return Optional.of("The clocks of auth and of its database are " + seconds(apart)
                    + " apart. Set the one that" + " is wrong.");
        }
        Duration jump = Duration.between(believed.plusNanos(nanos - since), wall);
        boolean jumped = jump.abs().compareTo(MOST) > 0;
        if (jumped && doubtedSince == null) {
            doubtedSince = nanos;
        }
        if (jumped && doubtedSince != null && nanos - doubtedSince < HOLD.toNanos()) {
            return Optional.of("The clock was set by " + seconds(jump) + ". If that was wrong, set it back within "
                    + HOLD.toHours() + " hour; then it is believed.");
        }
        believed = wall;
        since = nanos;
        doubtedSince = null;
        return Optional.empty();
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " seconds";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import java.util.Optional;
import org.mailwarden.auth.Pure;

/**
 * Decides whether a source of findings leads to so many resets at once that the source is more likely wrong, or poisoned,
 * than the fleet.
 */
@Pure
public final class SourceBreaker {

    private SourceBreaker() {}

    /**
     * How much is too much.
     *
     * @param people so many people in the window never stop a source, 1 or more
     * @param share nor does this share of the fleet, 0 to 1
     * @param times nor so many times the most that it ever caused in a window before, 1 or more
     * @param windowMinutes length of the window, 1 or more
     */
    public record Limits(int people, double share, double times, int windowMinutes) {

        /** Refuses values without meaning. */
        public Limits {
            if (people < 1 || !(share >= 0 && share <= 1) || !(times >= 1) || windowMinutes < 1) {
                throw new IllegalArgumentException("A breaker needs people of 1 or more, share between 0 and 1,"
                        + " times of 1 or more and windowMinutes of 1 or more");
            }
        }
    }

    /**
     * Judges.
     *
     * @param source its name
     * @param people different people whom it wants to have reset in the window
     * @param mostBefore most people who were reset because of it in a window before this one
     * @param fleetSize people in the fleet
     * @param limits how much is too much
     * @return why it is to be stopped, plain sentences; empty when it is not
     */
    public static Optional<String> judge(String source, long people, long mostBefore, int fleetSize, Limits limits) {
        long allowed = (long) Math.floor(
                Math.max(Math.max(limits.people(), limits.share() * fleetSize), limits.times() * mostBefore));
        if (people <= allowed) {
            return Optional.empty();
        }
        return Optional.of("The breaker stopped " + source + ": it would have " + people + " of " + fleetSize
                + " people reset within " + limits.windowMinutes() + " minutes, more than the " + allowed
                + " that can be believed"
                + (mostBefore == 0 ? "" : "; it never caused more than " + mostBefore + " before")
                + ". Look at its findings. If they are right, release what is held and reset the source; if they are"
                + " wrong, discard what is held.");
    }
}

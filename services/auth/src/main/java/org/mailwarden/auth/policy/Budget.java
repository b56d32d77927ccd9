// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import java.time.Duration;

/**
 * How many resets may start by themselves in a sliding window. Both bounds hold; the lower one counts.
 *
 * @param max most resets in the window, 0 or more
 * @param windowMinutes length of the window, 1 to 10080
 * @param shareOfFleet most resets as a share of the fleet, above 0 and up to 1; rounded up, so that a small fleet still gets one
 */
public record Budget(int max, int windowMinutes, double shareOfFleet) {

    /** Refuses values without meaning. */
    public Budget {
        if (max < 0 || windowMinutes < 1 || windowMinutes > 10_080 || !(shareOfFleet > 0 && shareOfFleet <= 1)) {
            throw new IllegalArgumentException("A budget needs max of 0 or more, windowMinutes between 1 and 10080,"
                    + " and shareOfFleet above 0 and up to 1");
        }
    }

    /** The length of the window. */
    public Duration window() {
        return Duration.ofMinutes(windowMinutes);
    }

    /**
     * Brings both bounds together.
     *
     * @param fleetSize people in the fleet
     * @return most resets in the window
     */
    public int allowed(int fleetSize) {
        return Math.min(max, (int) Math.ceil(fleetSize * shareOfFleet));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import java.time.Duration;
import org.mailwarden.auth.Pure;

/**
 * How many resets may start by themselves in a sliding window. The higher bound counts: so many people as a small fleet can
 * bear, and of a large one its share.
 *
 * @param max resets in the window whatever the size of the fleet, 0 or more
 * @param windowMinutes length of the window, 1 to 10080
 * @param shareOfFleet resets in the window as a share of the fleet, 0 to 1; rounded down
 */
@Pure
public record Budget(int max, int windowMinutes, double shareOfFleet) {

    /** Refuses values without meaning. */
    public Budget {
        if (max < 0 || windowMinutes < 1 || windowMinutes > 10_080 || !(shareOfFleet >= 0 && shareOfFleet <= 1)) {
            throw new IllegalArgumentException("A budget needs max of 0 or more, windowMinutes between 1 and 10080,"
                    + " and shareOfFleet between 0 and 1");
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
        return Math.max(max, (int) Math.floor(fleetSize * shareOfFleet));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import java.util.Set;
import org.mailwarden.auth.policy.Budget;

/** The governor's settings in the form in which it decides by them. */
public final class Bounds {

    private Bounds() {}

    /**
     * The budget of all policies together.
     *
     * @param settings the settings
     * @return the budget
     */
    public static Budget total(GovernorSettings settings) {
        GovernorSettings.Total total = settings.total();
        return new Budget(total.max(), total.windowMinutes(), total.shareOfFleet());
    }

    /**
     * When a source is stopped.
     *
     * @param settings the settings
     * @return the limits
     */
    public static SourceBreaker.Limits breaker(GovernorSettings settings) {
        GovernorSettings.Breaker breaker = settings.breaker();
        return new SourceBreaker.Limits(breaker.people(), breaker.share(), breaker.times(), breaker.windowMinutes());
    }

    /**
     * Tells whether a user is an account for emergencies.
     *
     * @param settings the settings
     * @param username Keycloak user name; case does not matter
     * @return whether it is listed
     */
    public static boolean isBreakGlass(GovernorSettings settings, String username) {
        return settings.breakGlass().orElse(Set.of()).stream()
                .anyMatch(name -> name.strip().equalsIgnoreCase(username));
    }
}

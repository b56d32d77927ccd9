// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.simulation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.governor.HoldCode;

/**
 * What a policy would have done by itself.
 *
 * @param findings findings that were looked at
 * @param matched findings that the policy is about
 * @param people people who would have been reset
 * @param budgetUsedUpAt when a budget would first have been used up; absent when never
 * @param stops sources that the breaker would have stopped
 * @param never people it would never have touched, and why
 * @param days the days on which anything would have happened, oldest first, in UTC
 */
@Pure
public record Simulation(
        int findings,
        int matched,
        int people,
        @Nullable Instant budgetUsedUpAt,
        List<Stop> stops,
        List<Never> never,
        List<Day> days) {

    /** Copies the lists. */
    public Simulation {
        stops = List.copyOf(stops);
        never = List.copyOf(never);
        days = List.copyOf(days);
    }

    /**
     * A source that would have been stopped.
     *
     * @param source its name
     * @param at when
     * @param reason plain sentences
     */
    public record Stop(String source, Instant at, String reason) {}

    /**
     * Somebody who is never touched.
     *
     * @param owner Keycloak user name
     * @param code why, for programs
     */
    public record Never(String owner, HoldCode code) {}

    /**
     * A day.
     *
     * @param day the day
     * @param touched user names of who would have been reset, in order
     * @param held how many would have been held by what
     */
    public record Day(LocalDate day, List<String> touched, Map<HoldCode, Integer> held) {}
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.posture.Person;

/** Who is due by a policy's calendar or rule, most urgent first. Pure. */
@Pure
public final class Upkeep {

    private Upkeep() {}

    /**
     * Finds passwords that are too old. Nobody without an address for the link is among them: retiring that password would
     * lock its owner out.
     *
     * @param rotation the calendar
     * @param people everybody, as last seen
     * @param now when
     * @return oldest password first
     */
    public static List<Person> tooOld(Rotation rotation, List<Person> people, Instant now) {
        Instant oldest = now.minus(Duration.ofDays(rotation.maxAgeDays()));
        return people.stream()
                .filter(person -> person.enabled() && !person.protectedUser() && person.recoverable())
                .filter(person -> person.passwordChangedAt() != null
                        && person.passwordChangedAt().isBefore(oldest))
                .sorted(Comparator.comparing((Person person) -> Objects.requireNonNull(person.passwordChangedAt())))
                .toList();
    }

    /**
     * Finds how many more passwords may be planned now, so that a whole fleet is spread over the days.
     *
     * @param rotation the calendar
     * @param people size of the fleet
     * @param plannedInADay how many were planned in the last 24 hours
     * @return 0 or more; at least one a day
     */
    public static int room(Rotation rotation, int people, int plannedInADay) {
        return Math.max(0, Math.ceilDiv(people, rotation.spreadDays()) - plannedInADay);
    }

    /**
     * Finds people who must have a second factor and have none.
     *
     * @param rule the rule
     * @param people everybody, as last seen
     * @param roles realm roles by user id; whoever is missing has none
     * @return by name
     */
    public static List<Person> withoutSecondFactor(
            SecondFactorRule rule, List<Person> people, Map<String, Set<String>> roles) {
        return people.stream()
                .filter(person -> person.enabled() && !person.protectedUser() && !person.hasSecondFactor())
                .filter(person -> rule.covers(
                        person.username(), Set.copyOf(person.groups()), roles.getOrDefault(person.userId(), Set.of())))
                .sorted(Comparator.comparing(Person::username))
                .toList();
    }
}

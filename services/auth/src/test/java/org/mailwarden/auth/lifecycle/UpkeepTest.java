// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.posture.Person;

class UpkeepTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Rotation YEARLY = new Rotation(365, 10);

    @Test
    void takesTheOldestPasswordFirstAndNobodyWhoCouldNotGetALink() {
        // Given
        List<Person> people = List.of(
                person("young", true, false, true, 10),
                person("old", true, false, true, 400),
                person("older", true, false, true, 500),
                person("off", false, false, true, 500),
                person("boss", true, true, true, 500),
                person("unreachable", true, false, false, 500));

        // When
        List<Person> due = Upkeep.tooOld(YEARLY, people, NOW);

        // Then
        assertThat(due).extracting(Person::username).containsExactly("older", "old");
    }

    @Test
    void spreadsAFleetOverTheDays() {
        assertThat(Upkeep.room(YEARLY, 1000, 0)).isEqualTo(100);
        assertThat(Upkeep.room(YEARLY, 1000, 100)).isZero();
        assertThat(Upkeep.room(YEARLY, 3, 0)).isEqualTo(1);
    }

    @Test
    void asksWhoeverTheRuleNamesByUserGroupOrRole() {
        // Given
        SecondFactorRule rule = new SecondFactorRule(
                List.of("Ann"), List.of("finance"), List.of("admin"), List.of("CONFIGURE_TOTP"), 5);
        List<Person> people = List.of(
                person("ann", true, false, true, 1),
                person("bob", true, false, true, 1),
                person("cia", true, false, true, 1),
                member("dan", "finance"));

        // When
        List<Person> due = Upkeep.withoutSecondFactor(rule, people, Map.of("cia", Set.of("admin")));

        // Then
        assertThat(due).extracting(Person::username).containsExactly("ann", "cia", "dan");
    }

    private static Person member(String name, String group) {
        return new Person(name, name, true, false, List.of(), List.of(group), true, NOW, NOW);
    }

    private static Person person(String name, boolean enabled, boolean protectedUser, boolean recoverable, int days) {
        return new Person(
                name,
                name,
                enabled,
                protectedUser,
                List.of(),
                List.of("fleet"),
                recoverable,
                NOW.minus(Duration.ofDays(days)),
                NOW);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.governor.SourceBreaker;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.source.Sources;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;

class SimulatorTest {

    private static final Instant DAY = Instant.parse("2026-11-20T10:00:00Z");
    private static final Policy POLICY = new Policy(
            "default",
            List.of(FindingKind.PASSWORD_PWNED),
            Severity.MEDIUM,
            ResponseMode.OBSERVE,
            List.of("UPDATE_PASSWORD"),
            new Budget(5, 10, 0),
            null);

    @Test
    void namesWhoWouldHaveBeenTouchedOnWhichDayOnceForEachCredential() {
        // Given
        List<Finding> past = List.of(
                finding("ben", "feed x", DAY.plusSeconds(86_400)),
                finding("ann", "feed x", DAY),
                finding("ann", "corpus y", DAY.plusSeconds(1)));

        // When
        Simulation simulation = simulate(past, Map.of());

        // Then
        assertThat(simulation.people()).isEqualTo(2);
        assertThat(simulation.matched()).isEqualTo(3);
        assertThat(simulation.days())
                .containsExactly(
                        new Simulation.Day(LocalDate.of(2026, 11, 20), List.of("ann"), Map.of()),
                        new Simulation.Day(LocalDate.of(2026, 11, 21), List.of("ben"), Map.of()));
    }

    @Test
    void saysWhenTheBudgetWouldHaveBeenUsedUpAndTheSourceStopped() {
        // When
        Simulation simulation = simulate(flood(60), Map.of());

        // Then
        assertThat(simulation.people()).isEqualTo(5);
        assertThat(simulation.budgetUsedUpAt()).isEqualTo(DAY.plusSeconds(5));
        assertThat(simulation.stops()).singleElement().satisfies(stop -> {
            assertThat(stop.source()).isEqualTo("feed x");
            assertThat(stop.at()).isEqualTo(DAY.plusSeconds(10));
        });
        assertThat(simulation.days().getFirst().held())
                .isEqualTo(Map.of(HoldCode.BUDGET, 5, HoldCode.SOURCE_STOPPED, 50));
    }

    @Test
    void runsWhatAnotherSourceConfirmsAfterTheFirstWasStopped() {
        // Given
        Instant later = DAY.plusSeconds(3_600);

        // When
        Simulation simulation = simulate(
                Stream.concat(flood(60).stream(), Stream.of(finding("u59", "corpus y", later)))
                        .toList(),
                Map.of());

        // Then
        assertThat(simulation.days().getFirst().touched()).hasSize(6).endsWith("u59");
    }

    @Test
    void leavesOutWhoIsNeverTouched() {
        // When
        Simulation simulation = simulate(
                List.of(finding("ann", "feed x", DAY), finding("ben", "feed x", DAY)),
                Map.of("ann", new Subject("ann", true, false, false)));

        // Then
        assertThat(simulation.never()).containsExactly(new Simulation.Never("ann", HoldCode.PROTECTED));
        assertThat(simulation.days().getFirst().touched()).containsExactly("ben");
    }

    private static List<Finding> flood(int people) {
        return IntStream.range(0, people)
                .mapToObj(i -> finding("u" + i, "feed x", DAY.plusSeconds(i)))
                .toList();
    }

    private static Simulation simulate(List<Finding> past, Map<String, Subject> subjects) {
        return new Simulator(
                        POLICY, subjects, 100, new Budget(25, 1440, 0.02), new SourceBreaker.Limits(10, 0.05, 3, 10))
                .run(past, Sources::of);
    }

    private static Finding finding(String owner, String source, Instant at) {
        return new Finding(
                UUID.randomUUID(),
                FindingKind.PASSWORD_PWNED,
                Severity.HIGH,
                FindingState.CLOSED,
                UUID.nameUUIDFromBytes(owner.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                owner + "@fleet.example",
                owner,
                1L,
                "",
                List.of(new Fact("", source)),
                List.of(source + ", line 3"),
                at,
                at,
                "over",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}

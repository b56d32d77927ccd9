// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

/** What findings say, and how much of it. */
class FindingTextTest {

    @Test
    void knowsASourceAgainWhateverPlaceInItIsNamed() {
        assertThat(SourceName.of(List.of(
                        new Fact("seen 3 times", "corpus pwned, generation 1"),
                        new Fact("seen 4 times", "corpus pwned, generation 2"),
                        new Fact("no second factor", "Keycloak"))))
                .containsExactly("Keycloak", "corpus pwned");
    }

    @ParameterizedTest
    @EnumSource
    void saysForEachKindWhatToDo(FindingKind kind) {
        String step = NextStep.of(kind);

        assertThat(step).matches("[A-Z].{30,}\\.").doesNotContain("Look at the facts, then close it");
    }

    @Test
    void asksForNoNewPasswordWhereThatMendsNothing() {
        assertThat(NextStep.of(FindingKind.TWO_FACTOR_MISSING))
                .contains("second factor")
                .doesNotContain("password");
        assertThat(NextStep.of(FindingKind.TRANSPORT_INSECURE)).contains("TLS", "certificate");
        assertThat(NextStep.of(FindingKind.PASSWORD_REUSED)).contains("a password of its own");
        assertThat(NextStep.of(FindingKind.PASSWORD_EXPIRED)).contains("policy");
    }

    @Test
    void tellsTheNewestFactsOldestFirst() {
        Finding told = row().snapshot(facts(80, "text"));

        assertThat(told.facts()).hasSize(50);
        assertThat(told.facts().getFirst().text()).isEqualTo("text 31");
        assertThat(told.facts().getLast().text()).isEqualTo("text 80");
    }

    @Test
    void keepsAnEventUnderItsLimitHoweverLongTheFactsAre() {
        Finding told = row().snapshot(facts(80, "長".repeat(1_500)));

        assertThat(told.facts()).isNotEmpty();
        assertThat(told.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(60_000);
    }

    private static List<FactRow> facts(int count, String text) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(position -> {
                    FactRow fact = new FactRow();
                    fact.position = position;
                    fact.source = "source " + position;
                    fact.text = text + " " + position;
                    return fact;
                })
                .toList();
    }

    private static FindingRow row() {
        FindingRow row = new FindingRow();
        row.id = new UUID(1, 1);
        row.accountId = new UUID(2, 2);
        row.kind = FindingKind.PASSWORD_PWNED;
        row.severity = Severity.HIGH;
        row.severityReasons = "";
        row.state = FindingState.OPEN;
        row.address = "ada@example.org";
        row.summary = "The password is exposed.";
        row.raisedAt = Instant.EPOCH;
        row.changedAt = Instant.EPOCH;
        return row;
    }
}

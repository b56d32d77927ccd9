// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.finding.Severity;

class FindingParametersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sevrity    | HIGH                 | no parameter here. There are: kind, state, severity",
                "kind       | PASSWORD             | There are: CREDENTIAL_LEAKED, CREDENTIAL_LEAKED_STALE",
                "state      | open                 | There are: OPEN, CLOSED.",
                "severity   | WORST                | There are: INFO, LOW, MEDIUM, HIGH, CRITICAL.",
                "closedAs   | DONE                 | There are: TRUE_POSITIVE, FALSE_POSITIVE, ACCEPTED, FACTS_CHANGED",
                "accountId  | 7                    | is no account id",
                "raisedFrom | yesterday            | is a day, 2026-11-26, or a time with its offset",
                "raisedFrom | 2026-02-30           | is a day",
                "raisedTo   | 2026-11-26T10:15:30  | with its offset",
                "raisedTo   | +999999-01-01        | is a day",
                "raisedTo   | 1960-01-01           | is a day"
            })
    void refusesWhatItDoesNotKnowAndSaysWhatThereIs(String parameter, String value, String sentence) {
        refuses(() -> new FindingParameters(Map.of(parameter, List.of(value))).filter(), sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "order  | oldest   | There are: newest, severity.",
                "limit  | many     | a whole number from 1 to 500",
                "after  | 7        | 'after' is no cursor",
                "after  | severity.4.0.00000000-0000-0000-0000-000000000000 | 'after' is no cursor",
                "after  | newest.9.0.00000000-0000-0000-0000-000000000000   | 'after' is no cursor",
                "after  | newest.4.9223372036854775807.00000000-0000-0000-0000-000000000000 | 'after' is no cursor",
                "format | xlsx     | There are: csv, json, ndjson.",
                "format |          | Say the format: csv, json, ndjson."
            })
    void refusesAPlaceOrAFormThatThereIsNot(String parameter, String value, String sentence) {
        Map<String, List<String>> sent = value == null ? Map.of() : Map.of(parameter, List.of(value));
        FindingParameters asked = new FindingParameters(sent, "order", "limit", "after", "format");

        refuses(
                () -> {
                    asked.limit();
                    asked.after(asked.order());
                    asked.format();
                },
                sentence);
    }

    @Test
    void refusesWhatTheDatabaseCouldNotTakeOrNobodyMeans() {
        refuses(() -> new FindingParameters(Map.of("text", List.of("a\0b"))), "control characters");
        refuses(() -> new FindingParameters(Map.of("text", List.of("\ud800"))), "control characters");
        refuses(() -> new FindingParameters(Map.of("owner", List.of("x".repeat(501)))), "longer than 500");
        refuses(() -> new FindingParameters(Map.of("owner", Collections.nCopies(101, "x"))), "more than 100 times");
        refuses(() -> new FindingParameters(Map.of("text", List.of("a", "b"))).filter(), "Say it once");
        refuses(
                () -> new FindingParameters(
                                Map.of("raisedFrom", List.of("2026-11-27"), "raisedTo", List.of("2026-11-25")))
                        .filter(),
                "Exchange them");
    }

    @Test
    void meansADayToItsEnd() {
        FindingFilter filter = new FindingParameters(
                        Map.of("raisedFrom", List.of("2026-11-26"), "raisedTo", List.of("2026-11-26")))
                .filter();

        assertThat(filter.raisedFrom()).isEqualTo(Instant.parse("2026-11-26T00:00:00Z"));
        assertThat(filter.raisedBefore()).isEqualTo(Instant.parse("2026-11-27T00:00:00Z"));
    }

    @Test
    void findsThePlaceInAListAgainToTheMicrosecond() {
        FindingCursor place = new FindingCursor(
                FindingOrder.SEVERITY, Severity.HIGH, Instant.parse("2026-11-26T10:15:30.123456Z"), new UUID(1, 2));

        assertThat(FindingCursor.of(place.text(), FindingOrder.SEVERITY)).contains(place);
        assertThat(FindingCursor.of(place.text(), FindingOrder.NEWEST)).isEmpty();
    }

    private static void refuses(Runnable asking, String sentence) {
        assertThatExceptionOfType(HttpProblem.class).isThrownBy(asking::run).satisfies(problem -> {
            assertThat(problem.getStatusCode()).isEqualTo(400);
            assertThat(problem.getDetail()).contains(sentence);
        });
    }
}

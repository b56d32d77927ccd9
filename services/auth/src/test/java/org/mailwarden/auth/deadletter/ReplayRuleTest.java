// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.event.Topics;

class ReplayRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

    @Test
    void everyTopicOfTheProductTakesItsDeadLettersBack() {
        // When, Then
        assertThat(Topics.ALL)
                .allSatisfy(
                        topic -> assertThat(ReplayRule.of(Topics.deadLetter(topic), new Origin(topic, 0, 7), NOW, NOW))
                                .isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "breach.findings.dlq, auth.remediations",
        "breach.findings.dlq, breach.findings.dlq",
        "breach.findings.dlq, somebody.elses",
        "somebody.elses.dlq, somebody.elses"
    })
    void noOtherTopicTakesThem(String deadLetters, String origin) {
        // When, Then
        assertThat(ReplayRule.of(deadLetters, new Origin(origin, 0, 7), NOW, NOW))
                .hasValueSatisfying(refusal -> assertThat(refusal.code()).isEqualTo("original-topic-unknown"));
    }

    @ParameterizedTest
    @CsvSource({"PT23H59M59S, false", "PT24H, true", "PT48H, true"})
    void aSealedCredentialGoesBackWithinItsDayAlone(Duration age, boolean refused) {
        // When, Then
        assertThat(ReplayRule.of(
                                Topics.deadLetter(Topics.CREDENTIALS),
                                new Origin(Topics.CREDENTIALS, 0, 7),
                                NOW.minus(age),
                                NOW)
                        .isPresent())
                .isEqualTo(refused);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

class SeverityRuleTest {

    private static final SeverityRule.Rating MILD =
            new SeverityRule.Rating("feed mild", Severity.LOW, List.of("Only the address was in it."));
    private static final SeverityRule.Rating GRAVE =
            new SeverityRule.Rating("feed grave", Severity.HIGH, List.of("Passwords were in it."));

    @Test
    void isDecidedByTheGravestSourceAndNamesTheOthers() {
        assertThat(SeverityRule.decide(FindingKind.ADDRESS_IN_BREACH, List.of(MILD, GRAVE)))
                .isEqualTo(new SeverityRule.Decision(
                        Severity.HIGH, List.of("Passwords were in it.", "feed mild alone would make it LOW.")));
    }

    @Test
    void isTheSameInWhateverOrderTheRatingsCame() {
        assertThat(SeverityRule.decide(FindingKind.ADDRESS_IN_BREACH, List.of(GRAVE, MILD)))
                .isEqualTo(SeverityRule.decide(FindingKind.ADDRESS_IN_BREACH, List.of(MILD, GRAVE)));
    }

    @Test
    void fallsWhenTheOnlySourceRatesItLower() {
        assertThat(SeverityRule.decide(FindingKind.ADDRESS_IN_BREACH, List.of(MILD))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @ParameterizedTest
    @EnumSource(FindingKind.class)
    void hasAReasonForEveryKind(FindingKind kind) {
        assertThat(SeverityRule.decide(kind, List.of(new SeverityRule.Rating("somebody", Severity.MEDIUM, List.of())))
                        .reasons())
                .singleElement()
                .asString()
                .endsWith(".");
    }
}

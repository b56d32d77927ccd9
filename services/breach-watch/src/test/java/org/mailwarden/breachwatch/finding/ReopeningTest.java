// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;

class ReopeningTest {

    @ParameterizedTest
    @CsvSource({
        // as what it was closed, evidence: none, of a known source, of a new one
        "FALSE_POSITIVE, false, false, true",
        "ACCEPTED,       false, false, true",
        "TRUE_POSITIVE,  false, true,  true",
        "FACTS_CHANGED,  true,  true,  true"
    })
    void opensAgainByWhatTheOneWhoClosedItCouldNotKnow(
            Disposition closedAs, boolean byNothingNew, boolean byAKnownSource, boolean byANewSource) {
        assertThat(reopens(FindingKind.PASSWORD_PWNED, closedAs, true)).isEqualTo(byNothingNew);
        assertThat(reopens(FindingKind.PASSWORD_PWNED, closedAs, true, "corpus known"))
                .isEqualTo(byAKnownSource);
        assertThat(reopens(FindingKind.PASSWORD_PWNED, closedAs, true, "corpus known", "list new"))
                .isEqualTo(byANewSource);
    }

    @Test
    void staysClosedByProofAboutTheCredentialButNotAboutTheDevice() {
        assertThat(reopens(FindingKind.CREDENTIAL_LEAKED, Disposition.REMEDIATED, true, "list new"))
                .isFalse();
        assertThat(reopens(FindingKind.STEALER_LOG, Disposition.REMEDIATED, false))
                .isFalse();
        assertThat(reopens(FindingKind.STEALER_LOG, Disposition.REMEDIATED, false, "list new"))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Disposition.class)
    void staysClosedWhenThePasswordIsNotTheCurrentOne(Disposition closedAs) {
        assertThat(reopens(FindingKind.CREDENTIAL_LEAKED_STALE, closedAs, true, "list new"))
                .isFalse();
    }

    @Test
    void saysWhichSourceIsNew() {
        // Given
        Reopening.Closed closed = new Reopening.Closed(
                FindingKind.PASSWORD_PWNED, Disposition.FALSE_POSITIVE, true, Set.of("corpus known"));

        // When
        Reopening.Decision decision = Reopening.decide(closed, Set.of("corpus known", "list new"));

        // Then
        assertThat(decision)
                .isEqualTo(new Reopening.Decision.Reopen(
                        "A source confirms it that had not when it was closed as FALSE_POSITIVE: list new."));
    }

    private static boolean reopens(
            FindingKind kind, Disposition closedAs, boolean aboutCredential, String... evidence) {
        return Reopening.decide(
                        new Reopening.Closed(kind, closedAs, aboutCredential, Set.of("corpus known")), Set.of(evidence))
                instanceof Reopening.Decision.Reopen;
    }
}

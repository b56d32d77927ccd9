// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.auth.proof.MailServerCheck.Seen;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

class MailServerCheckTest {

    private static final Proof HOLDING = new Proof(
            List.of(
                            Proof.USER,
                            Proof.PASSWORD_CREDENTIAL,
                            Proof.SESSIONS,
                            Proof.OFFLINE_GRANTS,
                            Proof.CONSENTS,
                            Proof.OLD_PASSWORD)
                    .stream()
                    .map(check -> new Evidence(check, EvidenceOutcome.HOLDS, "seen"))
                    .toList(),
            new Verdict.Holds());

    @Test
    void refusalOfTheMailServerHolds() {
        Evidence evidence = new MailServerCheck(Protocol.IMAP, Seen.REFUSED, null).evidence();

        assertThat(evidence.check()).isEqualTo("old-password-imap");
        assertThat(HOLDING.and(List.of(evidence)).verdict()).isEqualTo(new Verdict.Holds());
    }

    @Test
    void mailboxThatOpensBreaksWhatHoldsAtKeycloak() {
        Evidence evidence = new MailServerCheck(Protocol.POP3, Seen.ACCEPTED, null).evidence();

        assertThat(HOLDING.and(List.of(evidence)).verdict())
                .isEqualTo(new Verdict.Broken(List.of("old-password-pop3")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NETWORK",
                "BUDGET",
                "THROTTLED",
                "TEMPORARY",
                "POLICY",
                "NEW_PASSWORD",
                "SWITCHED_OFF",
                "INTERRUPTED",
                "OTHER"
            })
    void whatWasNotCheckedIsShownAndHoldsNothingUp(String reason) {
        Evidence evidence = new MailServerCheck(Protocol.IMAP, Seen.NOT_CHECKED, reason).evidence();

        assertThat(evidence.outcome()).isEqualTo(EvidenceOutcome.NOT_CHECKED);
        assertThat(evidence.detail()).startsWith("Not tried over IMAP: ").doesNotContain(reason);
        assertThat(HOLDING.and(List.of(evidence)).verdict()).isEqualTo(new Verdict.Holds());
    }

    @Test
    void accountWithoutAPasswordHasNoneToTryByDesign() {
        assertThat(MailServerCheck.withoutPassword())
                .allMatch(entry -> entry.outcome() == EvidenceOutcome.NOT_CHECKED)
                .allMatch(entry -> entry.detail().contains("holds no password"));
    }

    @Test
    void adviceNamesTheDoorsThatAreOpen() {
        assertThat(MailServerCheck.advice(List.of("sessions")))
                .contains("Keycloak")
                .doesNotContain("mail server");
        assertThat(MailServerCheck.advice(List.of("old-password-imap")))
                .startsWith("The mail server still takes the old password")
                .contains("change it there")
                .contains("doveadm auth cache flush");
        assertThat(MailServerCheck.advice(List.of("sessions", "old-password-imap")))
                .contains("the others by hand in Keycloak")
                .contains("The mail server still takes");
    }
}

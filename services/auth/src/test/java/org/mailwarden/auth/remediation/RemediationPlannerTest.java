// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.remediation.RemediationPlanner.Plan;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

class RemediationPlannerTest {

    private static final Policy POLICY = new Policy(
            "default",
            List.of(FindingKind.PASSWORD_PWNED, FindingKind.CREDENTIAL_LEAKED),
            Severity.MEDIUM,
            ResponseMode.AUTO,
            List.of("UPDATE_PASSWORD"),
            new Budget(5, 10, 1.0),
            null);

    private static final Instant ENDED = Instant.parse("2026-11-26T10:00:00Z");

    @Test
    void plansOnceForTwoFindingsAboutOneCredential() {
        UUID first = due(plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "Ann", 1L), 1));
        UUID second = due(plan(finding(FindingKind.CREDENTIAL_LEAKED, FindingState.OPEN, "ann", 1L), 1));
        UUID later = due(plan(finding(FindingKind.CREDENTIAL_LEAKED, FindingState.OPEN, "ann", 2L), 2));

        assertThat(second).isEqualTo(first).isNotEqualTo(later);
    }

    @Test
    void plansForEachAccountOfAnOwner() {
        UUID first = due(plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L), 1));
        UUID other = due(plan(finding(new UUID(2, 2), FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L), 1));

        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void plansNothingForWhatIsClosedOwnerlessReplacedOrUnderNoPolicy() {
        assertThat(List.of(
                        plan(finding(FindingKind.PASSWORD_PWNED, FindingState.CLOSED, "ann", 1L), 1),
                        plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, null, 1L), 1),
                        plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", null), 1),
                        plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L), 2),
                        plan(finding(FindingKind.PASSWORD_WEAK, FindingState.OPEN, "ann", 1L), 1)))
                .allMatch(Plan.Nothing.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "REJECTED, AUTO, PROPOSE",
        "FAILED, AUTO, AUTO",
        "EXPIRED, AUTO, AUTO",
        "REJECTED, OBSERVE, OBSERVE",
        "HELD, AUTO,",
        "PLANNED, AUTO,",
        "APPROVED, AUTO,",
        "STARTED, AUTO,",
        "APPLIED, AUTO,",
        "VERIFIED, AUTO,"
    })
    void plansAgainWhatEndedWithoutAResetBeforeTheFindingWasOpenedAgain(
            RemediationState ended, ResponseMode today, ResponseMode again) {
        assertThat(again(ended, today, ENDED.plusSeconds(1)).map(Remediation::mode))
                .isEqualTo(Optional.ofNullable(again));
    }

    @Test
    void leavesWhatEndedAloneWhenTheFindingWasOpenedBeforeOrNever() {
        assertThat(again(RemediationState.REJECTED, ResponseMode.AUTO, ENDED)).isEmpty();
        assertThat(again(RemediationState.REJECTED, ResponseMode.AUTO, null)).isEmpty();
    }

    private static Optional<Remediation> again(RemediationState state, ResponseMode today, Instant reopenedAt) {
        Remediation planned =
                ((Plan.Due) plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L), 1)).remediation();
        Policy policy = POLICY.in(today);
        Finding reopened =
                finding(new UUID(1, 1), FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L, reopenedAt);
        Remediation now = ((Plan.Due) RemediationPlanner.plan(
                        reopened, Optional.of(1L), List.of(policy), Identities.REMEDIATION, ENDED.plusSeconds(2)))
                .remediation();
        return RemediationPlanner.again(
                reopened, Snapshots.entering(planned, state, "why", ENDED), now, ENDED.plusSeconds(2));
    }

    private static UUID due(Plan plan) {
        return ((Plan.Due) plan).remediation().remediationId();
    }

    private static Plan plan(Finding finding, long current) {
        return RemediationPlanner.plan(
                finding, Optional.of(current), List.of(POLICY), Identities.REMEDIATION, Instant.EPOCH);
    }

    private static Finding finding(FindingKind kind, FindingState state, String owner, Long version) {
        return finding(new UUID(1, 1), kind, state, owner, version);
    }

    private static Finding finding(UUID account, FindingKind kind, FindingState state, String owner, Long version) {
        return finding(account, kind, state, owner, version, null);
    }

    private static Finding finding(
            UUID account, FindingKind kind, FindingState state, String owner, Long version, Instant reopenedAt) {
        return new Finding(
                UUID.randomUUID(),
                kind,
                Severity.HIGH,
                state,
                account,
                "ann@fleet.example",
                owner,
                version,
                "",
                List.of(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                reopenedAt,
                null);
    }
}

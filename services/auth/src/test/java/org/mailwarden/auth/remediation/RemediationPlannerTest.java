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

    @ParameterizedTest
    @CsvSource({"REJECTED, PROPOSE", "FAILED, AUTO", "EXPIRED, AUTO", "VERIFIED,"})
    void plansAgainWhatEndedWithoutAResetBeforeAFindingThatIsNewOrThatAnotherSourceConfirms(
            RemediationState state, ResponseMode again) {
        Finding finding = finding(FindingKind.CREDENTIAL_LEAKED, FindingState.OPEN, "ann", 1L);
        Remediation today = ((Plan.Due) plan(finding, 1)).remediation();
        Remediation forIt = Snapshots.entering(today, state, "why", ENDED);
        Remediation forOther = Snapshots.entering(
                ((Plan.Due) plan(finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L), 1)).remediation(),
                state,
                "why",
                ENDED);

        assertThat(RemediationPlanner.again(finding, forOther, today, false, ENDED.plusSeconds(1))
                        .map(Remediation::mode))
                .isEqualTo(Optional.ofNullable(again));
        assertThat(RemediationPlanner.again(finding, forIt, today, true, ENDED.plusSeconds(1))
                        .map(Remediation::mode))
                .isEqualTo(Optional.ofNullable(again));
        assertThat(RemediationPlanner.again(finding, forIt, today, false, ENDED.plusSeconds(1)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PLANNED, OBSERVE, OBSERVE, AUTO, AUTO",
        "PLANNED, OBSERVE, OBSERVE, PROPOSE, PROPOSE",
        "HELD, PROPOSE, PROPOSE, AUTO, AUTO",
        "HELD, AUTO, AUTO, AUTO, AUTO",
        "HELD, AUTO, AUTO, PROPOSE,",
        "HELD, PROPOSE, PROPOSE, PROPOSE,",
        "HELD, PROPOSE, AUTO, AUTO,",
        "APPROVED, PROPOSE, PROPOSE, AUTO,",
        "STARTED, PROPOSE, PROPOSE, AUTO,",
        "REJECTED, PROPOSE, PROPOSE, AUTO,"
    })
    void putsWhatNobodyDecidedUnderThePolicyOfAnotherFindingThatGoesFurther(
            RemediationState state,
            ResponseMode before,
            ResponseMode policyBefore,
            ResponseMode other,
            ResponseMode lifted) {
        Finding first = finding(FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L);
        Remediation there = Snapshots.entering(planned(first, POLICY.in(before)), state, null, ENDED);
        Policy bold = new Policy(
                "leaks",
                POLICY.kinds(),
                POLICY.minimumSeverity(),
                other,
                List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP"),
                POLICY.budget(),
                null);
        Remediation today = planned(finding(FindingKind.CREDENTIAL_LEAKED, FindingState.OPEN, "ann", 1L), bold);

        Optional<Remediation> under =
                RemediationPlanner.lifted(there, POLICY.in(policyBefore), today, ENDED.plusSeconds(1));

        assertThat(under.map(Remediation::mode)).isEqualTo(Optional.ofNullable(lifted));
        under.ifPresent(now -> {
            assertThat(now.policy()).isEqualTo("leaks");
            assertThat(now.requiredActions()).contains("CONFIGURE_TOTP");
            assertThat(now.findings()).containsAll(there.findings()).containsAll(today.findings());
            assertThat(now.state()).isEqualTo(state);
        });
    }

    private static Remediation planned(Finding finding, Policy policy) {
        return ((Plan.Due) RemediationPlanner.plan(
                        finding, Optional.of(1L), List.of(policy), Identities.REMEDIATION, Instant.EPOCH))
                .remediation();
    }

    private static Optional<Remediation> again(RemediationState state, ResponseMode today, Instant reopenedAt) {
        Finding reopened =
                finding(new UUID(1, 1), FindingKind.PASSWORD_PWNED, FindingState.OPEN, "ann", 1L, reopenedAt);
        Remediation now = planned(reopened, POLICY.in(today));
        return RemediationPlanner.again(
                reopened, Snapshots.entering(now, state, "why", ENDED), now, false, ENDED.plusSeconds(2));
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

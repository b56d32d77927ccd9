// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.governor.Governor.Allowance;
import org.mailwarden.auth.governor.Governor.Decision;
import org.mailwarden.auth.governor.Governor.Question;
import org.mailwarden.auth.governor.Governor.Source;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.QuietHours;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;

class GovernorTest {

    private static final Subject ANN = new Subject("ann", false, false, false);
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Source TRUSTED = new Source("corpus pwned", ResponseMode.AUTO, null);
    private static final Source STOPPED = new Source("feed x", ResponseMode.AUTO, "The breaker stopped feed x.");
    private static final QuietHours LUNCH =
            new QuietHours(ZoneOffset.UTC, Set.of(DayOfWeek.values()), LocalTime.of(11, 0), LocalTime.of(13, 0), null);

    @Test
    void letsAutoRunUntilTheBudgetOfThePolicyIsUsedUp() {
        assertThat(spent(4, 0)).isInstanceOf(Decision.Go.class);
        assertThat(hold(spent(5, 0)).code()).isEqualTo(HoldCode.BUDGET);
        assertThat(hold(spent(5, 0)).reason()).contains("5 of 5", "ann", "approver");
    }

    @Test
    void letsAutoRunUntilTheBudgetOfAllPoliciesIsUsedUp() {
        assertThat(spent(0, 6)).isInstanceOf(Decision.Go.class);
        assertThat(hold(spent(0, 7)).code()).isEqualTo(HoldCode.TOTAL_BUDGET);
    }

    @Test
    void takesAKeyAndItsOwnerForOneRequester() {
        assertThat(Governor.exclusion(ANN, "API key ci of ann", null))
                .map(Decision.Hold::code)
                .contains(HoldCode.REQUESTER);
        assertThat(Governor.exclusion(ANN, "API key ann of bob", null)).isEmpty();
    }

    @Test
    void allowsTheShareOfALargeFleetAndAFewPeopleOfASmallOne() {
        assertThat(new Budget(5, 10, 0.01).allowed(100)).isEqualTo(5);
        assertThat(new Budget(5, 10, 0.01).allowed(1000)).isEqualTo(10);
        assertThat(new Budget(0, 10, 0).allowed(1000)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "ann, true, false, false, PROTECTED",
        "ann, false, true, false, BREAK_GLASS",
        "ann, false, false, true, LAST_ADMIN",
        "service-account-backup, false, false, false, SERVICE_ACCOUNT",
        "service-account-mailwarden-auth, false, false, false, OWN_CLIENT",
        "asker, false, false, false, REQUESTER",
        "boss, false, false, false, REQUESTER"
    })
    void neverTouchesWhoIsExcludedHoweverItWasApproved(
            String name, boolean isProtected, boolean breakGlass, boolean lastAdmin, HoldCode code) {
        // Given
        Subject subject = new Subject(name, isProtected, breakGlass, lastAdmin);

        // When
        Decision decision = Governor.decide(question(ResponseMode.AUTO, subject, "Boss", List.of(), null));

        // Then
        assertThat(hold(decision).code()).isEqualTo(code);
        assertThat(code.isNeverAutomatic()).isTrue();
    }

    @Test
    void letsAnApprovalGoBeyondBudgetsStopsAndQuietHours() {
        Question approved = new Question(
                ResponseMode.PROPOSE,
                ANN,
                "Asker",
                "boss",
                List.of(STOPPED),
                allowances(99, 99),
                100,
                LUNCH,
                null,
                NOON);

        assertThat(Governor.decide(approved)).isInstanceOf(Decision.Go.class);
    }

    @Test
    void waitsForAPersonInProposeAndOnlyPlansInObserve() {
        assertThat(hold(ask(ResponseMode.PROPOSE)).code()).isEqualTo(HoldCode.WAITS_FOR_APPROVAL);
        assertThat(ask(ResponseMode.OBSERVE)).isInstanceOf(Decision.OnlyPlan.class);
    }

    @Test
    void holdsWhatOnlyStoppedSourcesSayAndRunsWhatAnotherConfirms() {
        assertThat(hold(ask(ResponseMode.AUTO, STOPPED)))
                .isEqualTo(new Decision.Hold(HoldCode.SOURCE_STOPPED, "The breaker stopped feed x.", null));
        assertThat(ask(ResponseMode.AUTO, STOPPED, TRUSTED)).isInstanceOf(Decision.Go.class);
    }

    @Test
    void goesNoFurtherThanTheBoldestSourceThatCanBeTrusted() {
        Source proposing = new Source("feed y", ResponseMode.PROPOSE, null);
        Source observed = new Source("feed z", ResponseMode.OBSERVE, null);

        assertThat(hold(ask(ResponseMode.AUTO, proposing, observed)).code()).isEqualTo(HoldCode.WAITS_FOR_APPROVAL);
        assertThat(hold(ask(ResponseMode.AUTO, proposing, STOPPED)).code()).isEqualTo(HoldCode.WAITS_FOR_APPROVAL);
        assertThat(ask(ResponseMode.AUTO, observed)).isInstanceOf(Decision.OnlyPlan.class);
        assertThat(ask(ResponseMode.AUTO, proposing, TRUSTED)).isInstanceOf(Decision.Go.class);
        assertThat(hold(ask(ResponseMode.PROPOSE, TRUSTED)).code()).isEqualTo(HoldCode.WAITS_FOR_APPROVAL);
    }

    @Test
    void waitsUntilQuietHoursEndUnlessItIsUrgent() {
        QuietHours urgent = new QuietHours(LUNCH.zone(), LUNCH.days(), LUNCH.from(), LUNCH.to(), Severity.CRITICAL);

        assertThat(hold(Governor.decide(question(ResponseMode.AUTO, ANN, null, List.of(), urgent))))
                .satisfies(hold -> {
                    assertThat(hold.code()).isEqualTo(HoldCode.QUIET_HOURS);
                    assertThat(hold.until()).isEqualTo("2026-11-26T13:00:00Z");
                });
        assertThat(Governor.decide(new Question(
                        ResponseMode.AUTO,
                        ANN,
                        "policy",
                        null,
                        List.of(),
                        allowances(0, 0),
                        100,
                        urgent,
                        Severity.CRITICAL,
                        NOON)))
                .isInstanceOf(Decision.Go.class);
    }

    private static Decision spent(long ofPolicy, long ofAll) {
        return Governor.decide(new Question(
                ResponseMode.AUTO, ANN, "policy", null, List.of(), allowances(ofPolicy, ofAll), 100, null, null, NOON));
    }

    private static Decision ask(ResponseMode mode, Source... sources) {
        return Governor.decide(question(mode, ANN, null, List.of(sources), null));
    }

    private static Question question(
            ResponseMode mode, Subject subject, String approver, List<Source> sources, QuietHours quiet) {
        return new Question(
                mode, subject, "Asker", approver, sources, allowances(0, 0), 100, quiet, Severity.HIGH, NOON);
    }

    private static List<Allowance> allowances(long ofPolicy, long ofAll) {
        return List.of(
                new Allowance(HoldCode.BUDGET, "policy default", new Budget(5, 10, 0.01), ofPolicy),
                new Allowance(HoldCode.TOTAL_BUDGET, "all policies together", new Budget(7, 1440, 0.02), ofAll));
    }

    private static Decision.Hold hold(Decision decision) {
        assertThat(decision).isInstanceOf(Decision.Hold.class);
        return (Decision.Hold) decision;
    }
}

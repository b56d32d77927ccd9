// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mailwarden.auth.governor.Governor.Decision;
import org.mailwarden.auth.governor.Governor.Question;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.contracts.remediation.ResponseMode;

class GovernorTest {

    private static final Subject ANN = new Subject("ann", false, false);

    @Test
    void letsAutoRunUntilTheBudgetIsUsedUp() {
        assertThat(ask(ResponseMode.AUTO, ANN, null, 4)).isInstanceOf(Decision.Go.class);
        assertThat(ask(ResponseMode.AUTO, ANN, null, 5))
                .isInstanceOfSatisfying(
                        Decision.Hold.class, hold -> assertThat(hold.reason()).contains("5 of 5", "ann", "approver"));
    }

    @Test
    void countsTheShareOfTheFleetWhenItIsLower() {
        assertThat(new Budget(25, 10, 0.1).allowed(40)).isEqualTo(4);
        assertThat(new Budget(25, 10, 0.01).allowed(40)).isEqualTo(1);
        assertThat(new Budget(3, 10, 1.0).allowed(40)).isEqualTo(3);
    }

    @Test
    void letsAnApprovalGoBeyondTheBudgetButNotToThoseWhoAreExcluded() {
        assertThat(ask(ResponseMode.PROPOSE, ANN, "bob", 99)).isInstanceOf(Decision.Go.class);
        assertThat(ask(ResponseMode.AUTO, new Subject("ann", true, false), "bob", 0))
                .isInstanceOf(Decision.Hold.class);
        assertThat(ask(ResponseMode.AUTO, new Subject("ann", false, true), "bob", 0))
                .isInstanceOf(Decision.Hold.class);
        assertThat(ask(ResponseMode.AUTO, new Subject("service-account-x", false, false), "bob", 0))
                .isInstanceOf(Decision.Hold.class);
        assertThat(ask(ResponseMode.AUTO, new Subject("asker", false, false), "bob", 0))
                .isInstanceOf(Decision.Hold.class);
    }

    @Test
    void waitsForAPersonInProposeAndOnlyPlansInObserve() {
        assertThat(ask(ResponseMode.PROPOSE, ANN, null, 0)).isInstanceOf(Decision.Hold.class);
        assertThat(ask(ResponseMode.OBSERVE, ANN, null, 0)).isInstanceOf(Decision.OnlyPlan.class);
    }

    private static Decision ask(ResponseMode mode, Subject subject, String approver, long started) {
        return Governor.decide(new Question(mode, subject, "Asker", approver, started, 100, new Budget(5, 10, 1.0)));
    }
}

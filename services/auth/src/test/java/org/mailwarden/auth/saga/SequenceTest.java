// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.remediation.RemediationAction;

class SequenceTest {

    @ParameterizedTest
    @EnumSource(RemediationAction.class)
    void asksTheGovernorFirstAndProvesLast(RemediationAction action) {
        // Given
        List<Step> steps = Sequence.of(action, false);

        // When
        Step afterTheLast = Sequence.after(action, false, Step.PROVE);

        // Then
        assertThat(steps).startsWith(Step.GOVERN).endsWith(Step.APPLY, Step.PROVE);
        assertThat(afterTheLast).isEqualTo(Step.PROVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = RemediationAction.class,
            names = {"FORCE_RESET", "DISABLE_USER", "REVOKE_SESSIONS"})
    void revokesAppPasswordsOnceNobodyCanSignInForANewOne(RemediationAction action) {
        assertThat(Sequence.of(action, false)).containsSubsequence(Step.LOGOUT, Step.REVOKE_APP_PASSWORDS, Step.APPLY);
    }

    @Test
    void leavesAppPasswordsAloneWhenOneSessionIsMeant() {
        assertThat(Sequence.of(RemediationAction.REVOKE_SESSIONS, true)).doesNotContain(Step.REVOKE_APP_PASSWORDS);
    }

    @Test
    void makesNothingPendingBeforeThePasswordIsGone() {
        assertThat(Sequence.of(RemediationAction.FORCE_RESET, false))
                .containsSubsequence(
                        Step.DELETE_PASSWORD,
                        Step.LOGOUT_AGAIN,
                        Step.CLOSE_MAIL,
                        Step.REQUIRE_ACTIONS,
                        Step.RECOVERY_LINK);
        assertThat(Sequence.of(RemediationAction.REQUIRE_SECOND_FACTOR, false)).doesNotContain(Step.REQUIRE_ACTIONS);
    }

    @Test
    void endsMailConnectionsOnlyAfterKeycloakLetsNobodyIn() {
        assertThat(Sequence.of(RemediationAction.DISABLE_USER, false))
                .containsSubsequence(Step.DISABLE, Step.REVOKE_GRANTS, Step.CLOSE_MAIL);
        assertThat(Sequence.of(RemediationAction.REVOKE_SESSIONS, false))
                .containsSubsequence(Step.REVOKE_GRANTS, Step.CLOSE_MAIL);
        assertThat(Sequence.of(RemediationAction.REVOKE_SESSIONS, true)).doesNotContain(Step.CLOSE_MAIL);
    }
}

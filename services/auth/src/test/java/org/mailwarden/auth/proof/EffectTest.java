// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.OpenSession;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.contracts.remediation.RemediationAction;

class EffectTest {

    private static final Instant STARTED = Instant.parse("2026-11-01T10:00:00.700Z");
    private static final OpenSession BEFORE = session("before", STARTED.minusSeconds(60));
    private static final OpenSession AFTER = session("after", Instant.parse("2026-11-01T10:00:00Z"));

    @Test
    void aSessionFromBeforeBreaksTheEndOfAllAndOneFromAfterDoesNot() {
        assertThat(verdict(RemediationAction.REVOKE_SESSIONS, null, true, List.of(), BEFORE))
                .isEqualTo(new Verdict.Broken(List.of(Proof.SESSIONS)));
        assertThat(verdict(RemediationAction.REVOKE_SESSIONS, null, true, List.of(), AFTER))
                .isEqualTo(new Verdict.Holds());
    }

    @Test
    void onlyTheOneSessionThatWasMeantBreaksItsEnd() {
        assertThat(verdict(RemediationAction.REVOKE_SESSIONS, "before", true, List.of(), BEFORE))
                .isEqualTo(new Verdict.Broken(List.of(Proof.SESSIONS)));
        assertThat(verdict(RemediationAction.REVOKE_SESSIONS, "gone", true, List.of(), BEFORE))
                .isEqualTo(new Verdict.Holds());
    }

    @Test
    void aUserWhoMayStillSignInIsNotDisabled() {
        assertThat(verdict(RemediationAction.DISABLE_USER, null, true, List.of()))
                .isEqualTo(new Verdict.Broken(List.of(Effect.ENABLED)));
        assertThat(verdict(RemediationAction.ENABLE_USER, null, true, List.of()))
                .isEqualTo(new Verdict.Holds());
    }

    @Test
    void aSecondFactorCountsWhenItIsEnrolledAndNoSooner() {
        assertThat(verdict(RemediationAction.REQUIRE_SECOND_FACTOR, null, true, List.of()))
                .isEqualTo(new Verdict.Incomplete(List.of(Effect.SECOND_FACTOR)));
        assertThat(verdict(RemediationAction.REQUIRE_SECOND_FACTOR, null, true, List.of("otp")))
                .isEqualTo(new Verdict.Holds());
    }

    @Test
    void aKeycloakThatCannotBeAskedProvesNothing() {
        // Given
        Effect.Input input = new Effect.Input(
                RemediationAction.DISABLE_USER,
                STARTED,
                null,
                new Outcome.Unavailable<>("no answer"),
                new Outcome.Unavailable<>("no answer"),
                List.of(),
                null);

        // When
        Verdict verdict = Effect.of(input).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Incomplete(List.of(Effect.ENABLED, Proof.SESSIONS)));
    }

    @Test
    void aMailServerThatCouldNotBeAskedKeepsTheEndOfAllFromBeingProvedAndNoMailServerDoesNot() {
        assertThat(verdict(
                        RemediationAction.REVOKE_SESSIONS,
                        null,
                        true,
                        List.of(),
                        new MailReading("x", List.of(), false)))
                .isEqualTo(new Verdict.Holds());
        assertThat(verdict(
                        RemediationAction.REVOKE_SESSIONS,
                        null,
                        true,
                        List.of(),
                        new MailReading("x", List.of(new MailReading.Door("main", "It is down", false, 0, 0)), false)))
                .isEqualTo(new Verdict.Incomplete(List.of(MailReading.CACHE, MailReading.CONNECTIONS)));
    }

    @Test
    void aDeviceThatIsBackBreaksNoEndOfAllButIsOneTooManyForADisabledUser() {
        MailReading back = new MailReading("x", List.of(new MailReading.Door("main", null, true, 0, 1)), false);

        assertThat(verdict(RemediationAction.REVOKE_SESSIONS, null, true, List.of(), back))
                .isEqualTo(new Verdict.Holds());
        assertThat(verdict(RemediationAction.DISABLE_USER, null, false, List.of(), back))
                .isEqualTo(new Verdict.Incomplete(List.of(MailReading.CONNECTIONS)));
    }

    private static Verdict verdict(
            RemediationAction action, String sessionId, boolean enabled, List<String> factors, OpenSession... open) {
        return verdict(action, sessionId, enabled, factors, null, open);
    }

    private static Verdict verdict(
            RemediationAction action,
            String sessionId,
            boolean enabled,
            List<String> factors,
            MailReading mail,
            OpenSession... open) {
        FleetUser user =
                new FleetUser("id", "anna", null, enabled, Set.of("fleet"), false, null, List.of(), List.of(), factors);
        return Effect.of(new Effect.Input(
                        action,
                        STARTED,
                        sessionId,
                        new Outcome.Done<>(user),
                        new Outcome.Done<>(List.of(open)),
                        List.of(),
                        mail))
                .verdict();
    }

    private static OpenSession session(String id, Instant startedAt) {
        return new OpenSession(id, false, null, startedAt, startedAt, List.of("app"));
    }
}

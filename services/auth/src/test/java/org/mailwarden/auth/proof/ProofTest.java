// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.FleetUser.PasswordCredential;
import org.mailwarden.auth.keycloak.LiveCheck;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserSessions;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

class ProofTest {

    private static final Instant STARTED = Instant.parse("2026-11-01T10:00:00Z");
    private static final PasswordCredential RETIRED = new PasswordCredential("old", STARTED.minusSeconds(1_000));
    private static final PasswordCredential FRESH = new PasswordCredential("new", STARTED.plusMillis(60_500));
    private static final UserSessions NONE = new UserSessions(0, Map.of(), List.of(), null);
    private static final MailReading SHUT =
            new MailReading("mail.example", List.of(new MailReading.Door("main", null, true, 0, 0)), false);
    private static final Outcome<LiveCheck> REFUSED = new Outcome.Done<>(new LiveCheck(false, false));

    @Test
    void holdsWhenEveryDoorWasSeenShut() {
        // Given
        ProofInput input = input(user(), new Outcome.Done<>(NONE), REFUSED);

        // When
        Proof proof = Proof.of(input);

        // Then
        assertThat(proof.verdict()).isEqualTo(new Verdict.Holds());
        assertThat(proof.evidence()).allMatch(entry -> entry.outcome() == EvidenceOutcome.HOLDS);
    }

    @Test
    void aRetiredPasswordThatIsStillThereBreaksIt() {
        // Given
        ProofInput input = input(user(RETIRED), new Outcome.Done<>(NONE), REFUSED);

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Broken(List.of(Proof.PASSWORD_CREDENTIAL)));
    }

    @Test
    void aPasswordThatKeycloakStillTakesBreaksIt() {
        // Given
        ProofInput input = input(user(), new Outcome.Done<>(NONE), new Outcome.Done<>(new LiveCheck(true, true)));

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Broken(List.of(Proof.OLD_PASSWORD)));
    }

    @Test
    void aPasswordThatNobodyPresentedLeavesItIncomplete() {
        // Given
        ProofInput input = input(user(), new Outcome.Done<>(NONE), null);

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Incomplete(List.of(Proof.OLD_PASSWORD)));
    }

    @Test
    void aPasswordThatKeycloakAloneHeldIsProvedByItsCredentialBeingGone() {
        // Given
        ProofInput input = ofKeycloakAlone(user(FRESH));

        // When
        Proof proof = Proof.of(input);

        // Then
        assertThat(proof.verdict()).isEqualTo(new Verdict.Holds());
    }

    @Test
    void aCredentialThatCouldNotBeReadProvesNothing() {
        // Given
        ProofInput input = ofKeycloakAlone(new Outcome.Unavailable<>("no answer"));

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict)
                .isEqualTo(new Verdict.Incomplete(List.of(Proof.USER, Proof.PASSWORD_CREDENTIAL, Proof.OLD_PASSWORD)));
    }

    @Test
    void aPasswordThatKeycloakNeverHeldIsNotGoneFromThere() {
        // Given
        ProofInput input = new ProofInput("id", STARTED, Set.of(), user(), new Outcome.Done<>(NONE), true, null, SHUT);

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Incomplete(List.of(Proof.OLD_PASSWORD)));
    }

    private static ProofInput ofKeycloakAlone(Outcome<FleetUser> user) {
        return new ProofInput("id", STARTED, Set.of("old"), user, new Outcome.Done<>(NONE), true, null, SHUT);
    }

    @Test
    void anOpenDoorOutweighsOneThatNobodyLookedAt() {
        // Given
        ProofInput input = input(user(RETIRED), new Outcome.Unavailable<>("no answer"), REFUSED);

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Broken(List.of(Proof.PASSWORD_CREDENTIAL)));
    }

    @Test
    void aUserThatIsGoneProvesNothing() {
        // Given
        ProofInput input = input(new Outcome.NoSuchUser<>(), new Outcome.NoSuchUser<>(), new Outcome.NoSuchUser<>());

        // When
        Verdict verdict = Proof.of(input).verdict();

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Incomplete.class);
    }

    @Test
    void aSessionOfTheOwnerWhoCameBackIsHarmless() {
        // Given
        UserSessions after = new UserSessions(1, Map.of("app", 1), List.of(), STARTED.plusSeconds(60));

        // When
        Verdict verdict =
                Proof.of(input(user(FRESH), new Outcome.Done<>(after), REFUSED)).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Holds());
    }

    @Test
    void aSessionFromBeforeTheNewPasswordIsNot() {
        // Given
        UserSessions before = new UserSessions(1, Map.of("app", 1), List.of(), STARTED.plusSeconds(59));

        // When
        Verdict verdict = Proof.of(input(user(FRESH), new Outcome.Done<>(before), REFUSED))
                .verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Broken(List.of(Proof.SESSIONS, Proof.OFFLINE_GRANTS)));
    }

    @Test
    void anOfflineGrantWithoutAnySessionStillBreaksIt() {
        // Given
        UserSessions grant = new UserSessions(0, Map.of("app", 0), List.of(), null);

        // When
        Verdict verdict =
                Proof.of(input(user(FRESH), new Outcome.Done<>(grant), REFUSED)).verdict();

        // Then
        assertThat(verdict).isEqualTo(new Verdict.Broken(List.of(Proof.OFFLINE_GRANTS)));
    }

    @Test
    void aMailConnectionFromBeforeBreaksItAndACacheThatWasNotEmptiedLeavesItUnproved() {
        assertThat(verdict(user(), new MailReading.Door("main", null, true, 1, 0)))
                .isEqualTo(new Verdict.Broken(List.of(MailReading.CONNECTIONS)));
        assertThat(verdict(user(), new MailReading.Door("main", "It is down", false, 0, 0)))
                .isEqualTo(new Verdict.Incomplete(List.of(MailReading.CACHE, MailReading.CONNECTIONS)));
    }

    @Test
    void aMailConnectionThatWasOpenedSinceIsTheOwnersOnlyOnceANewPasswordIsSet() {
        MailReading.Door back = new MailReading.Door("main", null, true, 0, 1);

        assertThat(verdict(user(FRESH), back)).isEqualTo(new Verdict.Holds());
        assertThat(verdict(user(), back)).isEqualTo(new Verdict.Incomplete(List.of(MailReading.CONNECTIONS)));
    }

    @Test
    void noMailServerIsShownAndKeepsNothingFromBeingProved() {
        // Given
        ProofInput input =
                input(user(), new Outcome.Done<>(NONE), REFUSED, new MailReading("mail.example", List.of(), false));

        // When
        Proof proof = Proof.of(input);

        // Then
        assertThat(proof.verdict()).isEqualTo(new Verdict.Holds());
        assertThat(proof.evidence()).extracting(Evidence::check).contains(MailReading.NO_SERVER);
    }

    private static Verdict verdict(Outcome<FleetUser> user, MailReading.Door door) {
        return Proof.of(input(
                        user, new Outcome.Done<>(NONE), REFUSED, new MailReading("mail.example", List.of(door), false)))
                .verdict();
    }

    @Test
    void evidenceThatWasNeverGatheredCountsAsMissing() {
        // Given
        List<Evidence> some = List.of(new Evidence(Proof.USER, EvidenceOutcome.HOLDS, "seen"));

        // When
        Verdict verdict = Proof.verdict(some);

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Incomplete.class);
    }

    @Test
    void oneMoreDoorBreaksWhenItIsOpenAndIsMissingWhenNobodyCouldLook() {
        Proof holds = Proof.of(input(user(), new Outcome.Done<>(NONE), REFUSED));
        Proof incomplete = Proof.of(input(user(), new Outcome.Done<>(NONE), null));

        assertThat(holds.also(new Evidence("more", EvidenceOutcome.HOLDS, "shut"))
                        .verdict())
                .isEqualTo(new Verdict.Holds());
        assertThat(holds.also(new Evidence("more", EvidenceOutcome.BROKEN, "open"))
                        .verdict())
                .isEqualTo(new Verdict.Broken(List.of("more")));
        assertThat(holds.also(new Evidence("more", EvidenceOutcome.NOT_CHECKED, "away"))
                        .verdict())
                .isEqualTo(new Verdict.Incomplete(List.of("more")));
        assertThat(incomplete
                        .also(new Evidence("more", EvidenceOutcome.NOT_CHECKED, "away"))
                        .verdict())
                .isEqualTo(new Verdict.Incomplete(List.of(Proof.OLD_PASSWORD, "more")));
    }

    @Test
    void remembersThatTheOldPasswordWasRefusedWhenItCannotBeTriedAgain() {
        // Given
        List<Evidence> before =
                Proof.of(input(user(), new Outcome.Done<>(NONE), REFUSED)).evidence();
        Proof now = Proof.of(input(user(), new Outcome.Done<>(NONE), null));

        // When
        Proof remembering = now.remembering(before);

        // Then
        assertThat(now.verdict()).isInstanceOf(Verdict.Incomplete.class);
        assertThat(remembering.verdict()).isEqualTo(new Verdict.Holds());
    }

    @Test
    void remembersNothingButARefusalAndNoOtherDoor() {
        // Given
        Proof now = Proof.of(input(user(), new Outcome.Unavailable<>("away"), null));
        List<Evidence> before = List.of(
                new Evidence(Proof.OLD_PASSWORD, EvidenceOutcome.NOT_CHECKED, "nobody presented it"),
                new Evidence(Proof.SESSIONS, EvidenceOutcome.HOLDS, "none then"));

        // When
        Proof remembering = now.remembering(before);

        // Then
        assertThat(remembering).isEqualTo(now);
    }

    private static Outcome<FleetUser> user(PasswordCredential... passwords) {
        return new Outcome.Done<>(new FleetUser(
                "id", "anna", null, true, Set.of("fleet"), false, null, List.of(), List.of(passwords), List.of()));
    }

    private static ProofInput input(
            Outcome<FleetUser> user, Outcome<UserSessions> sessions, Outcome<LiveCheck> oldPassword) {
        return input(user, sessions, oldPassword, SHUT);
    }

    private static ProofInput input(
            Outcome<FleetUser> user, Outcome<UserSessions> sessions, Outcome<LiveCheck> oldPassword, MailReading mail) {
        return new ProofInput("id", STARTED, Set.of("old"), user, sessions, false, oldPassword, mail);
    }
}

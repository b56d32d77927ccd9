// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.KeycloakScene.Answer;
import org.mailwarden.auth.keycloak.KeycloakScene.Person;
import org.mailwarden.auth.proof.MailReading;
import org.mailwarden.auth.proof.Proof;
import org.mailwarden.auth.proof.ProofInput;
import org.mailwarden.auth.proof.Verdict;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** The steps of a reset against a real Keycloak, seen from outside, and the proof with each step left out in turn. */
@QuarkusTest
class KeycloakAdminGatewayTest {

    private static final String OLD = KeycloakScene.OLD_PASSWORD;
    private static final String NEW = "a fresh and unknown one";
    private static final MailReading NO_MAIL_SERVER = new MailReading("fleet.example", List.of(), false);
    private static final List<String> ACTIONS = List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP");

    private KeycloakScene scene;
    private KeycloakGateway gateway;

    @BeforeEach
    void connect() {
        scene = KeycloakScene.running();
        gateway = scene.gateway();
    }

    @Test
    void theFullSequenceShutsEveryDoorOfTheThief() {
        // Given
        Person anna = scene.person("fleet");
        Answer online = scene.signIn(anna.username(), OLD);
        Answer offline = scene.signInOffline(anna.username(), OLD);
        assertThat(scene.refresh(online).status()).isEqualTo(200);
        assertThat(scene.refresh(offline).status()).isEqualTo(200);
        Reset reset = begin(anna);

        // When
        done(gateway.logout(anna.id()));
        assertThat(done(gateway.revokeGrants(anna.id()))).containsExactly("mailwarden-legacy-login");
        assertThat(done(gateway.deletePasswords(anna.id(), KeycloakScene.passwords(gateway, anna))))
                .hasSize(1);
        done(gateway.logout(anna.id()));

        // Then
        assertThat(scene.refresh(online).error()).isEqualTo("Session not active");
        assertThat(scene.refresh(offline).error()).isEqualTo("Offline user session not found");
        assertThat(scene.signIn(anna.username(), OLD).error()).isEqualTo("Invalid user credentials");
        assertThat(prove(reset).verdict()).isEqualTo(new Verdict.Holds());
    }

    @Test
    void everyStepMayBeRepeated() {
        // Given
        Person anna = scene.person("fleet");
        reset(anna);

        // When
        reset(anna);

        // Then
        assertThat(done(gateway.revokeGrants(anna.id()))).isEmpty();
        assertThat(done(gateway.deletePasswords(anna.id(), KeycloakScene.passwords(gateway, anna))))
                .isEmpty();
    }

    @Test
    void withoutRevokingGrantsTheProofNamesTheOfflineDoor() {
        // Given
        Person anna = scene.person("fleet");
        scene.signInOffline(anna.username(), OLD);
        Reset reset = begin(anna);

        // When
        done(gateway.logout(anna.id()));
        done(gateway.deletePasswords(anna.id(), KeycloakScene.passwords(gateway, anna)));
        done(gateway.logout(anna.id()));

        // Then
        assertThat(prove(reset).verdict()).isEqualTo(new Verdict.Broken(List.of(Proof.OFFLINE_GRANTS)));
    }

    @Test
    void withoutDeletingThePasswordTheProofNamesItAndTheLiveCheckTakesIt() {
        // Given
        Person anna = scene.person("fleet");
        Reset reset = begin(anna);

        // When
        done(gateway.logout(anna.id()));
        done(gateway.requireActions(anna.id(), ACTIONS));

        // Then
        assertThat(prove(reset).verdict())
                .isEqualTo(new Verdict.Broken(List.of(Proof.PASSWORD_CREDENTIAL, Proof.OLD_PASSWORD)));
    }

    @Test
    void withoutTheSecondLogoutASignInInTheGapIsNamed() {
        // Given
        Person anna = scene.person("fleet");
        Reset reset = begin(anna);
        done(gateway.logout(anna.id()));
        done(gateway.revokeGrants(anna.id()));
        scene.signIn(anna.username(), OLD);

        // When
        done(gateway.deletePasswords(anna.id(), KeycloakScene.passwords(gateway, anna)));

        // Then
        assertThat(prove(reset).verdict()).isEqualTo(new Verdict.Broken(List.of(Proof.SESSIONS)));
    }

    @Test
    void theLinkLetsTheOwnerChooseThePasswordFirstAndThenTheSecondFactorOnce() {
        // Given
        Person anna = scene.person("fleet");
        Reset reset = begin(anna);
        reset(anna);
        String link = done(gateway.mintRecoveryLink(anna.id(), ACTIONS, Duration.ofMinutes(10)))
                .link()
                .revealString(SecretAccess.because("open it as its owner"));
        LinkVisitor owner = new LinkVisitor().open(link).proceed();
        assertThat(owner.asksForPassword()).isTrue();

        // When
        owner.choosePassword(NEW);
        assertThat(owner.asksForTotp()).isTrue();
        String secret = owner.enrolTotp();

        // Then
        assertThat(scene.signIn(anna.username(), OLD, LinkVisitor.totp(secret, Instant.now()))
                        .status())
                .isNotEqualTo(200);
        scene.clearLockout(anna);
        assertThat(scene.signIn(anna.username(), NEW).status()).isNotEqualTo(200);
        scene.clearLockout(anna);
        assertThat(scene.signIn(
                                anna.username(),
                                NEW,
                                LinkVisitor.totp(secret, Instant.now().plusSeconds(30)))
                        .status())
                .isEqualTo(200);
        FleetUser user = done(gateway.read(anna.id()));
        assertThat(user.secondFactors()).containsExactly("otp");
        assertThat(new LinkVisitor().open(link).status()).isEqualTo(400);
        assertThat(scene.asProvisioner("/users/" + anna.id())
                        .path("emailVerified")
                        .asBoolean())
                .as("the link went elsewhere, so it verified no address")
                .isFalse();
        assertThat(prove(reset).verdict()).as("the owner came back").isEqualTo(new Verdict.Holds());
    }

    @Test
    void aStrangerToTheFleetIsOutOfReach() {
        // Given
        Person stranger = scene.person();

        // When
        List<Outcome<?>> outcomes = changes(stranger);

        // Then
        assertThat(outcomes).allMatch(Outcome.Denied.class::isInstance);
        assertThat(gateway.findByUsername(stranger.username())).isInstanceOf(Outcome.NoSuchUser.class);
        assertThat(scene.signIn(stranger.username(), OLD).status()).isEqualTo(200);
    }

    @Test
    void aProtectedUserCanBeSeenButNotTouchedEvenInsideTheFleet() {
        // Given
        Person boss = scene.person("fleet", "protected");

        // When
        List<Outcome<?>> outcomes = changes(boss);

        // Then
        assertThat(outcomes).allMatch(Outcome.Denied.class::isInstance);
        assertThat(done(gateway.findByUsername(boss.username())).protectedUser())
                .isTrue();
        assertThat(scene.signIn(boss.username(), OLD).status()).isEqualTo(200);
    }

    @Test
    void keycloakItselfRefusesToChangeAProtectedUser() {
        // Given
        Person boss = scene.person("fleet", "protected");
        String users = "/admin/realms/mailwarden/users/" + boss.id();

        // When
        Answer logout = scene.send("POST", users + "/logout", scene.authToken(), null);

        // Then
        assertThat(logout.status()).isEqualTo(403);
        assertThat(scene.send("POST", "/realms/mailwarden/mailwarden/recovery-link", scene.authToken(), link(boss))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void theEndpointsAreClosedToEveryOtherToken() {
        // Given
        Person anna = scene.person("fleet");
        ObjectNode check = scene.object().put("userId", anna.id());
        check.putArray("candidates").add(OLD);

        // When
        Answer withOtherAudience =
                scene.send("POST", "/realms/mailwarden/mailwarden/verify", scene.provisionerToken(), check);

        // Then
        assertThat(withOtherAudience.status()).isEqualTo(401);
        assertThat(scene.send(
                                "POST",
                                "/realms/mailwarden/mailwarden/recovery-link",
                                scene.provisionerToken(),
                                link(anna))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anActionThatIsNotForRecoveryAndALongLifespanAreRefused() {
        // Given
        Person anna = scene.person("fleet");

        // When
        Outcome<RecoveryLink> deletion =
                gateway.mintRecoveryLink(anna.id(), List.of("delete_account"), Duration.ofMinutes(10));

        // Then
        assertThat(deletion).isInstanceOf(Outcome.Denied.class);
        assertThat(gateway.mintRecoveryLink(anna.id(), ACTIONS, Duration.ofDays(2)))
                .isInstanceOf(Outcome.Denied.class);
    }

    @Test
    void theLiveCheckTellsTheCurrentPasswordWithoutCountingAFailure() {
        // Given
        Person anna = scene.person("fleet");

        // When
        LiveCheck wrong = check(anna, "something else");

        // Then
        assertThat(wrong).isEqualTo(new LiveCheck(false, true));
        assertThat(check(anna, "another one")).isEqualTo(new LiveCheck(false, true));
        assertThat(check(anna, OLD)).isEqualTo(new LiveCheck(true, true));
        assertThat(scene.asProvisioner("/attack-detection/brute-force/users/" + anna.id())
                        .path("numFailures")
                        .asInt())
                .isZero();
    }

    @Test
    void theLiveCheckOfOneUserHasABudget() {
        // Given
        Person anna = scene.person("fleet");
        ObjectNode check = scene.object().put("userId", anna.id());
        for (int i = 0; i < 20; i++) {
            check.withArray("candidates").add("guess " + i);
        }
        String path = "/realms/mailwarden/mailwarden/verify";
        for (int i = 0; i < 3; i++) {
            assertThat(scene.send("POST", path, scene.authToken(), check).status())
                    .isEqualTo(200);
        }

        // When
        Answer fourth = scene.send("POST", path, scene.authToken(), check);

        // Then
        assertThat(fourth.status()).isEqualTo(429);
    }

    @Test
    void requiredActionsAreAddedAndNothingElseChanges() {
        // Given
        Person anna = scene.person("fleet");
        done(gateway.requireActions(anna.id(), List.of("CONFIGURE_TOTP")));

        // When
        List<String> pending = done(gateway.requireActions(anna.id(), List.of("UPDATE_PASSWORD")));

        // Then
        FleetUser user = done(gateway.read(anna.id()));
        assertThat(pending).containsExactlyInAnyOrder("CONFIGURE_TOTP", "UPDATE_PASSWORD");
        assertThat(user.requiredActions()).containsExactlyInAnyOrder("CONFIGURE_TOTP", "UPDATE_PASSWORD");
        assertThat(user.email()).isEqualTo(anna.username() + "@example.org");
        assertThat(user.recoveryAddress()).isEqualTo(anna.username() + "@recovery.example");
    }

    @Test
    void aThiefCannotMoveTheRecoveryAddress() {
        // Given
        Person anna = scene.person("fleet");
        String thief =
                scene.signIn(anna.username(), OLD).body().path("access_token").asText();
        ObjectNode profile =
                scene.object().put("username", anna.username()).put("email", anna.username() + "@example.org");
        profile.putObject("attributes").putArray("recoveryAddress").add("thief@example.com");

        // When
        scene.send("POST", "/realms/mailwarden/account", thief, profile);

        // Then
        assertThat(done(gateway.read(anna.id())).recoveryAddress()).isEqualTo(anna.username() + "@recovery.example");
    }

    @Test
    void aLockoutOfTheOwnersStaleDevicesEndsWithANewPasswordThatAnAdministratorSets() {
        // Given
        Person anna = scene.person("fleet");
        for (int failure = 0; failure < 10; failure++) {
            scene.signIn(anna.username(), "stale device");
        }
        // Keycloak counts failures after it has answered.
        await().atMost(Duration.ofSeconds(90))
                .until(() -> scene.asProvisioner("/attack-detection/brute-force/users/" + anna.id())
                        .path("disabled")
                        .asBoolean());
        assertThat(scene.signIn(anna.username(), OLD).status()).isEqualTo(400);

        // When
        scene.setPassword(anna, NEW);

        // Then
        assertThat(scene.signIn(anna.username(), NEW).status()).isEqualTo(200);
    }

    @Test
    void aKeycloakThatCannotBeAskedProvesNothing() {
        // Given
        Person anna = scene.person("fleet");
        KeycloakGateway unreachable = scene.gateway(URI.create("http://127.0.0.1:1"));

        // When
        Proof proof = Proof.of(new ProofInput(
                anna.id(),
                Instant.now(),
                Set.of(),
                unreachable.read(anna.id()),
                unreachable.sessions(anna.id()),
                false,
                unreachable.liveCheck(anna.id(), Secret.of(OLD)),
                NO_MAIL_SERVER));

        // Then
        assertThat(proof.verdict()).isInstanceOf(Verdict.Incomplete.class);
    }

    @Test
    void theFleetIsCountedWithoutAnyoneOutsideIt() {
        // Given
        int before = done(gateway.fleetSize());
        scene.person("protected");
        scene.person();

        // When
        scene.person("fleet");

        // Then
        assertThat(done(gateway.fleetSize())).isEqualTo(before + 1);
    }

    @Test
    void aUserWithoutTheRoleIsNotTheLastAdmin() {
        // Given
        Person anna = scene.person("fleet");

        // When
        boolean last = done(gateway.isLastEnabledAdmin(anna.id()));

        // Then
        assertThat(last).isFalse();
    }

    @Test
    void deletesNoPasswordButTheOnesThatAreMeant() {
        // Given
        Person anna = scene.person("fleet");

        // When
        List<String> deleted = done(gateway.deletePasswords(anna.id(), Set.of("retired before")));

        // Then
        assertThat(deleted).isEmpty();
        assertThat(scene.signIn(anna.username(), OLD).status()).isEqualTo(200);
    }

    private record Reset(Person person, Instant startedAt, Set<String> passwords) {}

    private Reset begin(Person person) {
        return new Reset(person, Instant.now(), KeycloakScene.passwords(gateway, person));
    }

    private void reset(Person person) {
        done(gateway.logout(person.id()));
        done(gateway.revokeGrants(person.id()));
        done(gateway.deletePasswords(person.id(), KeycloakScene.passwords(gateway, person)));
        done(gateway.logout(person.id()));
    }

    private Proof prove(Reset reset) {
        String id = reset.person().id();
        return Proof.of(new ProofInput(
                id,
                reset.startedAt(),
                reset.passwords(),
                gateway.read(id),
                gateway.sessions(id),
                false,
                gateway.liveCheck(id, Secret.of(OLD)),
                NO_MAIL_SERVER));
    }

    private List<Outcome<?>> changes(Person person) {
        return List.of(
                gateway.logout(person.id()),
                gateway.revokeGrants(person.id()),
                gateway.deletePasswords(person.id(), KeycloakScene.passwords(gateway, person)),
                gateway.requireActions(person.id(), ACTIONS),
                gateway.mintRecoveryLink(person.id(), ACTIONS, Duration.ofMinutes(10)));
    }

    private LiveCheck check(Person person, String candidate) {
        return done(gateway.liveCheck(person.id(), Secret.of(candidate)));
    }

    private ObjectNode link(Person person) {
        ObjectNode request = scene.object().put("userId", person.id()).put("lifespanSeconds", 600);
        request.putArray("actions").add("UPDATE_PASSWORD");
        return request;
    }

    private static <T> T done(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<T>) outcome).value();
    }
}

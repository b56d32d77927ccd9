// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.keycloak.KeycloakScene;
import org.mailwarden.auth.saga.MortalJobs.Fate;
import org.mailwarden.auth.saga.MortalJobs.Moment;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.devstack.control.ControlClient;

/** People who are not as a reset would like them, and findings that come late, often, or against each other. All at once. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class UnusualPeopleTest {

    private static final FindingKind KIND = FindingKind.NEW_CLIENT;
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int OFTEN = 25;

    private static @Nullable Fleet fleet;

    private final Database database;
    private final MortalJobs jobs;

    UnusualPeopleTest(EntityManager entities, MortalJobs jobs) {
        this.database = new Database(entities);
        this.jobs = jobs;
    }

    private record Fleet(
            Scene withoutMail,
            Scene withoutPassword,
            Scene renamedBefore,
            Scene renamedMeanwhile,
            String renamedId,
            Scene deletedMeanwhile,
            Scene lockedOut,
            Scene namedOften,
            Scene clearedBefore,
            Finding cleared,
            Scene clearedMeanwhile,
            Scene heardLate,
            Scene putOff) {}

    @BeforeEach
    void tellOfEverybodyOnce() {
        if (fleet != null) {
            return;
        }
        Scene.policy(
                "unusual",
                KIND,
                "AUTO",
                5,
                Map.of("budget", Map.of("max", 500, "windowMinutes", 10, "shareOfFleet", 0)));
        renaming(true);
        Scene withoutPassword = Scene.without(
                "w" + UUID.randomUUID().toString().substring(0, 8), Tokens.token("mailwarden-provisioner"), "/fleet");
        Scene renamedMeanwhile = somebody();
        Scene cleared = somebody();
        Fleet all = new Fleet(
                somebody(),
                known(withoutPassword),
                somebody(),
                renamedMeanwhile,
                renamedMeanwhile.userId(),
                somebody(),
                somebody(),
                somebody(),
                cleared,
                Scene.held(Scene.closed(finding(cleared))),
                somebody(),
                somebody(),
                somebody());
        all.withoutMail().changes(Map.of("email", "", "attributes", Map.of()));
        all.renamedBefore().changes(Map.of("username", all.renamedBefore().username() + "-married"));
        KeycloakScene keycloak = KeycloakScene.running();
        IntStream.range(0, 2).forEach(i -> keycloak.signIn(all.lockedOut().username(), "wrong"));
        Finding clearing = finding(all.clearedMeanwhile());
        happens(
                all.renamedMeanwhile(),
                Step.REVOKE_GRANTS,
                () -> all.renamedMeanwhile()
                        .changes(Map.of("username", all.renamedMeanwhile().username() + "-married")));
        happens(
                all.deletedMeanwhile(),
                Step.DELETE_PASSWORD,
                () -> all.deletedMeanwhile().isDeleted());
        happens(all.clearedMeanwhile(), Step.DELETE_PASSWORD, () -> {
            Scene.tell(Scene.held(Scene.closed(clearing)), UUID.randomUUID());
            await().atMost(SOON).until(() -> outcome(clearing).equals("CLOSED"));
        });
        // As a clock wrote it that was a day ahead.
        happens(all.putOff(), Step.DELETE_PASSWORD, () -> {
            database.run(
                    "update remediation set next_at = now() + interval '1 day', lease_until = now() + interval '1 day'"
                            + " where account_id = '" + all.putOff().accountId() + "'");
            throw new MortalJobs.Died();
        });
        List<Finding> often = IntStream.range(0, OFTEN)
                .mapToObj(i -> Scene.held(finding(all.namedOften())))
                .toList();
        Scene.tell(often);
        Scene.tell(often);
        Scene.tell(List.of(all.cleared(), Scene.held(clearing)));
        Scene.tell(List.of(
                        all.withoutMail(),
                        all.withoutPassword(),
                        all.renamedBefore(),
                        all.renamedMeanwhile(),
                        all.deletedMeanwhile(),
                        all.lockedOut(),
                        all.heardLate(),
                        all.putOff())
                .stream()
                .map(scene -> Scene.held(finding(scene)))
                .toList());
        fleet = all;
    }

    @AfterAll
    static void leaveTheRealmAsItWas() {
        renaming(false);
    }

    private static void renaming(boolean allowed) {
        ControlClient servers = new ControlClient(Tokens.setting("mailwarden.devservices.control-url"));
        RestAssured.given()
                .auth()
                .oauth2(servers.keycloakAdminToken())
                .contentType("application/json")
                .body(Map.of("editUsernameAllowed", allowed))
                .put(Tokens.setting("mailwarden.keycloak.url") + "/admin/realms/mailwarden")
                .then()
                .statusCode(204);
    }

    @Test
    void somebodyWithoutAnyMailIsResetAndAPersonIsToldToHandTheLinkOver() {
        JsonPath applied = fleet().withoutMail().reaches("VERIFIED");

        assertThat(applied.getString("items[0].evidence.find { it.check == 'recovery-link' }.detail"))
                .contains("The account is contained", "hands the person a new link in person");
        assertThat(fleet().withoutMail().passwords()).isEmpty();
    }

    @Test
    void aPasswordThatKeycloakDoesNotHoldIsNeverSaidToBeRetired() {
        Scene scene = fleet().withoutPassword();
        scene.reaches("APPLIED");

        String detail = await().atMost(SOON)
                .until(
                        () -> scene.response()
                                .getString("items[0].evidence.find { it.check == 'old-password' }.detail"),
                        found -> found != null);

        assertThat(detail).contains("Keycloak held no password of this user");
        assertThat(scene.response().getString("items[0].state")).isEqualTo("APPLIED");
    }

    @Test
    void whoHasAnotherNameByNowIsLeftAloneWithASentence() {
        JsonPath held = fleet().renamedBefore().reaches("HELD");

        assertThat(held.getString("items[0].heldBy")).isEqualTo("NOT_IN_FLEET");
        assertThat(held.getString("items[0].reason")).contains("Check the account's owner");
    }

    @Test
    void whoIsRenamedBetweenTwoStepsIsResetAllTheSame() {
        JsonPath verified = fleet().renamedMeanwhile().reaches("VERIFIED");

        assertThat(verified.getString("items[0].userId")).isEqualTo(fleet().renamedId());
        assertThat(jobs.met(fleet().renamedMeanwhile().accountId())).isTrue();
    }

    @Test
    void whoIsDeletedBetweenTwoStepsEndsTheResetWithASentence() {
        assertThat(fleet().deletedMeanwhile().reaches("FAILED").getString("items[0].reason"))
                .contains("Keycloak shows no such user");
    }

    @Test
    void aLockoutInProgressHoldsNoResetUp() {
        fleet().lockedOut().reaches("VERIFIED");

        assertThat(fleet().lockedOut().passwords()).isEmpty();
    }

    @Test
    void fiftyEventsAboutOnePasswordComeToOneReset() {
        Scene scene = fleet().namedOften();
        scene.reaches("VERIFIED");
        await().atMost(SOON)
                .until(() ->
                        database.count("select count(*) from finding_check where outcome is not null and account_id = '"
                                        + scene.accountId() + "'")
                                == OFTEN);

        assertThat(scene.response().getList("items")).hasSize(1);
        assertThat(scene.response().getList("items[0].findings")).hasSize(OFTEN);
        assertThat(started(scene)).isEqualTo(1);
    }

    @Test
    void aFindingThatWasAFalseAlarmBeforeItsEventCameResetsNobody() {
        await().atMost(SOON).until(() -> outcome(fleet().cleared()).equals("CLOSED"));

        assertThat(fleet().clearedBefore().response().getList("items")).isEmpty();
        assertThat(fleet().clearedBefore().signsIn()).isTrue();
    }

    @Test
    void aFalseAlarmInTheMiddleOfAResetLeavesNothingHalfDone() {
        Scene scene = fleet().clearedMeanwhile();
        scene.reaches("VERIFIED");

        assertThat(scene.passwords()).isEmpty();
        assertThat(scene.requiredActions()).contains("UPDATE_PASSWORD", "CONFIGURE_TOTP");
    }

    @Test
    void aFindingAboutTheOldPasswordThatComesAfterwardsTakesTheNewOneFromNobody() {
        // Given
        Scene scene = fleet().heardLate();
        scene.reaches("VERIFIED");
        scene.sets("chosen by the owner " + UUID.randomUUID());
        Finding late = Scene.held(finding(scene));

        // When
        Scene.tell(late, UUID.randomUUID());

        // Then
        await().atMost(SOON).until(() -> outcome(late).equals("PLANNED"));
        assertThat(scene.passwords()).hasSize(1);
        assertThat(started(scene)).isEqualTo(1);
        assertThat(scene.response().getList("items")).hasSize(1);
    }

    @Test
    void whatAClockThatWasADayAheadPutOffIsDueAtOnce() {
        fleet().putOff().reaches("VERIFIED");

        assertThat(jobs.met(fleet().putOff().accountId())).isTrue();
    }

    private static Fleet fleet() {
        return Objects.requireNonNull(fleet);
    }

    private Scene somebody() {
        return known(Scene.somebody("/fleet"));
    }

    private Scene known(Scene scene) {
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + scene.accountId() + "', '" + scene.address() + "', '" + scene.username() + "', "
                + System.currentTimeMillis() + ", 'SUSPENDED', now())");
        return scene;
    }

    /** About the password that the account has; its version is that of a password which Keycloak alone holds. */
    private Finding finding(Scene scene) {
        long version =
                database.count("select credential_version from account where account_id = '" + scene.accountId() + "'");
        return scene.finding(KIND, "corpus of " + scene.username(), version);
    }

    private void happens(Scene scene, Step step, Runnable what) {
        jobs.meet(scene.accountId(), new Fate(step, Moment.AFTER_THE_INTENT, what));
    }

    private String outcome(Finding finding) {
        return database.text("select coalesce(max(outcome), '') from finding_check where finding_id = '"
                + finding.findingId() + "'");
    }

    private long started(Scene scene) {
        return database.count("select count(*) from ledger l join remediation r on l.object = cast(r.id as text)"
                + " where l.action = 'remediation.started' and r.account_id = '" + scene.accountId() + "'");
    }
}

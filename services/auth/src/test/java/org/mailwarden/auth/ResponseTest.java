// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class ResponseTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final EntityManager entities;

    ResponseTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void observesWithoutTouchingAnybody() {
        // Given
        policy("OBSERVE", 25);
        Scene scene = Scene.somebody("/fleet");

        // When
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());

        // Then
        reaches(scene, "PLANNED");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void resetsAndProvesThatTheOldPasswordAndTheOldTokensAreDead() {
        // Given
        policy("AUTO", 500);
        Scene scene = Scene.somebody("/fleet");
        String offline = scene.offlineToken();
        assertThat(scene.refreshes(offline)).isTrue();

        // When
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = reaches(scene, "APPLIED").getString("items[0].id");
        assertThat(Tokens.as("mailwarden-breach-watch")
                        .contentType("application/json")
                        .body(Map.of("candidate", "forged"))
                        .post("/api/v1/remediations/" + id + "/proof/old-password")
                        .statusCode())
                .isEqualTo(403);
        Tokens.asService()
                .contentType("application/json")
                .body(Map.of("candidate", scene.password()))
                .post("/api/v1/remediations/" + id + "/proof/old-password")
                .then()
                .statusCode(204);

        // Then
        JsonPath verified = reaches(scene, "VERIFIED");
        assertThat(rows("proof.presented", UUID.fromString(id))).isEqualTo(1);
        assertThat(scene.signsIn()).isFalse();
        assertThat(scene.refreshes(offline)).isFalse();
        assertThat(scene.requiredActions()).contains("UPDATE_PASSWORD", "CONFIGURE_TOTP");
        assertThat(verified.getList("items[0].evidence.findAll { it.outcome == 'HOLDS' }.check", String.class))
                .contains("required-actions", "recovery-link", "old-password");
        assertThat(verified.getList("items[0].evidence.findAll { it.outcome == 'NOT_CHECKED' }.check", String.class))
                .contains("mail-server");
        assertThat(Tokens.as("mailwarden-breach-watch")
                        .contentType("application/json")
                        .body(Map.of("user", scene.username(), "candidate", scene.password()))
                        .post("/api/v1/retired-passwords/recognise")
                        .jsonPath()
                        .getString("remediationId"))
                .isEqualTo(id);
    }

    @Test
    void goesOnWhereACrashedWorkerStopped() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        String id = interrupted(scene);
        assertThat(list(scene).getString("items[0].state")).isEqualTo("STARTED");
        assertThat(scene.signsIn()).isTrue();

        // When
        resume(id);

        // Then
        reaches(scene, "APPLIED");
        assertThat(scene.signsIn()).isFalse();
    }

    @Test
    void stopsBeforeTheUserWhoBecameProtectedMeanwhile() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        String id = interrupted(scene);
        scene.joins("protected");

        // When
        resume(id);

        // Then
        assertThat(reaches(scene, "FAILED").getString("items[0].reason")).contains("never reset by Mailwarden");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void stopsBeforeTheUserWhoIsTheLastAdministratorMeanwhile() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        String id = interrupted(scene);
        scene.isGiven("admin");

        // When
        resume(id);

        // Then
        try {
            assertThat(reaches(scene, "FAILED").getString("items[0].reason")).contains("last enabled administrator");
            assertThat(scene.signsIn()).isTrue();
        } finally {
            scene.isDeleted();
        }
    }

    /** A job that a worker, dead since, left right before the password goes. */
    private String interrupted(Scene scene) {
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = reaches(scene, "HELD").getString("items[0].id");
        String userId = scene.userId();
        sql("update remediation set state = 'STARTED', snapshot = replace(replace(snapshot, '\"HELD\"', '\"STARTED\"'),"
                + " '\"userId\":null', '\"userId\":\"" + userId
                + "\"'), step = 'DELETE_PASSWORD', retired_passwords = '"
                + String.join(" ", scene.passwords()) + "',"
                + " started_at = now(), next_at = now(), lease_until = now() + interval '1 hour' where id = '" + id
                + "'");
        sql("insert into step_intent (remediation_id, step, intended_at) values ('" + id
                + "', 'DELETE_PASSWORD', now())");
        return id;
    }

    private void resume(String id) {
        sql("update remediation set lease_until = now() - interval '1 second' where id = '" + id + "'");
    }

    @Test
    void neverVerifiesWhileTheOldPasswordIsStillTaken() {
        // Given
        policy("AUTO", 500);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = reaches(scene, "APPLIED").getString("items[0].id");
        String taken = "still taken " + UUID.randomUUID();
        scene.sets(taken);

        // When
        Tokens.asService()
                .contentType("application/json")
                .body(Map.of("candidate", taken))
                .post("/api/v1/remediations/" + id + "/proof/old-password");

        // Then
        assertThat(reaches(scene, "FAILED").getString("items[0].reason")).contains("old-password");
    }

    @Test
    void approvesOnlyWhatWasShownAndNeverByTheOneWhoAsked() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        JsonPath shown = reaches(scene, "HELD");
        String path = "/api/v1/remediations/" + shown.getString("items[0].id") + "/approve";

        // When
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("hash", "0".repeat(64)))
                .post(path)
                .then()
                .statusCode(409);
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("hash", shown.getString("items[0].hash")))
                .post(path)
                .then()
                .statusCode(200);

        // Then
        reaches(scene, "APPLIED");
    }

    @Test
    void plansARejectedResetAgainWhenTheFindingOpensAgainButNotWhenItOnlyChanges() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        Finding finding = Scene.held(scene.finding());
        Scene.tell(finding, UUID.randomUUID());
        String id = reaches(scene, "HELD").getString("items[0].id");
        reject(id);
        policy("AUTO", 500);
        Scene.tell(finding, UUID.randomUUID());
        await().atMost(SOON).until(() -> rows("finding.heard", finding.findingId()) == 2 && unchecked(finding) == 0);
        assertThat(list(scene).getString("items[0].state")).isEqualTo("REJECTED");

        // When
        Scene.tell(Scene.held(Scene.reopened(finding)), UUID.randomUUID());

        // Then
        JsonPath again = reaches(scene, "HELD");
        assertThat(again.getString("items[0].id")).isEqualTo(id);
        assertThat(again.getString("items[0].mode")).isEqualTo("PROPOSE");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void bringsWhatAPoisonedFeedHadRejectedBeforeAPersonWhenItReallyLeaks() {
        // Given
        Scene.policy("leaks", FindingKind.MAILBOX_EVIDENCE, "AUTO", 500, Map.of());
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = reaches(scene, "HELD").getString("items[0].id");
        reject(id);

        // When
        Finding leak = Scene.held(scene.finding(FindingKind.MAILBOX_EVIDENCE, "stolen " + scene.username()));
        Scene.tell(leak, UUID.randomUUID());

        // Then
        JsonPath again = reaches(scene, "HELD");
        assertThat(again.getString("items[0].id")).isEqualTo(id);
        assertThat(again.getString("items[0].policy")).isEqualTo("leaks");
        assertThat(again.getString("items[0].heldBy")).isEqualTo("WAITS_FOR_APPROVAL");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void runsWhatWasOnlyObservedOrWaitedWhenAFindingOfABolderPolicyAsksForTheSame() {
        // Given
        Scene.policy("leaks", FindingKind.MAILBOX_EVIDENCE, "AUTO", 500, Map.of());
        policy("OBSERVE", 500);
        Scene observed = Scene.somebody("/fleet");
        Scene.tell(Scene.held(observed.finding()), UUID.randomUUID());
        reaches(observed, "PLANNED");
        policy("PROPOSE", 500);
        Scene waiting = Scene.somebody("/fleet");
        Scene.tell(Scene.held(waiting.finding()), UUID.randomUUID());
        reaches(waiting, "HELD");

        // When
        Scene.tell(Stream.of(observed, waiting)
                .map(scene -> Scene.held(scene.finding(FindingKind.MAILBOX_EVIDENCE, "stolen " + scene.username())))
                .toList());

        // Then
        assertThat(reaches(observed, "APPLIED").getString("items[0].policy")).isEqualTo("leaks");
        assertThat(reaches(waiting, "APPLIED").getList("items[0].findings")).hasSize(2);
    }

    @Test
    void waitsWithAFindingWhileTheGovernorDecidesAboutTheOthers() {
        // Given
        Scene.policy("leaks", FindingKind.MAILBOX_EVIDENCE, "AUTO", 500, Map.of());
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = reaches(scene, "HELD").getString("items[0].id");
        sql("update remediation set step = 'GOVERN', next_at = now() + interval '1 hour', lease_until = now()"
                + " + interval '1 hour' where id = '" + id + "'");
        Finding leak = Scene.held(scene.finding(FindingKind.MAILBOX_EVIDENCE, "stolen " + scene.username()));
        Scene.tell(leak, UUID.randomUUID());
        await().atMost(SOON).until(() -> attempts(leak) > 1);

        // When
        sql("update remediation set step = null, lease_until = null where id = '" + id + "'");

        // Then
        reaches(scene, "APPLIED");
    }

    private int attempts(Finding finding) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(
                                        "select coalesce(max(attempts), 0) from finding_check where finding_id = :id")
                                .setParameter("id", finding.findingId())
                                .getSingleResult())
                        .intValue());
    }

    @Test
    void saysInTheLedgerWhenNothingFollowsFromAFinding() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        reaches(scene, "HELD");
        Finding same = Scene.held(scene.finding());

        // When
        Scene.tell(same, UUID.randomUUID());

        // Then
        await().atMost(SOON).until(() -> rows("finding.passed", same.findingId()) == 1);
        assertThat(list(scene).getList("items[0].findings")).hasSize(2);
    }

    private static void reject(String id) {
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "a false alarm"))
                .post("/api/v1/remediations/" + id + "/reject")
                .then()
                .statusCode(200);
    }

    private long unchecked(Finding finding) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from finding_check where finding_id = :id and outcome is null", Long.class)
                .setParameter("id", finding.findingId())
                .getSingleResult());
    }

    @Test
    void refusesToChangeOrDropALedgerRow() {
        policy("OBSERVE", 25);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> sql("update ledger set actor = 'nobody' where seq = 1"))
                .hasStackTraceContaining("only grows");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> sql("delete from ledger where seq = 1"))
                .hasStackTraceContaining("only grows");
    }

    @Test
    void neverTouchesAProtectedUser() {
        // Given
        policy("AUTO", 500);
        Scene scene = Scene.somebody("/fleet", "/protected");

        // When
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());

        // Then
        JsonPath held = reaches(scene, "HELD");
        assertThat(held.getString("items[0].reason")).contains("protected");
        assertThat(held.getString("items[0].heldBy")).isEqualTo("PROTECTED");
        assertThat(scene.signsIn()).isTrue();
        assertThat(steps(held.getString("items[0].id"))).isZero();
    }

    @Test
    void neverTouchesAnAccountForEmergencies() {
        // Given
        policy("AUTO", 500);
        Scene scene = Scene.without("emergency-1", Tokens.token("mailwarden-provisioner"), "/fleet");

        // When
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());

        // Then
        assertThat(reaches(scene, "HELD").getString("items[0].heldBy")).isEqualTo("BREAK_GLASS");
        assertThat(scene.requiredActions()).isEmpty();
    }

    @Test
    void holdsWhatTheBudgetDoesNotAllow() {
        // Given
        policy("AUTO", 0);
        Scene scene = Scene.somebody("/fleet");

        // When
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());

        // Then
        assertThat(reaches(scene, "HELD").getString("items[0].reason")).contains("budget");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void hearsAnEventOnceHoweverOftenItComes() {
        // Given
        policy("OBSERVE", 25);
        Scene scene = Scene.somebody("/fleet");
        Finding finding = Scene.held(scene.finding());
        UUID event = UUID.randomUUID();
        Scene.tell(finding, event);
        reaches(scene, "PLANNED");

        // When
        Scene.tell(finding, event);
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());

        // Then
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(list(scene).getList("items[0].findings")).hasSize(2));
        assertThat(list(scene).getList("items")).hasSize(1);
        assertThat(rows("finding.heard", finding.findingId())).isEqualTo(1);
    }

    @Test
    void doesNothingForAFindingThatBreachWatchDoesNotHold() {
        // Given
        policy("AUTO", 500);
        Scene scene = Scene.somebody("/fleet");
        Finding forged = scene.finding();

        // When
        Scene.tell(forged, UUID.randomUUID());

        // Then
        await().atMost(SOON).until(() -> rows("finding.refused", forged.findingId()) == 1);
        assertThat(list(scene).getList("items")).isEmpty();
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void refusesWhoIsNotSignedInOrLacksTheRole() {
        RestAssured.given().get("/api/v1/remediations").then().statusCode(401);
        Tokens.asApprover().get("/api/v1/audit").then().statusCode(403);
        Tokens.asService().get("/api/v1/policies").then().statusCode(403);
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("candidate", "x"))
                .post("/api/v1/remediations/" + UUID.randomUUID() + "/proof/old-password")
                .then()
                .statusCode(403);
        assertThat(Tokens.asAdmin().get("/api/v1/audit/verify").jsonPath().getString("verdict"))
                .isNotEqualTo("TAMPERED");
    }

    @Test
    void neverStartsForTheUserWhoBecameProtectedBetweenPlanningAndApproval() {
        // Given
        policy("PROPOSE", 500);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        JsonPath shown = reaches(scene, "HELD");
        scene.joins("protected");

        // When
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("hash", shown.getString("items[0].hash")))
                .post("/api/v1/remediations/" + shown.getString("items[0].id") + "/approve")
                .then()
                .statusCode(200);

        // Then
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(list(scene).getString("items[0].heldBy")).isEqualTo("PROTECTED"));
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void countsAndFiltersByWhatHolds() {
        // Given
        policy("AUTO", 0);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        reaches(scene, "HELD");

        // When
        JsonPath facets = Tokens.asAdmin().get("/api/v1/remediations/facets").jsonPath();

        // Then
        assertThat(facets.getLong("heldBy.BUDGET")).isPositive();
        assertThat(filtered(scene, "BUDGET")).hasSize(1);
        assertThat(filtered(scene, "QUIET_HOURS")).isEmpty();
        assertThat(codesInTheLedger(scene)).contains("\"code\":\"BUDGET\"");
    }

    private static java.util.List<?> filtered(Scene scene, String heldBy) {
        return Tokens.asAdmin()
                .queryParam("accountId", scene.accountId())
                .queryParam("heldBy", heldBy)
                .get("/api/v1/remediations")
                .jsonPath()
                .getList("items");
    }

    private String codesInTheLedger(Scene scene) {
        return QuarkusTransaction.requiringNew().call(() -> (String) entities.createNativeQuery(
                        "select payload from ledger where action = 'remediation.held' and object = :id", String.class)
                .setParameter("id", list(scene).getString("items[0].id"))
                .getSingleResult());
    }

    private long steps(String id) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from step_intent where remediation_id = cast(:id as uuid)", Long.class)
                .setParameter("id", id)
                .getSingleResult());
    }

    private void sql(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql).executeUpdate());
    }

    private long rows(String action, UUID object) {
        return QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from ledger where action = :action and object = :object", Long.class)
                .setParameter("action", action)
                .setParameter("object", object.toString())
                .getSingleResult());
    }

    private static void policy(String mode, int max) {
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("mode", mode, "budget", Map.of("max", max, "windowMinutes", 10, "shareOfFleet", 0)))
                .put("/api/v1/policies/default")
                .then()
                .statusCode(200);
    }

    private static JsonPath reaches(Scene scene, String state) {
        return await().atMost(SOON)
                .until(() -> list(scene), answer -> state.equals(answer.getString("items[0].state")));
    }

    private static JsonPath list(Scene scene) {
        return Tokens.asAdmin()
                .queryParam("accountId", scene.accountId())
                .get("/api/v1/remediations")
                .jsonPath();
    }
}

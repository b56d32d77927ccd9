// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.lifecycle.UpkeepJob;
import org.mailwarden.auth.posture.PostureScan;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Fleet;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.Finding;

/** Every response but the reset itself, what is cancelled, and what people do in time: at the real Keycloak. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class OtherResponsesTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final EntityManager entities;
    private final PostureScan scan;
    private final UpkeepJob upkeep;

    OtherResponsesTest(EntityManager entities, PostureScan scan, UpkeepJob upkeep) {
        this.entities = entities;
        this.scan = scan;
        this.upkeep = upkeep;
    }

    @BeforeEach
    void nobodyIsDueByACalendar() {
        Fleet.policy("PROPOSE", 500);
        Fleet.lifecycle(Map.of());
    }

    @Test
    void endsEverythingOpenAndLeavesThePassword() {
        // Given
        Scene scene = known();
        String offline = scene.offlineToken();

        // When
        String id = Fleet.run(scene, "REVOKE_SESSIONS", Map.of());

        // Then
        Fleet.reaches(id, "VERIFIED");
        assertThat(scene.refreshes(offline)).isFalse();
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void endsTheLostDeviceAndNoOther() {
        // Given
        Scene scene = known();
        String lost = scene.offlineToken();
        String session = sessions(scene).getString("items[0].id");
        String kept = scene.offlineToken();

        // When
        String id = Fleet.run(scene, "REVOKE_SESSIONS", Map.of("sessionId", session));

        // Then
        Fleet.reaches(id, "VERIFIED");
        assertThat(scene.refreshes(lost)).isFalse();
        assertThat(scene.refreshes(kept)).isTrue();
    }

    @Test
    void disablesAndEnablesAgain() {
        // Given
        Scene scene = known();
        String offline = scene.offlineToken();
        Fleet.reaches(Fleet.run(scene, "DISABLE_USER", Map.of()), "VERIFIED");
        assertThat(scene.signsIn()).isFalse();

        // When
        String id = Fleet.run(scene, "ENABLE_USER", Map.of());

        // Then
        Fleet.reaches(id, "VERIFIED");
        assertThat(scene.signsIn()).isTrue();
        assertThat(scene.refreshes(offline)).isFalse();
    }

    @Test
    void resetsADisabledUserAsWellWithoutALink() {
        // Given
        Fleet.policy("AUTO", 500);
        Scene scene = known();
        Fleet.reaches(Fleet.run(scene, "DISABLE_USER", Map.of()), "VERIFIED");
        Finding finding = Scene.held(scene.finding());

        // When
        Scene.tell(finding, UUID.randomUUID());

        // Then
        JsonPath applied = await().atMost(SOON)
                .until(
                        () -> Tokens.asAdmin()
                                .queryParam("accountId", scene.accountId())
                                .queryParam("state", "APPLIED")
                                .get("/api/v1/remediations")
                                .jsonPath(),
                        found -> !found.getList("items").isEmpty());
        assertThat(applied.getString("items[0].reason")).contains("disabled user");
        assertThat(scene.passwords()).isEmpty();
    }

    @Test
    void listsWhatIsInAnyOfSeveralStates() {
        // Given
        Scene scene = known();
        Fleet.reaches(Fleet.run(scene, "NOTIFY_USER", Map.of()), "VERIFIED");

        // When
        List<String> found = Tokens.asAdmin()
                .queryParam("accountId", scene.accountId())
                .queryParam("state", "FAILED", "VERIFIED")
                .get("/api/v1/remediations")
                .jsonPath()
                .getList("items.state");
        List<String> others = Tokens.asAdmin()
                .queryParam("accountId", scene.accountId())
                .queryParam("state", "FAILED", "HELD")
                .get("/api/v1/remediations")
                .jsonPath()
                .getList("items.state");

        // Then
        assertThat(found).containsExactly("VERIFIED");
        assertThat(others).isEmpty();
    }

    @Test
    void tellsThePersonAndDoesNothingElse() {
        // Given
        Scene scene = known();
        String offline = scene.offlineToken();

        // When
        String id = Fleet.run(scene, "NOTIFY_USER", Map.of());

        // Then
        assertThat(Fleet.reaches(id, "VERIFIED").getList("evidence.check")).containsExactly("notification");
        assertThat(scene.refreshes(offline)).isTrue();
    }

    @Test
    void asksForASecondFactorByLinkAloneSoThatWhoeverSignsInCannotEnrolOne() {
        // Given
        Scene scene = known();

        // When
        String id = Fleet.run(scene, "REQUIRE_SECOND_FACTOR", Map.of());

        // Then
        assertThat(Fleet.reaches(id, "APPLIED").getList("evidence.check")).contains("recovery-link");
        assertThat(scene.requiredActions()).isEmpty();
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void neverDisablesAProtectedUser() {
        // Given
        Scene scene = known("/fleet", "/protected");

        // When
        String id = Fleet.run(scene, "DISABLE_USER", Map.of());

        // Then
        assertThat(Fleet.reaches(id, "HELD").getString("reason")).isNotEmpty();
        await().atMost(SOON).until(() -> Fleet.get(id).getString("reason").contains("protected"));
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void rollsBackWhatCanBeWhenItIsCancelledForAReason() {
        // Given
        Scene scene = known();
        String id = Fleet.run(scene, "DISABLE_USER", Map.of());
        Fleet.reaches(id, "VERIFIED");
        assertThat(Fleet.cancel(id, Map.of())).isEqualTo(400);
        notProvedYet(id);

        // When
        Fleet.cancel(id, Map.of("reason", "wrong person"));

        // Then
        assertThat(Fleet.reaches(id, "REJECTED").getString("reason"))
                .contains("wrong person")
                .contains("enabled again");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void cancelsNothingThatIsDoneAndProved() {
        // Given
        Scene scene = known();
        String id = Fleet.run(scene, "DISABLE_USER", Map.of());
        Fleet.reaches(id, "VERIFIED");

        // When
        int status = Fleet.cancel(id, Map.of("reason", "wrong person"));

        // Then
        assertThat(status).isEqualTo(409);
        assertThat(scene.enabled()).isFalse();
    }

    @Test
    void leavesTheLastAdministratorEnabledWhenItsEnablingIsCancelled() {
        // Given
        Scene scene = known();
        Fleet.reaches(Fleet.run(scene, "DISABLE_USER", Map.of()), "VERIFIED");
        String id = Fleet.run(scene, "ENABLE_USER", Map.of());
        Fleet.reaches(id, "VERIFIED");
        scene.isGiven("admin");
        notProvedYet(id);

        // When
        Fleet.cancel(id, Map.of("reason", "wrong person"));

        // Then
        try {
            assertThat(Fleet.reaches(id, "REJECTED").getString("reason")).contains("last enabled administrator");
            assertThat(scene.enabled()).isTrue();
        } finally {
            scene.isDeleted();
        }
    }

    @Test
    void letsAnAnalystCancelNeitherWhatAPolicyPlannedNorWhatHasBegun() {
        // Given
        Scene held = known();
        Scene.tell(Scene.held(held.finding()), UUID.randomUUID());
        String planned = Fleet.reaches(held, "HELD").getString("id");
        String begun = Fleet.run(known(), "DISABLE_USER", Map.of());
        Fleet.reaches(begun, "VERIFIED");
        notProvedYet(begun);

        // When
        List<Integer> statuses = List.of(
                Fleet.cancel(Tokens.asAdmin(), planned, Map.of("reason", "no need")),
                Fleet.cancel(Tokens.asAdmin(), begun, Map.of("reason", "no need")),
                Fleet.cancel(planned, Map.of("reason", "no need")));

        // Then
        assertThat(statuses).containsExactly(403, 403, 200);
    }

    @Test
    void letsNobodyCancelOrRejectWhatIsDoneAboutThemselves() {
        // Given
        Scene approver = new Scene("service-account-mailwarden-approver-cli", "", UUID.randomUUID());
        isKnown(approver);
        String id = Fleet.ask(approver, "NOTIFY_USER", Map.of()).getString("id");

        // When
        int cancelled = Fleet.cancel(id, Map.of("reason", "not me"));
        int rejected = Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "not me"))
                .post("/api/v1/remediations/" + id + "/reject")
                .statusCode();

        // Then
        assertThat(List.of(cancelled, rejected)).containsOnly(403);
        assertThat(Fleet.get(id).getString("state")).isEqualTo("HELD");
    }

    @Test
    void saysOfACancelledResetWhatCannotBeBroughtBack() {
        // Given
        Fleet.policy("AUTO", 500);
        Scene scene = known();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        JsonPath applied = Fleet.reaches(scene, "APPLIED");
        assertThat(scene.requiredActions()).contains("UPDATE_PASSWORD");

        // When
        Fleet.cancel(applied.getString("id"), Map.of("reason", "a false alarm"));

        // Then
        assertThat(Fleet.reaches(scene, "REJECTED").getString("reason")).contains("cannot be brought back");
        assertThat(count("select count(*) from ledger where object = '" + applied.getString("id")
                        + "' and (strpos(ledger::text, 'mailwarden-cli') > 0 or strpos(ledger::text, '"
                        + scene.username()
                        + "') > 0)"))
                .isZero();
        assertThat(scene.requiredActions()).isEmpty();
        assertThat(scene.signsIn()).isFalse();
    }

    @Test
    void endsWhatWaitsForAFindingThatWasAFalseAlarm() {
        // Given
        Scene scene = known();
        Finding one = Scene.held(scene.finding());
        Finding other = Scene.held(scene.finding());
        Scene.tell(one, UUID.randomUUID());
        Scene.tell(other, UUID.randomUUID());
        JsonPath held = Fleet.reaches(scene, "HELD");
        await().atMost(SOON)
                .until(() -> Fleet.get(held.getString("id")).getList("findings").size() == 2);
        Scene.tell(Scene.held(Scene.closed(one)), UUID.randomUUID());
        await().atMost(SOON).until(() -> outcome(one).equals("CLOSED"));
        assertThat(Fleet.get(held.getString("id")).getString("state")).isEqualTo("HELD");

        // When
        Scene.tell(Scene.held(Scene.closed(other)), UUID.randomUUID());

        // Then
        assertThat(Fleet.reaches(scene, "REJECTED").getString("reason")).contains("no leak after all");
        assertThat(scene.signsIn()).isTrue();
    }

    @Test
    void keepsWhatAPersonAskedForWhenAFindingThatJoinedItIsClosed() {
        // Given
        Scene scene = known();
        String id = Fleet.ask(scene, "FORCE_RESET", Map.of()).getString("id");
        Finding joined = Scene.held(scene.finding());
        Scene.tell(joined, UUID.randomUUID());
        await().atMost(SOON).until(() -> Fleet.get(id).getList("findings").size() == 1);

        // When
        Scene.tell(Scene.held(Scene.closed(joined)), UUID.randomUUID());

        // Then
        await().atMost(SOON).until(() -> outcome(joined).equals("CLOSED"));
        assertThat(Fleet.get(id).getString("state")).isEqualTo("HELD");
    }

    @Test
    void beginsAResetAnewWhenAPersonAsksAgainButNotWhileItIsUnderWay() {
        // Given
        Scene scene = known();
        String id = Fleet.ask(scene, "FORCE_RESET", Map.of()).getString("id");
        assertThat(refused(scene, 409, Map.of("action", "FORCE_RESET")).getString("detail"))
                .contains("HELD", id);
        Fleet.cancel(id, Map.of("reason", "not yet"));
        Fleet.reaches(id, "REJECTED");

        // When
        JsonPath again = Fleet.ask(scene, "FORCE_RESET", Map.of("reason", "now it is time"));

        // Then
        assertThat(again.getString("id")).isEqualTo(id);
        assertThat(again.getString("state")).isEqualTo("HELD");
        assertThat(again.getString("heldBy")).isEqualTo("WAITS_FOR_APPROVAL");
        assertThat(again.getString("reason")).contains("now it is time");
    }

    @Test
    void makesWhatAPolicyOnlyObservedThePersonsOwnWhoAsksForIt() {
        // Given
        Fleet.policy("OBSERVE", 500);
        Scene scene = known();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = Fleet.reaches(scene, "PLANNED").getString("id");

        // When
        JsonPath asked = Fleet.ask(scene, "FORCE_RESET", Map.of());

        // Then
        assertThat(asked.getString("id")).isEqualTo(id);
        assertThat(asked.getString("requester")).isNotEqualTo("policy");
        assertThat(asked.getString("mode")).isEqualTo("PROPOSE");
        assertThat(asked.getString("heldBy")).isEqualTo("WAITS_FOR_APPROVAL");
        assertThat(asked.getList("findings")).hasSize(1);
    }

    @Test
    void refusesAnEnrolmentThatIsNone() {
        Map<String, Object> request =
                Map.of("action", "REQUIRE_SECOND_FACTOR", "enrolments", Collections.singletonList(null));

        assertThat(refused(known(), 400, request).getString("code")).isEqualTo("enrolment-unknown");
    }

    @Test
    void refusesWhatIsTooLongForAnEvent() {
        Scene scene = known();
        List<Map<String, Object>> tooLong = List.of(
                Map.of("reason", "x".repeat(1001)),
                Map.of("owner", "x".repeat(256)),
                Map.of("action", "REVOKE_SESSIONS", "sessionId", "x".repeat(256)),
                Map.of("action", "REQUIRE_SECOND_FACTOR", "enrolments", Collections.nCopies(11, "CONFIGURE_TOTP")));

        assertThat(tooLong)
                .allSatisfy(request -> assertThat(refused(scene, 400, request).getString("code"))
                        .isEqualTo("too-long"));
        String id = Fleet.ask(scene, "FORCE_RESET", Map.of("reason", "x".repeat(1000)))
                .getString("id");
        assertThat(Fleet.cancel(id, Map.of("reason", "x".repeat(1001)))).isEqualTo(400);
    }

    /** What somebody is told whose request is refused. */
    private static JsonPath refused(Scene scene, int status, Map<String, Object> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("accountId", scene.accountId().toString());
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(request)
                .post("/api/v1/remediations")
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }

    @Test
    void endsTheOfflineSignInThatCameBetweenTwoSteps() {
        // Given
        Scene scene = known();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = Fleet.reaches(scene, "HELD").getString("id");
        String offline = scene.offlineToken();

        // When
        standsAt("DELETE_PASSWORD", id, scene);

        // Then
        JsonPath applied = Fleet.reaches(id, "APPLIED");
        assertThat(scene.refreshes(offline)).isFalse();
        assertThat(offlineGrants(scene)).isEmpty();
        assertThat(applied.getList("evidence.findAll { it.outcome == 'HOLDS' }.check", String.class))
                .contains("sign-ins");
    }

    @Test
    void comesToTheSameEndWhenAWorkerDiedAfterTheEffectOfAnyStep() {
        // Given
        Fleet.policy("AUTO", 500);
        Scene scene = known();
        String offline = scene.offlineToken();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = Fleet.reaches(scene, "APPLIED").getString("id");

        // When
        for (String step : List.of(
                "LOGOUT", "REVOKE_GRANTS", "DELETE_PASSWORD", "LOGOUT_AGAIN", "CLOSE_MAIL", "REQUIRE_ACTIONS")) {
            sql("update remediation set state = 'STARTED', step = '" + step
                    + "', next_at = now(), lease_until = now() - interval '1 second' where id = '" + id + "'");
            Fleet.reaches(id, "APPLIED");
            await().atMost(SOON).until(() -> step(id).equals("PROVE"));
        }

        // Then
        assertThat(scene.signsIn()).isFalse();
        assertThat(scene.refreshes(offline)).isFalse();
        assertThat(scene.requiredActions()).containsExactlyInAnyOrder("UPDATE_PASSWORD", "CONFIGURE_TOTP");
    }

    private String step(String id) {
        return text("select coalesce(step, '') from remediation where id = '" + id + "'");
    }

    @Test
    void provesTheResetOfAPasswordThatKeycloakAloneHoldsWithoutAnybodyWhoPresentsIt() {
        // Given
        Scene scene = known();
        sql("update account set credential_version = " + System.currentTimeMillis() + " where account_id = '"
                + scene.accountId() + "'");

        // When
        String id = Fleet.run(scene, "FORCE_RESET", Map.of());

        // Then
        assertThat(Fleet.reaches(id, "VERIFIED")
                        .getList("evidence.findAll { it.outcome == 'HOLDS' }.check", String.class))
                .contains("old-password", "password-credential");
        assertThat(scene.signsIn()).isFalse();
    }

    @Test
    void remindsOfALinkThatWasNotUsedAndInTheEndDisables() {
        // Given
        Fleet.policy("AUTO", 500);
        Fleet.lifecycle(Map.of("expiry", Map.of("finalStep", "DISABLE")));
        Scene scene = known();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = Fleet.reaches(scene, "APPLIED").getString("id");
        waited(id, 25);
        await().atMost(SOON).until(() -> ledger("remediation.reminded", id) == 1);

        // When
        waited(id, 73);

        // Then
        assertThat(Fleet.reaches(id, "EXPIRED").getString("reason")).contains("the user is disabled");
        assertThat(scene.enabled()).isFalse();
        assertThat(ledger("remediation.reminded", id)).isEqualTo(1);
        assertThat(ledger("remediation.disabling", id)).isEqualTo(1);
    }

    @Test
    void remindsNobodyWhoHasANewPassword() {
        // Given
        Fleet.policy("AUTO", 500);
        Scene scene = known();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = Fleet.reaches(scene, "APPLIED").getString("id");
        scene.sets("one of my own " + UUID.randomUUID());

        // When
        waited(id, 73);

        // Then
        await().atMost(SOON).until(() -> ledger("remediation.person-through", id) == 1);
        assertThat(Fleet.get(id).getString("state")).isEqualTo("APPLIED");
    }

    @Test
    void tellsTheOwnerOfANewPasswordAsSoonAsTheFleetWasLookedAt() {
        // Given
        Fleet.policy("AUTO", 500);
        Scene scene = known();
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        String id = Fleet.reaches(scene, "APPLIED").getString("id");
        scene.sets("one of my own " + UUID.randomUUID());

        // When
        scan.look(scene.userId());

        // Then
        await().atMost(SOON).until(() -> ledger("remediation.person-through", id) == 1);
        assertThat(text("select reason from ledger where action = 'remediation.person-through' and object = '" + id
                        + "'"))
                .isEqualTo("The person has set a new password. A letter to the recovery address says so.");
    }

    @Test
    void waitsNoLongerForSomebodyWhoLeftTheFleet() {
        // Given
        Scene scene = known();
        String id = Fleet.run(scene, "REQUIRE_SECOND_FACTOR", Map.of());
        Fleet.reaches(id, "APPLIED");
        scene.leaves("fleet");

        // When
        waited(id, 25);

        // Then
        await().atMost(SOON).until(() -> ledger("remediation.person-gone", id) == 1);
        assertThat(text("select coalesce(cast(remind_at as text), '') from remediation where id = '" + id + "'"))
                .isEmpty();
    }

    @Test
    void tellsThePostureOfAPersonOnceAndAgainOnlyWhenItChanges() {
        // Given
        Scene scene = known();
        scan.scan();
        scan.scan();
        assertThat(told(scene.userId())).isEqualTo(1);

        // When
        Fleet.reaches(Fleet.run(scene, "DISABLE_USER", Map.of()), "VERIFIED");
        scan.scan();

        // Then
        assertThat(told(scene.userId())).isEqualTo(2);
        String userId = scene.userId();
        scene.isDeleted();
        scan.scan();
        assertThat(told(userId)).as("with a tombstone").isEqualTo(3);
        assertThat(Tokens.asAdmin()
                        .get("/api/v1/people/second-factors")
                        .jsonPath()
                        .getInt("people"))
                .isPositive();
    }

    @Test
    void plansForTheCalendarSoManyADayAndForTheRuleOnlyWhomItNames() {
        // Given
        Scene old = known();
        Scene without = known();
        without.isGiven("viewer");
        scan.scan();
        sql("update user_posture set password_changed_at = now() - interval '400 days' where user_id = '" + old.userId()
                + "'");
        Fleet.lifecycle(Map.of(
                "rotation",
                Map.of("maxAgeDays", 365, "spreadDays", 365),
                "secondFactors",
                Map.of("roles", List.of("viewer"))));

        // When
        upkeep.plan();

        // Then
        assertThat(Fleet.reaches(old, "HELD").getString("action")).isEqualTo("FORCE_RESET");
        assertThat(Fleet.reaches(without, "HELD").getString("action")).isEqualTo("REQUIRE_SECOND_FACTOR");
        upkeep.plan();
        assertThat(Tokens.asAdmin()
                        .queryParam("accountId", old.accountId())
                        .get("/api/v1/remediations")
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
    }

    @Test
    void takesUpWhatARuleOnlyObservedAndAWeekLaterWhatExpired() {
        // Given
        Fleet.policy("OBSERVE", 500);
        Scene without = known();
        scan.scan();
        Fleet.lifecycle(Map.of("secondFactors", Map.of("users", List.of(without.username()))));
        upkeep.plan();
        String id = Fleet.reaches(without, "PLANNED").getString("id");
        Fleet.policy("PROPOSE", 500);

        // When
        upkeep.plan();

        // Then
        Fleet.reaches(id, "HELD");
        expired(id, Instant.now());
        upkeep.plan();
        assertThat(Fleet.get(id).getString("state")).isEqualTo("EXPIRED");
        expired(id, Instant.now().minus(Duration.ofDays(8)));
        upkeep.plan();
        Fleet.reaches(id, "HELD");
    }

    private void expired(String id, Instant at) {
        sql("update remediation set state = 'EXPIRED', snapshot = cast(cast(snapshot as jsonb)"
                + " || jsonb_build_object('state', 'EXPIRED', 'changedAt', '" + at + "') as text) where id = '" + id
                + "'");
    }

    @Test
    void namesNobodyInTheLedgerWhomARuleIsAbout() {
        // When
        Fleet.lifecycle(Map.of("secondFactors", Map.of("users", List.of("somebody-in-a-rule"))));

        // Then
        assertThat(count("select count(*) from ledger where strpos(ledger::text, 'somebody-in-a-rule') > 0"))
                .isZero();
        assertThat(count("select count(*) from ledger where action = 'policy.lifecycle-changed'"
                        + " and cast(payload as json) ->> 'second factors of users' = '1'"))
                .isPositive();
    }

    private long count(String query) {
        return new Database(entities).count(query);
    }

    /** Somebody of the fleet whose account the fetcher has told of. */
    private Scene known(String... groups) {
        Scene scene = Scene.somebody(groups.length == 0 ? new String[] {"/fleet"} : groups);
        isKnown(scene);
        return scene;
    }

    private void isKnown(Scene scene) {
        sql("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + scene.accountId() + "', '" + scene.address() + "', '" + scene.username()
                + "', 1, 'SUSPENDED', now())");
    }

    /** Every step was done, and what was done could not be read back yet. */
    private void notProvedYet(String id) {
        sql("update remediation set state = 'APPLIED', snapshot = replace(snapshot, '\"VERIFIED\"', '\"APPLIED\"')"
                + " where id = '" + id + "'");
    }

    private void standsAt(String step, String id, Scene scene) {
        sql("update remediation set state = 'STARTED', snapshot = replace(replace(snapshot, '\"HELD\"', '\"STARTED\"'),"
                + " '\"userId\":null', '\"userId\":\"" + scene.userId() + "\"'), step = '" + step
                + "', retired_passwords = '" + String.join(" ", scene.passwords())
                + "', started_at = now(), next_at = now() where id = '" + id + "'");
    }

    private void waited(String id, int hours) {
        sql("update remediation set applied_at = now() - interval '" + hours + " hours', remind_at = now() where id = '"
                + id + "'");
    }

    private JsonPath sessions(Scene scene) {
        return Tokens.asAdmin()
                .get("/api/v1/people/" + scene.username() + "/sessions")
                .jsonPath();
    }

    private List<Object> offlineGrants(Scene scene) {
        return sessions(scene).getList("items");
    }

    private String outcome(Finding finding) {
        return text("select coalesce(outcome, '') from finding_check where finding_id = '" + finding.findingId() + "'");
    }

    private long told(String userId) {
        return Long.parseLong(text(
                "select cast(count(*) as text) from outbox where type = 'USER_POSTURE' and key = '" + userId + "'"));
    }

    private long ledger(String action, String object) {
        return Long.parseLong(text("select cast(count(*) as text) from ledger where action = '" + action
                + "' and object = '" + object + "'"));
    }

    private String text(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (String) entities.createNativeQuery(sql).getSingleResult());
    }

    private void sql(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql).executeUpdate());
    }
}

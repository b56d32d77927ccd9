// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class BatchTest {

    private static final String PATH = "/api/v1/remediations/batches";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final EntityManager entities;
    private final Batches batches;
    private final GovernorSettings settings;

    BatchTest(EntityManager entities, Batches batches, GovernorSettings settings) {
        this.entities = entities;
        this.batches = batches;
        this.settings = settings;
    }

    @Test
    void showsTheExactListAndWhoIsLeftOutBeforeAnybodyIsAsked() {
        // Given
        List<Scene> people = waiting(2);
        Scene guarded = waiting(1).getFirst();
        guarded.joins("protected");

        // When
        JsonPath shown =
                dryRun(Stream.concat(people.stream(), Stream.of(guarded)).toList());

        // Then
        assertThat(shown.getList("items.owner"))
                .containsExactlyElementsOf(
                        people.stream().map(Scene::username).sorted().toList());
        assertThat(shown.getList("items[0].steps")).contains("Delete the password");
        assertThat(shown.getString("leftOut[0].who")).isEqualTo(guarded.username());
        assertThat(shown.getString("leftOut[0].code")).isEqualTo("PROTECTED");
        assertThat(shown.getString("hash")).matches("[0-9a-f]{64}");
        assertThat(shown.getString("id")).isNull();
    }

    @Test
    void bindsAskingAndApprovingToTheHashThatWasShownAndToAReason() {
        // Given
        List<Scene> people = waiting(2);
        assertThat(ask(people, "0".repeat(64), "why").statusCode()).isEqualTo(409);
        String hash = dryRun(people).getString("hash");
        assertThat(ask(people, hash, " ").statusCode()).isEqualTo(400);

        // When
        Response asked = ask(people, hash, "a stolen list");

        // Then
        String id = asked.then().statusCode(201).extract().path("id");
        assertThat(decide(id, "approve", "0".repeat(64), "seen").statusCode()).isEqualTo(409);
        assertThat(decide(id, "approve", hash, " ").jsonPath().getString("code"))
                .isEqualTo("reason-missing");
        assertThat(Tokens.asAdmin()
                        .contentType("application/json")
                        .body(Map.of("hash", hash, "reason", "mine"))
                        .post(PATH + "/" + id + "/approve")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people).allMatch(Scene::signsIn);
        assertThat(new Database(entities)
                        .count("select count(*) from ledger where action = 'batch.approve.refused' and object = '" + id
                                + "' and reason = 'changed-since-shown'"))
                .isEqualTo(1);
    }

    @Test
    void refusesTheApprovalOfTheOneWhoAsked() {
        // Given
        List<Scene> people = waiting(1);
        String hash = dryRun(people).getString("hash");
        JsonPath asked = ask(people, hash, "a stolen list").jsonPath();

        // When, Then
        assertThatThrownBy(() -> batches.approve(
                        UUID.fromString(asked.getString("id")), hash, "seen", asked.getString("requester")))
                .hasMessageContaining("Ask a colleague");
        assertThatThrownBy(() -> batches.approve(
                        UUID.fromString(asked.getString("id")),
                        hash,
                        "seen",
                        people.getFirst().username()))
                .hasMessageContaining("Ask a colleague");
    }

    @Test
    void refusesTheApprovalWhenSomethingChangedAndSaysWhat() {
        // Given
        List<Scene> people = waiting(2);
        String hash = dryRun(people).getString("hash");
        String id = ask(people, hash, "a stolen list").path("id");
        String gone = people.getFirst().response().getString("items[0].id");
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "a false alarm"))
                .post("/api/v1/remediations/" + gone + "/reject")
                .then()
                .statusCode(200);

        // When
        JsonPath refused = decide(id, "approve", hash, "seen").jsonPath();

        // Then
        assertThat(refused.getString("code")).isEqualTo("changed-since-shown");
        assertThat(refused.getString("detail")).contains(people.getFirst().username() + " is no longer waiting");
        assertThat(people).allMatch(Scene::signsIn);
    }

    @Test
    void endsWhatNobodyApprovedInTime() {
        // Given
        List<Scene> people = waiting(1);
        String hash = dryRun(people).getString("hash");
        JsonPath asked = ask(people, hash, "a stolen list").jsonPath();
        String id = asked.getString("id");
        assertThat(java.time.Instant.parse(asked.getString("expiresAt")))
                .isEqualTo(java.time.Instant.parse(asked.getString("createdAt")).plus(Duration.ofHours(72)));

        // When
        sql("update batch set expires_at = now() - interval '1 second' where id = '" + id + "'");

        // Then
        assertThat(decide(id, "approve", hash, "seen").statusCode()).isEqualTo(409);
        await().atMost(SOON).until(() -> "EXPIRED".equals(read(id).getString("state")));
        assertThat(read(id).getString("outcome")).contains("72 hours");
    }

    @Test
    void whoWasInABatchThatNobodyApprovedIsAskedForAnew() {
        // Given
        Scene scene = known();
        Map<String, Object> request = Map.of("owners", List.of(scene.username()));
        JsonPath asked = askFor(request, Map.of("reason", "a stolen list"));
        sql("update batch set expires_at = now() - interval '1 second' where id = '" + asked.getString("id") + "'");
        await().atMost(SOON).until(() -> "REJECTED".equals(scene.response().getString("items[0].state")));

        // When
        JsonPath again = askFor(request, Map.of("reason", "still a stolen list"));

        // Then
        assertThat(again.getString("items[0].state")).isEqualTo("HELD");
        decide(again.getString("id"), "approve", again.getString("hash"), "seen")
                .then()
                .statusCode(200);
        scene.reaches("APPLIED");
    }

    @Test
    void approvesPeopleWhosePasswordKeycloakAloneHolds() {
        // Given
        Scene.policy("waiting", FindingKind.BRUTE_FORCE, "PROPOSE", 5, Map.of());
        Scene scene = known();
        long setAt = System.currentTimeMillis();
        Scene.tell(List.of(Scene.held(scene.finding(FindingKind.BRUTE_FORCE, "corpus " + UUID.randomUUID(), setAt))));
        scene.reaches("HELD");
        JsonPath asked = askFor(Map.of("remediationIds", ids(List.of(scene))), Map.of("reason", "a stolen list"));

        // When
        Response approved = decide(asked.getString("id"), "approve", asked.getString("hash"), "seen");

        // Then
        approved.then().statusCode(200);
        assertThat(approved.jsonPath().getLong("items[0].credentialVersion")).isEqualTo(setAt);
    }

    @Test
    void refusesTooManyBeforeAnybodyIsLookedUp() {
        // Given
        List<String> nobodies = Stream.generate(() -> "nobody")
                .limit(settings.largestBatch() + 1L)
                .toList();

        // When
        Response refused = Tokens.asAdmin()
                .contentType("application/json")
                .queryParam("dryRun", true)
                .body(Map.of("owners", nobodies))
                .post(PATH);

        // Then
        assertThat(refused.jsonPath().getString("code")).isEqualTo("batch-too-large");
    }

    @Test
    void runsTheRestOnlyAfterTheFirstAreProved() {
        // Given
        List<Scene> people = waiting(4);
        String hash = dryRun(people).getString("hash");
        String id = ask(people, hash, "a stolen list").path("id");
        decide(id, "approve", hash, "seen").then().statusCode(200);
        List<Scene> inOrder = inOrder(people);
        inOrder.subList(0, 3).forEach(scene -> scene.reaches("APPLIED"));
        Scene last = inOrder.getLast();
        assertThat(last.response().getString("items[0].state")).isEqualTo("APPROVED");
        assertThat(last.signsIn()).isTrue();

        // When
        inOrder.subList(0, 3).forEach(scene -> scene.presentsTheOldPassword(scene.password()));

        // Then
        last.reaches("APPLIED");
        assertThat(read(id).getString("state")).isEqualTo("RELEASED");
    }

    @Test
    void holdsTheRestWhenOneOfTheFirstIsNotProvedAndDiscardsItInOneAction() {
        // Given
        List<Scene> people = waiting(4);
        String hash = dryRun(people).getString("hash");
        String id = ask(people, hash, "a stolen list").path("id");
        decide(id, "approve", hash, "seen").then().statusCode(200);
        List<Scene> inOrder = inOrder(people);
        Scene canary = inOrder.getFirst();
        canary.reaches("APPLIED");
        canary.sets("still taken by somebody");
        canary.presentsTheOldPassword("still taken by somebody");

        // When
        await().atMost(SOON).until(() -> "CANARY_FAILED".equals(read(id).getString("state")));

        // Then
        Scene last = inOrder.getLast();
        assertThat(last.response().getString("items[0].heldBy")).isEqualTo("CANARY_FAILED");
        assertThat(read(id).getString("outcome")).contains(canary.username(), "discard");
        assertThat(last.signsIn()).isTrue();
        decide(id, "reject", null, "find out first").then().statusCode(200);
        assertThat(last.response().getString("items[0].state")).isEqualTo("REJECTED");
        assertThat(people).allMatch(scene -> namedInTheLedger(scene.username()) == 0);
        assertThat(namedInTheLedger("mailwarden-approver-cli")).isZero();
    }

    @Test
    void gathersWhatABudgetHoldsAndReleasesItInOneAction() {
        // Given
        Scene.policy("gathered", FindingKind.NEW_COUNTRY, "AUTO", 0, Map.of());
        String source = "feed " + UUID.randomUUID();
        List<Scene> people = List.of(Scene.somebody("/fleet"), Scene.somebody("/fleet"));
        Scene.tell(people.stream()
                .map(scene -> Scene.held(scene.finding(FindingKind.NEW_COUNTRY, source)))
                .toList());
        people.forEach(scene -> scene.reaches("HELD"));
        JsonPath held = await().atMost(SOON)
                .until(() -> bySubject(source), batch -> batch != null && batch.getInt("people") == 2);
        assertThat(held.getString("reason")).contains("budget", "release or discard");
        assertThat(held.getInt("heldBy.BUDGET")).isEqualTo(2);

        // When
        decide(held.getString("id"), "approve", held.getString("hash"), "they are right")
                .then()
                .statusCode(200);

        // Then
        people.forEach(scene -> scene.reaches("APPLIED"));
    }

    @Test
    void discardsManyInSlicesAndShowsHowManyAreToFollow() {
        // Given
        Scene template = waiting(1).getFirst();
        String id = held();
        int people = BatchItems.SLICE + 20;
        for (int i = 0; i < people; i++) {
            member(id, copy(template, "HELD"), false, false);
        }

        // When
        JsonPath decided = decide(id, "reject", null, "a wrong import")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(decided.getString("state")).isEqualTo("MOVING");
        assertThat(decided.getInt("pending")).isEqualTo(20);
        assertThat(decided.getInt("states.REJECTED")).isEqualTo(BatchItems.SLICE);
        await().atMost(SOON).until(() -> "REJECTED".equals(read(id).getString("state")));
        assertThat(read(id).getInt("pending")).isZero();
        assertThat(read(id).getInt("states.REJECTED")).isEqualTo(people);
    }

    @Test
    void aProofInOneBatchReleasesNobodyWhomAnotherApproved() {
        // Given
        Scene template = waiting(1).getFirst();
        String id = held();
        member(id, copy(template, "VERIFIED"), true, true);
        UUID ofThis = copy(template, "APPROVED");
        member(id, ofThis, false, true);
        UUID ofAnother = copy(template, "APPROVED");
        member(id, ofAnother, false, false);
        member(held(), ofAnother, false, true);

        // When
        sql("update batch set state = 'CANARY' where id = '" + id + "'");

        // Then
        await().atMost(SOON).until(() -> "RELEASED".equals(read(id).getString("state")));
        assertThat(begun(ofThis)).isTrue();
        assertThat(begun(ofAnother)).isFalse();
    }

    /** Whether the saga has taken it up: in line, or somewhere else by now. */
    private boolean begun(UUID id) {
        return new Database(entities)
                        .count("select count(*) from remediation where id = '" + id
                                + "' and (step is not null or state <> 'APPROVED')")
                == 1;
    }

    @Test
    void countsBatchesByWhereTheyStandAndHowTheyCameAbout() {
        // Given
        JsonPath before = Tokens.asAdmin().get(PATH + "/facets").jsonPath();
        held();
        String rejected = held();
        sql("update batch set state = 'REJECTED' where id = '" + rejected + "'");

        // When
        JsonPath after = Tokens.asAdmin().get(PATH + "/facets").jsonPath();

        // Then
        assertThat(after.getInt("total")).isEqualTo(before.getInt("total") + 2);
        assertThat(grown(before, after, "state.WAITING")).isEqualTo(1);
        assertThat(grown(before, after, "state.REJECTED")).isEqualTo(1);
        assertThat(grown(before, after, "kind.HELD")).isEqualTo(2);
    }

    private static int grown(JsonPath before, JsonPath after, String count) {
        return after.getInt(count) - (before.get(count) == null ? 0 : before.getInt(count));
    }

    @Test
    void leadsThroughTheBatchesOfSeveralStatesPageByPageAndCountsTheSame() {
        // Given
        String rejected = held();
        sql("update batch set state = 'REJECTED' where id = '" + rejected + "'");
        String expired = held();
        sql("update batch set state = 'EXPIRED' where id = '" + expired + "'");
        held();
        String search = "?kind=HELD&state=REJECTED&state=EXPIRED";

        // When
        List<String> shown = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonPath page = Tokens.asAdmin()
                    .get(PATH + search + "&limit=1" + (after.isEmpty() ? "" : "&after=" + after))
                    .jsonPath();
            shown.addAll(page.getList("items.id"));
            after = page.getString("next");
        }

        // Then
        assertThat(shown).startsWith(expired, rejected).doesNotHaveDuplicates();
        assertThat(Tokens.asAdmin().get(PATH + "/facets" + search).jsonPath().getInt("total"))
                .isEqualTo(shown.size());
    }

    /** A batch of the governor without anybody in it. */
    private String held() {
        UUID id = UUID.randomUUID();
        sql("insert into batch (id, kind, state, requester, subject, reason, created_at, decided_by) values ('" + id
                + "', 'HELD', 'WAITING', 'policy', 'feed " + id + "', 'many at once', now(), 'ann')");
        return id.toString();
    }

    /** The same for an account of its own. */
    private UUID copy(Scene scene, String state) {
        UUID id = UUID.randomUUID();
        UUID account = UUID.randomUUID();
        sql("insert into remediation (id, account_id, owner, credential_version, action, state, snapshot, requester,"
                + " address, planned_at, changed_at)"
                + " select '" + id + "', '" + account + "', owner, credential_version, action, '" + state
                + "', replace(replace(snapshot, cast(id as text), '" + id + "'), cast(account_id as text), '" + account
                + "'), requester, address, planned_at, changed_at from remediation where account_id = '"
                + scene.accountId() + "'");
        return id;
    }

    private void member(String batch, UUID remediation, boolean canary, boolean approved) {
        sql("insert into batch_item (batch_id, remediation_id, item, canary, approved) select '" + batch + "', id,"
                + " json_build_object('remediationId', id, 'owner', owner, 'address', '', 'credentialVersion',"
                + " credential_version, 'action', action, 'steps', json_build_array()), " + canary + ", " + approved
                + " from remediation where id = '" + remediation + "'");
    }

    private JsonPath bySubject(String source) {
        String id = Tokens.asAdmin()
                .queryParam("heldBy", "BUDGET")
                .get(PATH)
                .jsonPath()
                .getString("items.find { it.subject == '" + source + "' }?.id");
        return id == null ? null : read(id);
    }

    private static List<Scene> inOrder(List<Scene> people) {
        return people.stream()
                .sorted(java.util.Comparator.comparing(Scene::username))
                .toList();
    }

    /** People whose resets wait for a person, because of a policy that proposes. */
    private static List<Scene> waiting(int count) {
        Scene.policy("waiting", FindingKind.BRUTE_FORCE, "PROPOSE", 5, Map.of());
        List<Scene> people =
                Stream.generate(() -> Scene.somebody("/fleet")).limit(count).toList();
        Scene.tell(people.stream()
                .map(scene -> Scene.held(scene.finding(FindingKind.BRUTE_FORCE, "corpus " + UUID.randomUUID())))
                .toList());
        people.forEach(scene -> scene.reaches("HELD"));
        return people;
    }

    private static List<String> ids(List<Scene> people) {
        return people.stream()
                .map(scene -> scene.response().getString("items[0].id"))
                .toList();
    }

    /** Somebody of the fleet whose account the fetcher has told of. */
    private Scene known() {
        Scene scene = Scene.somebody("/fleet");
        sql("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + scene.accountId() + "', '" + scene.address() + "', '" + scene.username()
                + "', 1, 'SUSPENDED', now())");
        return scene;
    }

    /** Asks for what a dry run showed. */
    private static JsonPath askFor(Map<String, Object> request, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(request);
        all.putAll(more);
        all.put("hash", dryRun(request).getString("hash"));
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(all)
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static JsonPath dryRun(List<Scene> people) {
        return dryRun(Map.of("remediationIds", ids(people)));
    }

    private static JsonPath dryRun(Map<String, Object> request) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .queryParam("dryRun", true)
                .body(request)
                .post(PATH)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response ask(List<Scene> people, String hash, String reason) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("remediationIds", ids(people), "hash", hash, "reason", reason))
                .post(PATH);
    }

    private static Response decide(String id, String what, String hash, String reason) {
        return Tokens.asApprover()
                .contentType("application/json")
                .body(hash == null ? Map.of("reason", reason) : Map.of("hash", hash, "reason", reason))
                .post(PATH + "/" + id + "/" + what);
    }

    private static JsonPath read(String id) {
        return Tokens.asAdmin().get(PATH + "/" + id).jsonPath();
    }

    private long namedInTheLedger(String name) {
        return new Database(entities)
                .count("select count(*) from ledger where strpos(ledger::text, '" + name + "') > 0");
    }

    private void sql(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql).executeUpdate());
    }
}

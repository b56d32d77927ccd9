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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.devstack.chaos.Chaos;

/** A feed that suddenly names 60 % of the people, protected ones and a service account among them. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class PoisonedFeedTest {

    private static final FindingKind KIND = FindingKind.RETIRED_PASSWORD_USED;
    private static final FindingKind OTHER_KIND = FindingKind.IMPOSSIBLE_TRAVEL;
    private static final int PEOPLE = Chaos.of(100, 1000);
    private static final int NEVER_TOUCHED = 5;
    private static final Duration LIMIT = Duration.ofSeconds(Chaos.of(90, 1200));

    private final EntityManager entities;

    PoisonedFeedTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void resetsNoMoreThanTheBudgetTouchesNobodyProtectedAndLeavesTheRestToOneAction() {
        // Given
        String feed = poisoned("poisoned", KIND);
        List<Scene> fleet = people();
        List<Scene> named = new ArrayList<>(fleet.subList(0, PEOPLE * 60 / 100));
        named.add(new Scene("service-account-mailwarden-cli", "", UUID.randomUUID()));

        // When
        Scene.tell(named.stream()
                .map(scene -> Scene.held(scene.finding(KIND, feed)))
                .toList());

        // Then
        JsonPath batch = held(feed, named.size());
        int reset = count(feed, "started_at is not null");
        assertThat(reset).isLessThanOrEqualTo(most());
        assertThat(touched(named)).isLessThanOrEqualTo(reset);
        assertThat(touched(named.subList(0, NEVER_TOUCHED))).isZero();
        assertThat(batch.getInt("people")).isEqualTo(named.size() - NEVER_TOUCHED - 1 - reset);
        decide(batch, "reject", Map.of("reason", "the feed was poisoned"));
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(batch(feed).getMap("states")).isEqualTo(Map.of("REJECTED", batch.getInt("people"))));
        tell("poisoned-feed-discarded", named.size(), reset, batch.getInt("people"));
    }

    @Test
    void resetsEverybodyWhomTheBreakerHeldWhenOnePersonReleasesThem() {
        // Given
        String feed = poisoned("poisoned-too", OTHER_KIND);
        List<Scene> named = withPasswords(Chaos.of(14, PEOPLE * 40 / 100));
        long version = System.currentTimeMillis();

        // When
        Scene.tell(named.stream()
                .map(scene -> Scene.held(scene.finding(OTHER_KIND, feed, version)))
                .toList());

        // Then
        JsonPath batch = held(feed, named.size());
        int reset = count(feed, "started_at is not null");
        assertThat(reset).isLessThanOrEqualTo(most());
        assertThat(batch.getInt("people")).isEqualTo(named.size() - reset);
        decide(batch, "approve", Map.of("hash", batch.getString("hash"), "reason", "they are right"));
        await().atMost(LIMIT).until(() -> count(feed, "state = 'VERIFIED'") == named.size());
        assertThat(touched(named)).isEqualTo(named.size());
        tell("poisoned-feed-released", named.size(), reset, batch.getInt("people"));
    }

    /** What the budget below comes to: the people of the other case belong to the fleet too. */
    private static int most() {
        return Math.max(5, Scene.everybody() / 100);
    }

    private static String poisoned(String policy, FindingKind kind) {
        Scene.policy(
                policy, kind, "AUTO", 5, Map.of("budget", Map.of("max", 5, "windowMinutes", 10, "shareOfFleet", 0.01)));
        return "feed poisoned " + UUID.randomUUID();
    }

    /** Waits until everything that a feed says is decided, and reads what the breaker held of it. */
    private JsonPath held(String feed, int named) {
        await().atMost(LIMIT)
                .until(() -> count(
                                feed,
                                "state <> 'PLANNED' and step is distinct from 'GOVERN'"
                                        + " and state not in ('STARTED', 'APPROVED')")
                        == named);
        JsonPath batch = batch(feed);
        assertThat(batch.getString("reason"))
                .startsWith("The breaker stopped " + feed)
                .contains("discard");
        return batch;
    }

    private static void decide(JsonPath batch, String what, Map<String, String> body) {
        Tokens.asApprover()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/remediations/batches/" + batch.getString("id") + "/" + what)
                .then()
                .statusCode(200);
    }

    private static void tell(String name, int named, int reset, int held) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("people", PEOPLE);
        figures.put("named", named);
        figures.put("reset_before_the_breaker", reset);
        figures.put("most", most());
        figures.put("protected_touched", 0);
        figures.put("held_and_decided_in_one_action", held);
        Chaos.tell(name, figures);
    }

    private static List<Scene> withPasswords(int people) {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            return Stream.generate(() -> CompletableFuture.supplyAsync(() -> Scene.somebody("/fleet"), threads))
                    .limit(people)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private int count(String feed, String condition) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(
                                        "select count(*) from remediation r join remediation_source s on s.remediation_id = r.id"
                                                + " where s.source = :feed and " + condition)
                                .setParameter("feed", feed)
                                .getSingleResult())
                        .intValue());
    }

    private static List<Scene> people() {
        String stem = "f" + UUID.randomUUID().toString().substring(0, 6) + "-";
        List<Scene> people = new ArrayList<>();
        String token = "";
        for (int i = 0; i < PEOPLE; i++) {
            // Access tokens are short-lived: a large fleet takes longer than one lives.
            token = i % 100 == 0 ? Tokens.token("mailwarden-provisioner") : token;
            people.add(
                    i < NEVER_TOUCHED
                            ? Scene.without(stem + i, token, "/fleet", "/protected")
                            : Scene.without(stem + i, token, "/fleet"));
        }
        return people;
    }

    /** What Keycloak itself says: a reset makes an action pending. */
    private static int touched(List<Scene> people) {
        return (int) people.stream()
                .filter(scene -> scene.userId() != null)
                .filter(scene -> !scene.requiredActions().isEmpty())
                .count();
    }

    private static JsonPath batch(String feed) {
        JsonPath list = Tokens.asAdmin()
                .queryParam("limit", 500)
                .get("/api/v1/remediations/batches")
                .jsonPath();
        String id = list.getString("items.find { it.subject == '" + feed + "' }.id");
        return Tokens.asAdmin().get("/api/v1/remediations/batches/" + id).jsonPath();
    }
}

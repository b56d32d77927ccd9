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
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private static final int PEOPLE = Chaos.of(100, 1000);
    private static final int NEVER_TOUCHED = 5;

    private final EntityManager entities;

    PoisonedFeedTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void resetsNoMoreThanTheBudgetTouchesNobodyProtectedAndLeavesTheRestToOneAction() {
        // Given
        Scene.policy(
                "poisoned",
                KIND,
                "AUTO",
                5,
                Map.of("budget", Map.of("max", 5, "windowMinutes", 10, "shareOfFleet", 0.01)));
        String feed = "feed poisoned " + UUID.randomUUID();
        List<Scene> fleet = people();
        List<Scene> named = new ArrayList<>(fleet.subList(0, PEOPLE * 60 / 100));
        named.add(new Scene("service-account-mailwarden-cli", "", UUID.randomUUID()));

        // When
        Scene.tell(named.stream()
                .map(scene -> Scene.held(scene.finding(KIND, feed)))
                .toList());

        // Then
        await().atMost(Duration.ofSeconds(Chaos.of(60, 900)))
                .until(() -> count(feed, "state <> 'PLANNED' and step is distinct from 'GOVERN'") == named.size());
        JsonPath batch = batch(feed);
        assertThat(batch.getString("reason"))
                .startsWith("The breaker stopped " + feed)
                .contains("discard");
        int reset = count(feed, "started_at is not null");
        int most = Math.max(5, PEOPLE / 100);
        assertThat(reset).isLessThanOrEqualTo(most);
        assertThat(touched(named)).isLessThanOrEqualTo(reset);
        assertThat(touched(named.subList(0, NEVER_TOUCHED))).isZero();
        assertThat(batch.getInt("people")).isEqualTo(named.size() - NEVER_TOUCHED - 1 - reset);
        Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "the feed was poisoned"))
                .post("/api/v1/remediations/batches/" + batch.getString("id") + "/reject")
                .then()
                .statusCode(200);
        assertThat(batch(feed).getMap("states")).isEqualTo(Map.of("REJECTED", batch.getInt("people")));
        Chaos.tell(
                "poisoned-feed",
                Map.of(
                        "people",
                        PEOPLE,
                        "named",
                        named.size(),
                        "reset",
                        reset,
                        "most",
                        most,
                        "protected_touched",
                        0,
                        "held_and_discarded",
                        batch.getInt("people")));
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

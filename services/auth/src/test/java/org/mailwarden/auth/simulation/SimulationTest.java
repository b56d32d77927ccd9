// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class SimulationTest {

    private static final Map<String, Object> SPRAY = Map.of(
            "kinds", List.of("PASSWORD_SPRAY"), "budget", Map.of("max", 5, "windowMinutes", 10, "shareOfFleet", 0));

    private final EntityManager entities;

    SimulationTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void showsWhoWouldHaveBeenTouchedFromEveryPageOfFindings() {
        // Given
        String source = "feed " + UUID.randomUUID();
        Scene guarded = Scene.somebody("/fleet", "/protected");
        Scene.held(guarded.finding(FindingKind.PASSWORD_SPRAY, source));
        for (int i = 0; i < 24; i++) {
            Scene.held(new Scene("nobody" + i, "", UUID.randomUUID()).finding(FindingKind.PASSWORD_SPRAY, source));
        }

        // When
        JsonPath simulated = simulate(Map.of("name", "spray", "source", source, "policy", SPRAY))
                .jsonPath();

        // Then
        assertThat(simulated.getInt("matched")).isEqualTo(25);
        assertThat(simulated.getList("never.owner")).containsExactly(guarded.username());
        assertThat(simulated.getInt("people")).isEqualTo(5);
        assertThat(simulated.getString("stops[0].source")).isEqualTo(source);
        assertThat(simulated.getString("budgetUsedUpAt")).isNotNull();
    }

    @Test
    void isAskedForBeforeAPolicyMayActByItselfAndSpeaksForADay() {
        // Given
        String name = "p" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> policy = Map.of("mode", "AUTO", "kinds", List.of("NEW_CLIENT"));
        assertThat(put(name, policy).jsonPath().getString("code")).isEqualTo("not-simulated");
        simulate(Map.of("name", name, "policy", policy)).then().statusCode(200);
        sql("update simulation set at = at - interval '25 hours' where policy = '" + name + "'");
        assertThat(put(name, policy).statusCode()).isEqualTo(409);

        // When
        simulate(Map.of("name", name, "policy", policy)).then().statusCode(200);

        // Then
        assertThat(put(name, Map.of("mode", "AUTO", "kinds", List.of("NEW_CLIENT", "NEW_COUNTRY")))
                        .statusCode())
                .isEqualTo(409);
        put(name, policy).then().statusCode(200);
        put(name, Map.of("mode", "OBSERVE")).then().statusCode(200);
    }

    @Test
    void waitsForTheEndOfQuietHoursAndRunsThen() {
        // Given
        Map<String, Object> always =
                Map.of("zone", "UTC", "days", List.of(java.time.DayOfWeek.values()), "from", "00:00", "to", "00:00");
        Scene.policy("quiet", FindingKind.STEALER_LOG, "AUTO", 100, Map.of("quietHours", always));
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(
                Scene.held(scene.finding(FindingKind.STEALER_LOG, "corpus of " + scene.username())), UUID.randomUUID());
        JsonPath held = scene.reaches("HELD");
        assertThat(held.getString("items[0].heldBy")).isEqualTo("QUIET_HOURS");
        assertThat(held.getString("items[0].heldUntil")).isNotNull();
        put("quiet", Map.of("quietHours", Map.of("zone", "UTC", "days", List.of(), "from", "00:00", "to", "00:00")))
                .then()
                .statusCode(200);

        // When
        sql("update remediation set next_at = now() where id = '" + held.getString("items[0].id") + "'");

        // Then
        scene.reaches("APPLIED");
    }

    @Test
    void refusesAPolicyWithNothingWhereAValueBelongs() {
        List<Map<String, Object>> policies = List.of(
                Map.of("kinds", Collections.singletonList(null)),
                Map.of("requiredActions", Arrays.asList("UPDATE_PASSWORD", null)));

        assertThat(policies).allSatisfy(policy -> {
            assertThat(put("nothing", policy).jsonPath().getString("code")).isEqualTo("policy-invalid");
            assertThat(simulate(Map.of("policy", policy)).jsonPath().getString("code"))
                    .isEqualTo("policy-invalid");
        });
    }

    private static Response simulate(Map<String, Object> request) {
        return Tokens.asAdmin().contentType("application/json").body(request).post("/api/v1/policies/simulate");
    }

    private static Response put(String name, Map<String, Object> policy) {
        return Tokens.asAdmin().contentType("application/json").body(policy).put("/api/v1/policies/" + name);
    }

    private void sql(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql).executeUpdate());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class SourceTest {

    private static final FindingKind KIND = FindingKind.PASSWORD_REUSED;

    private final EntityManager entities;
    private final String source = "feed " + UUID.randomUUID();

    SourceTest(EntityManager entities) {
        this.entities = entities;
    }

    @Test
    void holdsWhatAStoppedSourceSaysUntilAnotherConfirmsIt() {
        // Given
        Scene.policy("sourced", KIND, "AUTO", 100, Map.of());
        stopped();
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding(KIND, source)), UUID.randomUUID());
        assertThat(scene.reaches("HELD").getString("items[0].heldBy")).isEqualTo("SOURCE_STOPPED");
        assertThat(scene.signsIn()).isTrue();

        // When
        Scene.tell(Scene.held(scene.finding(KIND, "corpus of " + scene.username())), UUID.randomUUID());

        // Then
        scene.reaches("APPLIED");
    }

    @Test
    void goesOnWhenAPersonWithTheRoleResetsItWithAReason() {
        // Given
        Scene.policy("sourced", KIND, "AUTO", 100, Map.of());
        stopped();
        assertThat(Tokens.asApprover()
                        .contentType("application/json")
                        .body(Map.of("source", source))
                        .post("/api/v1/sources/reset")
                        .jsonPath()
                        .getString("code"))
                .isEqualTo("reason-missing");
        assertThat(Tokens.asService()
                        .contentType("application/json")
                        .body(Map.of("source", source, "reason", "mended"))
                        .post("/api/v1/sources/reset")
                        .statusCode())
                .isEqualTo(403);

        // When
        Response reset = Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("source", source, "reason", "the import was mended"))
                .post("/api/v1/sources/reset");

        // Then
        reset.then().statusCode(200);
        assertThat(reset.jsonPath().getString("stoppedAt")).isNull();
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding(KIND, source)), UUID.randomUUID());
        scene.reaches("APPLIED");
    }

    @Test
    void proposesWhatASourceInProposeSaysAndIsRaisedOnlyAfterASimulation() {
        // Given
        Scene.policy("sourced", KIND, "AUTO", 100, Map.of());
        mode("PROPOSE").then().statusCode(200);
        Scene scene = Scene.somebody("/fleet");

        // When
        Scene.tell(Scene.held(scene.finding(KIND, source)), UUID.randomUUID());

        // Then
        assertThat(scene.reaches("HELD").getString("items[0].heldBy")).isEqualTo("WAITS_FOR_APPROVAL");
        sql("update simulation set at = at - interval '25 hours'");
        assertThat(mode("AUTO").jsonPath().getString("code")).isEqualTo("not-simulated");
        Tokens.asAdmin()
                .contentType("application/json")
                .body(new HashMap<>(Map.of("name", "sourced", "source", source)))
                .post("/api/v1/policies/simulate")
                .then()
                .statusCode(200);
        mode("AUTO").then().statusCode(200);
        sql("update simulation set at = at + interval '25 hours' where at < now() - interval '24 hours'");
    }

    private Response mode(String mode) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("source", source, "mode", mode, "reason", "new"))
                .put("/api/v1/sources");
    }

    private void stopped() {
        sql("insert into source (name, stopped_at, stopped_reason) values ('" + source
                + "', now(), 'The breaker stopped it.')");
    }

    private void sql(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(sql).executeUpdate());
    }
}

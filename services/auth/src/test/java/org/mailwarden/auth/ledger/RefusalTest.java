// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Tokens;

/** Who tried what they may not is in the ledger, although nothing happened. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class RefusalTest {

    private final Database database;

    RefusalTest(EntityManager entities) {
        this.database = new Database(entities);
    }

    @Test
    void aPolicyThatNobodySimulatedIsRefusedWithARow() {
        // Given
        String policy = "p" + UUID.randomUUID();

        // When
        int status = Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("mode", "AUTO", "kinds", List.of("IMPOSSIBLE_TRAVEL")))
                .put("/api/v1/policies/" + policy)
                .statusCode();

        // Then
        assertThat(status).isEqualTo(409);
        assertThat(rows("policy.change.refused", policy, "not-simulated")).isEqualTo(1);
        assertThat(database.count("select count(*) from policy where name = '" + policy + "'"))
                .isZero();
    }

    @Test
    void aLiveCheckByAnotherServiceIsRefusedWithARow() {
        // Given
        long before = rows("live-check.ask.refused", "live-check", "not-this-service");

        // When
        int status = Tokens.asService()
                .contentType("application/json")
                .body(Map.of("owner", "somebody", "candidates", List.of("a guess")))
                .post("/api/v1/live-checks")
                .statusCode();

        // Then
        assertThat(status).isEqualTo(403);
        assertThat(rows("live-check.ask.refused", "live-check", "not-this-service") - before)
                .isEqualTo(1);
    }

    @Test
    void whatIsOnlyIllFormedIsNoRefusal() {
        // Given
        String policy = "p" + UUID.randomUUID();

        // When
        int status = Tokens.asAdmin()
                .contentType("application/json")
                .put("/api/v1/policies/" + policy)
                .statusCode();

        // Then
        assertThat(status).isEqualTo(400);
        assertThat(database.count("select count(*) from ledger where object = '" + policy + "'"))
                .isZero();
    }

    private long rows(String action, String object, String code) {
        return database.count("select count(*) from ledger where action = '" + action + "' and object = '" + object
                + "' and cast(payload as json) ->> 'code' = '" + code + "'");
    }
}

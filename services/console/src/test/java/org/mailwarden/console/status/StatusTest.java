// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.Health;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;

/** What the console says about the stack. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StatusTest {

    @BeforeEach
    void everythingIsUp() {
        Health.allUp();
    }

    @Test
    void tellsEverybodyThatEverythingIsUp() {
        // When
        var answer = status();

        // Then
        answer.statusCode(200).header("Cache-Control", "no-store").body("state", is("UP"));
        assertThat(answer.extract().jsonPath().getList("parts.name", String.class))
                .containsExactly("fetcher", "breach-watch", "auth", "console", "kafka", "postgresql", "keycloak");
        assertThat(answer.extract().jsonPath().getList("parts.state", String.class))
                .containsOnly("UP");
    }

    @Test
    void callsTheBrokerDownWhenOneServiceMissesIt() {
        // Given
        Health.says("auth", "DOWN", "UP");

        // When
        var answer = status();

        // Then
        isIn("kafka", "DOWN", answer);
        isIn("auth", "DOWN", answer);
        isIn("postgresql", "UP", answer);
        isIn("fetcher", "UP", answer);
        answer.body("state", is("PARTIAL"));
    }

    @Test
    void callsTheDatabaseDownWhenOneServiceMissesIt() {
        // Given
        Health.says("fetcher", "UP", "DOWN");

        // When
        var answer = status();

        // Then
        isIn("postgresql", "DOWN", answer);
        isIn("kafka", "UP", answer);
    }

    @Test
    void doesNotCallFineWhatNobodyHasSpokenOf() {
        // Given
        Door.health("fetcher", "{\"status\": \"UP\", \"checks\": []}");
        Door.health("breach-watch", "{\"status\": \"UP\", \"checks\": \"none\"}");
        Door.health("auth", "{\"status\": \"UP\"}");

        // When
        var answer = status();

        // Then
        isIn("kafka", "UNKNOWN", answer);
        isIn("postgresql", "UNKNOWN", answer);
        answer.body("state", is("PARTIAL"));
    }

    @Test
    void callsAServiceDownThatDoesNotAnswer() {
        // Given
        Door.sendAway("fetcher");
        try {
            // When
            var answer = status();

            // Then
            isIn("fetcher", "DOWN", answer);
            isIn("kafka", "UP", answer);
        } finally {
            Door.callBack("fetcher");
        }
    }

    @Test
    void tellsAStrangerNotWhatAPartIsMadeOf() {
        // When
        var answer = status();

        // Then
        answer.body("parts[0].components", nullValue()).body("parts[0].reachable", nullValue());
    }

    @Test
    void tellsItToSomebodyWithARole() {
        // When
        var answer = Tokens.asAdmin().get("/api/v1/status").then();

        // Then
        answer.body("parts[0].reachable", is(true))
                .body("parts[0].components.name", hasItem("Database connections health check"));
    }

    private static ValidatableResponse status() {
        return RestAssured.get("/api/v1/status").then();
    }

    private static void isIn(String part, String state, ValidatableResponse answer) {
        answer.body("parts.find { it.name == '" + part + "' }.state", is(state));
    }
}

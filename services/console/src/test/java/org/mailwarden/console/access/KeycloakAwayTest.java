// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A console that has met neither Keycloak nor Kafka yet. */
@QuarkusTest
@TestProfile(KeycloakAwayTest.Alone.class)
class KeycloakAwayTest {

    /** Nobody listens on the port of discard (RFC 863). */
    public static final class Alone implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.oidc.auth-server-url",
                    "http://127.0.0.1:9/realms/mailwarden",
                    // A name that nobody has (RFC 6761, section 6.4).
                    "kafka.bootstrap.servers",
                    "kafka.invalid:9092");
        }

        @Override
        public boolean disableGlobalTestResources() {
            return true;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of();
        }
    }

    @Test
    void blamesKeycloakAndNotTheToken() {
        // When
        var answer = RestAssured.given()
                .auth()
                .oauth2("eyJhbGciOiJSUzI1NiJ9.e30.e30")
                .get("/api/v1/accounts")
                .then();

        // Then
        answer.statusCode(503)
                .contentType("application/problem+json")
                .body("code", is("service-unavailable"))
                .body("detail", containsString("Keycloak (sign-in) does not answer"));
    }

    @Test
    void doesNotSayOfASessionThatItHasEndedWhenNobodyKnows() {
        // When
        var answer = RestAssured.given()
                .cookie("q_session_browser", "eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA")
                .get("/session")
                .then();

        // Then
        answer.statusCode(503)
                .contentType("application/problem+json")
                .body("detail", containsString("Keycloak (sign-in) does not answer"));
    }

    @Test
    void saysToWhoeverSignsInWhatIsAway() {
        // When
        var answer =
                RestAssured.given().redirects().follow(false).get("/sign-in").then();

        // Then
        answer.statusCode(503)
                .contentType("text/html")
                .body(containsString("Keycloak, which signs everybody in, does not answer"));
    }

    @Test
    void stillTurnsAwayWhoHasNoToken() {
        // When
        var answer = RestAssured.get("/api/v1/accounts").then();

        // Then
        answer.statusCode(401);
    }

    @Test
    void servesItsPagesWithoutThem() {
        RestAssured.get("/").then().statusCode(200);
        RestAssured.get("/q/health/ready").then().statusCode(200);
    }
}

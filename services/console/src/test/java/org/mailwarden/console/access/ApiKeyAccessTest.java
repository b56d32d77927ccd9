// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.RawHttp;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;
import org.mailwarden.contracts.apikey.ApiKeyFormat;

/** Programs that come with an API key; what auth says of it is set by the test, over real HTTP. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ApiKeyAccessTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String key = ApiKeyFormat.newKey(ApiKeyFormat.newId(RANDOM), RANDOM);

    @Test
    void isLetInAndTheServiceIsShownTheTokenAndNotTheKey() {
        // Given
        isGood(60, "viewer");

        // When
        var answer = Tokens.with(key).get("/api/v1/findings?state=OPEN").then();

        // Then
        answer.statusCode(200)
                .body("service", is("breach-watch"))
                .body("headers.authorization", is(List.of("Bearer token-of-ci")))
                .header("Cache-Control", is("no-store"));
        assertThat(answer.extract().asString()).doesNotContain(key);
    }

    @Test
    void changesThingsWithoutTheHeaderThatBrowsersNeed() {
        // Given
        isGood(60, "analyst", "viewer");

        // When
        var answer = Tokens.with(key).post("/api/v1/findings/7/close").then();

        // Then
        answer.statusCode(200).body("method", is("POST"));
    }

    @Test
    void isAskedAboutOnceForManyRequests() {
        // Given
        isGood(60, "viewer");
        long before = Door.requests("auth");

        // When
        for (int i = 0; i < 5; i++) {
            Tokens.with(key).get("/api/v1/accounts").then().statusCode(200);
        }

        // Then
        assertThat(Door.requests("auth")).isEqualTo(before + 1);
    }

    @Test
    void isAskedAboutAgainBeforeItsTokenEndsSoThatARevokedOneIsSoonRefused() {
        // Given
        isGood(7, "viewer");
        Tokens.with(key).get("/api/v1/accounts").then().statusCode(200);
        isRefused(401, "api-key-revoked", "The API key 'ci' was revoked.");

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> Tokens.with(key)
                        .get("/api/v1/accounts")
                        .then()
                        .statusCode(401)
                        .body("code", is("api-key-revoked")));
    }

    @Test
    void isRefusedWithTheSentenceOfAuthWhichIsNotAskedAgainForAWhile() {
        // Given
        isRefused(401, "api-key-expired", "The API key 'ci' expired.");
        long fetcher = Door.requests("fetcher");
        long auth = Door.requests("auth");

        // When
        var answer = Tokens.with(key).get("/api/v1/accounts").then();
        Tokens.with(key).get("/api/v1/accounts").then().statusCode(401);

        // Then
        answer.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", containsString("error=\"invalid_token\""))
                .body("code", is("api-key-expired"))
                .body("detail", is("The API key 'ci' expired."));
        assertThat(Door.requests("fetcher")).isEqualTo(fetcher);
        assertThat(Door.requests("auth")).isEqualTo(auth + 1);
    }

    @Test
    void withoutARoleIsToldWhich() {
        // Given
        isRefused(403, "api-key-without-role", "The API key 'ci' has the roles admin, and its owner has none.");

        // When
        var answer = Tokens.with(key).get("/api/v1/accounts").then();

        // Then
        answer.statusCode(403).body("code", is("api-key-without-role")).body("detail", containsString("admin"));
    }

    @Test
    void isNotCalledWrongWhenNobodyKnows() {
        // Given
        isRefused(503, "keycloak-unavailable", "Keycloak could not be asked.");
        Tokens.with(key).get("/api/v1/accounts").then().statusCode(503).body("code", is("keycloak-unavailable"));

        // When
        isGood(60, "viewer");

        // Then
        Tokens.with(key).get("/api/v1/accounts").then().statusCode(200);
    }

    @Test
    void isNotCalledWrongWhenAuthIsAway() {
        // Given
        isGood(60, "viewer");
        Door.sendAway("auth");
        try {
            // When
            var answer = Tokens.with(key).get("/api/v1/accounts").then();

            // Then
            answer.statusCode(503).body("code", is("service-unavailable")).body("detail", containsString("auth"));
        } finally {
            Door.callBack("auth");
        }
        Tokens.with(key).get("/api/v1/accounts").then().statusCode(200);
    }

    @Test
    void withASlipInItIsSeenHereAlready() {
        // Given
        long before = Door.requests("auth");

        // When
        var answer = Tokens.with(key.substring(0, 62)).get("/api/v1/accounts").then();

        // Then
        answer.statusCode(401).body("code", is("api-key-malformed")).body("detail", not(containsString("mw_")));
        assertThat(Door.requests("auth")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/accounts?access_token=", "/api/v1/accounts/", "/range/"})
    void isRefusedInTheAddressWhereLogsKeepIt(String beginning) {
        // Given
        isGood(60, "viewer");
        long before = Door.requests("fetcher");

        // When
        var answer = Tokens.with(key).get(beginning + key).then();

        // Then
        answer.statusCode(400)
                .body("code", is("api-key-in-address"))
                .body("detail", containsString("Revoke it"))
                .body(not(containsString(key)));
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }

    @Test
    void isKnownToWhatTheConsoleAnswersItself() {
        // Given
        isGood(60, "viewer");

        // Then
        Tokens.with(key).get("/api/v1/openapi").then().statusCode(200);
        Tokens.with(key).get("/api/v1/lag").then().statusCode(403).body("code", is("role-needed"));
        Tokens.with(key).get("/session").then().statusCode(401);
    }

    @Test
    void tooManyWrongOnesFromOneAddressAreRefusedAndNeitherOthersNorGoodOnes() {
        // Given
        isGood(60, "viewer");
        assertThat(from("127.0.0.2", key)).startsWith("HTTP/1.1 200");
        for (int i = 0; i < 20; i++) {
            String wrong = ApiKeyFormat.newKey(ApiKeyFormat.newId(RANDOM), RANDOM);
            assertThat(from("127.0.0.2", wrong)).startsWith("HTTP/1.1 401");
        }

        // When
        String answer = from("127.0.0.2", ApiKeyFormat.newKey(ApiKeyFormat.newId(RANDOM), RANDOM));

        // Then
        assertThat(answer).startsWith("HTTP/1.1 429");
        assertThat(from("127.0.0.2", key)).startsWith("HTTP/1.1 200");
        assertThat(from("127.0.0.3", ApiKeyFormat.newKey(ApiKeyFormat.newId(RANDOM), RANDOM)))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void aTokenOfAuthIsNoWayInFromOutside() {
        // Given
        String token = Tokens.signedByTheRealm("iss", "urn:mailwarden:auth:api-keys");

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        answer.statusCode(401).body("code", is("not-signed-in"));
    }

    @Test
    void standsBeforeACookieThatComesWithIt() {
        // Given
        isRefused(401, "api-key-revoked", "The API key 'ci' was revoked.");

        // When
        var answer = RestAssured.given()
                .cookie("q_session_browser", "eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA")
                .header("Authorization", "bearer " + key)
                .get("/api/v1/accounts")
                .then();

        // Then
        answer.statusCode(401).body("code", is("api-key-revoked"));
    }

    private static String from(String address, String key) {
        return RawHttp.firstLineFrom(
                address,
                "GET /api/v1/accounts HTTP/1.1\r\nHost: console.example\r\nConnection: close\r\nAuthorization: Bearer "
                        + key + "\r\n\r\n");
    }

    private void isGood(int seconds, String... roles) {
        Door.key(
                key,
                200,
                Map.of(
                        "token",
                        "token-of-ci",
                        "name",
                        "API key ci of anna",
                        "roles",
                        List.of(roles),
                        "expiresAt",
                        Instant.now().plusSeconds(seconds).toString()));
    }

    private void isRefused(int status, String code, String detail) {
        Door.key(key, status, Map.of("title", "Refused", "code", code, "detail", detail));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;

/** Who passes the gateway, decided on tokens of a real Keycloak. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class AccessTest {

    private long before;

    @BeforeEach
    void count() {
        before = Door.requests("fetcher");
    }

    @Test
    void turnsAwayARequestWithoutAToken() {
        // When
        var answer = RestAssured.get("/api/v1/accounts").then();

        // Then
        isRefused(answer).header("WWW-Authenticate", equalTo("Bearer realm=\"mailwarden\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/accounts", "/api/v1/nowhere", "/api/", "/range/21BD1", "/api/v2/accounts"})
    void tellsAStrangerNothingAboutThePaths(String path) {
        // When
        var answer = RestAssured.get(path).then();

        // Then
        answer.statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mailwarden-cli", "mailwarden-approver-cli", "mailwarden-fetcher"})
    void letsInEverybodyWithARole(String client) {
        // Given
        String token = Tokens.issuedTo(client);

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        answer.statusCode(200).body("service", is("fetcher"));
    }

    @Test
    void handsTheTokenToTheServiceWhichLooksAtItAgain() {
        // Given
        String token = Tokens.issuedTo("mailwarden-cli");

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        answer.body("headers.authorization", is(List.of("Bearer " + token)));
    }

    @Test
    void namesTheRolesToSomebodyWhoHasNone() {
        // Given
        String token = Tokens.signedByTheRealm("realm_access", Map.of("roles", List.of("offline_access")));

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        answer.statusCode(403)
                .contentType("application/problem+json")
                .body("code", is("role-missing"))
                .body("detail", containsString("viewer, analyst, approver, admin or auditor"));
        reachedNobody();
    }

    @Test
    void letsSomebodyWithoutARoleAskAboutThemselves() {
        // Given
        String token = Tokens.signedByTheRealm("realm_access", Map.of("roles", List.of("offline_access")));

        // When
        var answer = Tokens.with(token).get("/api/v1/me/app-passwords").then();

        // Then
        answer.statusCode(200).body("service", is("auth"));
    }

    @Test
    void takesATokenWithTheRealmsSignature() {
        // When
        var answer =
                Tokens.with(Tokens.signedByTheRealm()).get("/api/v1/accounts").then();

        // Then
        answer.statusCode(200);
    }

    @Test
    void refusesATokenOfAnotherIssuer() {
        // Given
        String token = Tokens.signedByTheRealm("iss", Tokens.issuer().replace("mailwarden", "master"));

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesATokenOfAnotherRealm() {
        // Given
        String token = Tokens.setting("test.keycloak.admin-token");

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesATokenForAnotherAudience() {
        // Given
        String token = Tokens.signedByTheRealm("aud", "account");

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesATokenThatKeycloakIssuedForAnotherAudience() {
        // Given
        String token = Tokens.issuedTo("mailwarden-provisioner");

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesAnExpiredToken() {
        // Given
        String token = Tokens.signedByTheRealm("exp", Instant.now().getEpochSecond() - 1);

        // When
        var answer = Tokens.with(token).get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesATokenSignedBySomebodyElse() {
        // When
        var answer = Tokens.with(Tokens.signedBySomebodyElse())
                .get("/api/v1/accounts")
                .then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesAnUnsignedToken() {
        // When
        var answer = Tokens.with(Tokens.unsigned()).get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void refusesGarbage() {
        // When
        var answer = Tokens.with("garbage").get("/api/v1/accounts").then();

        // Then
        isBadToken(answer);
    }

    @Test
    void doesNotBotherKeycloakWithRubbish() {
        // Given
        List<String> complaints = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger("io.quarkus.oidc");
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                complaints.add(entry.getMessage() + Arrays.toString(entry.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(listener);
        try {
            // When
            Tokens.with(Tokens.setting("test.keycloak.admin-token"))
                    .get("/api/v1/accounts")
                    .then()
                    .statusCode(401);
        } finally {
            log.removeHandler(listener);
        }

        // Then
        assertThat(complaints).noneMatch(complaint -> complaint.contains("introspect"));
    }

    @Test
    void doesNotTakeATokenFromTheAddress() {
        // Given
        String token = Tokens.signedByTheRealm();

        // When
        var answer = RestAssured.get("/api/v1/accounts?access_token=" + token).then();

        // Then
        isRefused(answer);
    }

    private void isBadToken(ValidatableResponse answer) {
        isRefused(answer).header("WWW-Authenticate", containsString("error=\"invalid_token\""));
    }

    private ValidatableResponse isRefused(ValidatableResponse answer) {
        reachedNobody();
        return answer.statusCode(401)
                .contentType("application/problem+json")
                .body("code", is("not-signed-in"))
                .body("status", is(401))
                .body("detail", containsString("Authorization: Bearer"));
    }

    private void reachedNobody() {
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }
}

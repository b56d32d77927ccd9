// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.hamcrest.Matchers.is;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.kit.apikey.ApiKeyTokens;
import org.mailwarden.kit.seal.TokenSigner;

/** Tokens for which auth exchanged an API key, beside those of the real Keycloak; auth's key is told over real HTTP. */
@QuarkusTest
class ApiKeyTokenTest {

    private static final String FINDINGS = "/api/v1/findings";

    private final URI auth;

    @TempDir
    Path keys;

    private HttpServer server;
    private TokenSigner signer;

    ApiKeyTokenTest(@ConfigProperty(name = "mailwarden.auth-url") URI auth) {
        this.auth = auth;
    }

    @BeforeEach
    void start() throws IOException {
        signer = TokenSigner.loadOrCreate(keys.resolve("tokens.keyset"));
        server = HttpServer.create(new InetSocketAddress(auth.getHost(), auth.getPort()), 0);
        server.createContext(ApiKeyTokens.PUBLIC_KEYS, exchange -> {
            byte[] body = signer.publicKeys().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsWhatItsRolesAllowAndNothingElse() {
        // Given
        String token = token(signer, ApiKeyTokens.AUDIENCE, 60, "viewer");

        // Then
        answer(token).statusCode(200);
        RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/feeds")
                .then()
                .statusCode(403);
    }

    @Test
    void isRefusedWithMoreThanAKeyMayHaveEvenWhenTheSignatureHolds() {
        // When
        String token = token(signer, ApiKeyTokens.AUDIENCE, 60, "viewer", "approver");

        // Then
        answer(token).statusCode(401).body("code", is("not-signed-in"));
    }

    @Test
    void isRefusedWhenSomebodyElseSignedIt() {
        // Given
        TokenSigner another = TokenSigner.loadOrCreate(keys.resolve("another.keyset"));

        // When
        String token = token(another, ApiKeyTokens.AUDIENCE, 60, "viewer");

        // Then
        answer(token).statusCode(401);
    }

    @Test
    void isRefusedWhenItHasEndedOrIsForSomebodyElse() {
        answer(token(signer, ApiKeyTokens.AUDIENCE, -1, "viewer")).statusCode(401);
        answer(token(signer, "account", 60, "viewer")).statusCode(401);
    }

    @Test
    void peopleStillComeWithKeycloaksTokens() {
        Tokens.asAdmin().get(FINDINGS).then().statusCode(200);
    }

    private static ValidatableResponse answer(String token) {
        return RestAssured.given().auth().oauth2(token).get(FINDINGS).then();
    }

    private static String token(TokenSigner signer, String audience, int seconds, String... roles) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return signer.sign(new TokenSigner.Claims(
                ApiKeyTokens.ISSUER,
                audience,
                "Ab3Cd5Ef7G",
                "API key ci of anna",
                List.of(roles),
                now.minusSeconds(10),
                now.plusSeconds(seconds)));
    }
}

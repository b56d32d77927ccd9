// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;

/** What the services see of a request, and the caller of their answers. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ForwardingTest {

    private static final int LARGE_ANSWER = 32 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource({
        "/api/v1/accounts/7, fetcher",
        "/api/v1/findings, breach-watch",
        "/range/21BD1, breach-watch",
        "/api/v1/remediations, auth"
    })
    void reachesTheServiceThatOwnsThePath(String path, String owner) {
        // When
        var answer = Tokens.asAdmin().get(path).then();

        // Then
        answer.statusCode(200).body("service", is(owner)).body("uri", is(path));
    }

    @Test
    void saysThatNothingAnswersAtAnUnknownPath() {
        // When
        var answer = Tokens.asAdmin()
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .get("/api/v1/nowhere")
                .then();

        // Then
        answer.statusCode(404)
                .contentType("application/problem+json")
                .body("type", is("urn:mailwarden:problem:not-found"))
                .body("detail", containsString("/api/v1/nowhere"))
                .body("traceId", is("0af7651916cd43dd8448eb211c80319c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/q/nowhere", "/index.htm"})
    void saysSoOutsideTheApiToo(String path) {
        // When
        var answer = Tokens.asAdmin().get(path).then();

        // Then
        answer.statusCode(404).contentType("application/problem+json").body("traceId", notNullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/accounts/..%2f..%2f..%2fq/metrics", "/api/v1/accounts/..%5c..%5cq"})
    void followsNoSeparatorInDisguise(String path) {
        // When
        var answer = Tokens.asAdmin().get(path).then();

        // Then
        answer.statusCode(404).body("service", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
    void passesTheMethodAndTheQueryOn(String method) {
        // When
        var answer = Tokens.asAdmin()
                .request(method, "/api/v1/accounts/7?after=a%2Fb%26c&limit=2")
                .then();

        // Then
        answer.body("method", is(method)).body("uri", is("/api/v1/accounts/7?after=a%2Fb%26c&limit=2"));
    }

    @Test
    void passesABodyOnWhole() throws Exception {
        // Given
        byte[] body = new byte[Surroundings.LARGEST_BODY];
        new java.util.Random(7).nextBytes(body);

        // When
        var answer = Tokens.asAdmin()
                .contentType("application/octet-stream")
                .body(body)
                .post("/api/v1/accounts")
                .then();

        // Then
        answer.statusCode(200)
                .body("length", is(body.length))
                .body(
                        "sha256",
                        is(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(body))));
    }

    @Test
    void passesALargeAnswerBackWhole() {
        // When
        byte[] answer = Tokens.asAdmin()
                .get("/api/v1/accounts/large")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        // Then
        assertThat(answer).hasSize(LARGE_ANSWER);
    }

    @Test
    void passesTheRefusalOfAServiceBackUnchanged() {
        // When
        var answer = Tokens.asAdmin().post("/api/v1/remediations/refuses").then();

        // Then
        answer.statusCode(409).contentType("application/problem+json").body("code", is("said-by-the-service"));
    }

    @Test
    void saysItselfWhereARequestCameFrom() {
        // When
        var answer = Tokens.asAdmin()
                .header("X-Forwarded-For", "203.0.113.9")
                .header("X-Forwarded-Host", "elsewhere.example")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Prefix", "/elsewhere")
                .header("Forwarded", "for=203.0.113.9")
                .get("/api/v1/accounts")
                .then();

        // Then
        answer.body("headers.x-forwarded-for", is(List.of("127.0.0.1")))
                .body("headers.x-forwarded-proto", is(List.of("http")))
                .body("headers.x-forwarded-host[0]", not(containsString("elsewhere")))
                .body("headers.x-forwarded-prefix", nullValue())
                .body("headers.forwarded", nullValue());
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/findings, no-store", "/range/public, 'public, max-age=9'"})
    void letsNobodyKeepAnAnswerOfWhichTheServiceDoesNotSayThatItMayBe(String path, String kept) {
        // When
        var answer = Tokens.asAdmin().get(path).then();

        // Then
        answer.header("Cache-Control", is(kept));
    }

    @Test
    void keepsTheCookiesOfTheConsoleToItself() {
        // When
        var answer =
                Tokens.asAdmin().cookie("session", "7").get("/api/v1/accounts").then();

        // Then
        answer.body("headers.cookie", nullValue());
    }

    @Test
    void passesAHarmlessRequestIdOnAndBack() {
        // When
        var answer = Tokens.asAdmin()
                .header("X-Request-Id", "order-66")
                .get("/api/v1/accounts")
                .then();

        // Then
        answer.header("X-Request-Id", "order-66").body("headers.x-request-id", is(List.of("order-66")));
    }

    @Test
    void replacesARequestIdThatCouldForgeALine() {
        // When
        var answer = Tokens.asAdmin()
                .header("X-Request-Id", "a b=c ERROR")
                .get("/api/v1/accounts")
                .then();

        // Then
        answer.body("headers.x-request-id[0]", not(containsString("ERROR")))
                .body("headers.x-request-id[0]", notNullValue());
    }

    @Test
    void keepsWhatAServiceAndTheGatewayHaveBetweenThem() {
        // When
        var answer = Tokens.asAdmin()
                .header("X-Request-Id", "order-66")
                .get("/api/v1/accounts/private-headers")
                .then();

        // Then
        answer.statusCode(200)
                .header("ETag", "\"7\"")
                .header("X-Between-Us", nullValue())
                .header("Keep-Alive", nullValue())
                .header("Set-Cookie", nullValue())
                .header("X-Request-Id", "order-66");
        assertThat(answer.extract().headers().getValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'");
    }
}

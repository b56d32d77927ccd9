// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.RawHttp;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;

/** Bodies that are too large, and services that are away, silent, or break off. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class LimitsTest {

    @Test
    void refusesABodyThatSaysItIsTooLarge() {
        // Given
        long before = Door.requests("fetcher");

        // When
        var answer = Tokens.asAdmin()
                .contentType("application/octet-stream")
                .body(new byte[Surroundings.LARGEST_BODY + 1])
                .post("/api/v1/accounts")
                .then();

        // Then
        answer.statusCode(413)
                .contentType("application/problem+json")
                .body("code", is("too-large"))
                .body("detail", containsString(Surroundings.LARGEST_BODY + " bytes"));
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }

    @Test
    void refusesABodyThatTurnsOutToBeTooLarge() {
        // Given
        String chunk = Integer.toHexString(Surroundings.LARGEST_BODY / 2 + 1) + "\r\n"
                + "a".repeat(Surroundings.LARGEST_BODY / 2 + 1) + "\r\n";

        // When
        String answer = RawHttp.send(RawHttp.head("POST", "/api/v1/accounts") + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk + chunk + "0\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 413").contains("too-large").doesNotContain("\"service\"");
    }

    @ParameterizedTest
    @CsvSource({"fetcher, /api/v1/accounts", "breach-watch, /api/v1/findings", "auth, /api/v1/audit"})
    void namesTheServiceThatIsAway(String service, String path) {
        // Given
        Door.sendAway(service);
        try {
            // When
            var answer = Tokens.asAdmin().get(path).then();

            // Then
            answer.statusCode(503)
                    .contentType("application/problem+json")
                    .body("code", is("service-unavailable"))
                    .body("detail", containsString("The service " + service + " does not answer"))
                    .body("traceId", notNullValue());
        } finally {
            Door.callBack(service);
        }
        Tokens.asAdmin().get(path).then().statusCode(200);
    }

    @Test
    void namesTheServiceThatHangsUp() {
        // When
        var answer = Tokens.asAdmin().get("/api/v1/accounts/hangs-up").then();

        // Then
        answer.statusCode(503).body("code", is("service-unavailable"));
    }

    @Test
    void namesTheServiceThatStaysSilent() {
        // When
        var answer = Tokens.asAdmin().get("/api/v1/remediations/silent").then();

        // Then
        answer.statusCode(504)
                .contentType("application/problem+json")
                .body("code", is("service-timeout"))
                .body("detail", containsString("The service auth took the request"));
    }

    @Test
    void letsHalfAnAnswerNotLookLikeAWholeOne() {
        // When
        String answer = RawHttp.send(RawHttp.head("GET", "/api/v1/accounts/half") + "\r\n");

        // Then
        assertThat(answer).contains("half an answer").doesNotContain("\r\n0\r\n");
    }

    @Test
    void refusesABodyOfAStrangerWithoutWaitingForIt() {
        // When
        String answer = RawHttp.firstLine(
                "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\n" + "Content-Length: 1000\r\n\r\nnever finished");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 401");
    }
}

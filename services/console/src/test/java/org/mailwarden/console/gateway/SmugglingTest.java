// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Door;
import org.mailwarden.console.support.RawHttp;
import org.mailwarden.console.support.Surroundings;

/** Requests whose end or whose headers mean one thing to the gateway and another one to a service (RFC 9112, 6.1). */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class SmugglingTest {

    private static final String SECOND = "GET /api/v1/accounts/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    private long before;

    @BeforeEach
    void count() {
        before = Door.requests("fetcher");
    }

    @Test
    void dropsTheHeadersOfTheHop() {
        // When
        String answer = RawHttp.send(RawHttp.head("GET", "/api/v1/accounts")
                + "Connection: X-Of-The-Hop, X-Other\r\nX-Of-The-Hop: 1\r\nTE: trailers\r\nKeep-Alive: timeout=9\r\nProxy-Authorization: Basic eA==\r\n"
                + "Upgrade: websocket\r\nTrailer: X-Later\r\nX-End-To-End: 1\r\n\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("x-end-to-end")
                .doesNotContain(
                        "x-of-the-hop", "\"te\"", "timeout=9", "proxy-authorization", "websocket", "\"trailer\"");
    }

    @Test
    void saysWhoAskedEvenWhenTheCallerWantsItDropped() {
        // When
        String answer = RawHttp.send(RawHttp.head("GET", "/api/v1/accounts") + "Connection: X-Forwarded-For\r\n\r\n");

        // Then
        assertThat(answer).contains("\"x-forwarded-for\":[\"127.0.0.1\"]");
    }

    @Test
    void endsABodyWhereItsChunksEnd() {
        // When
        String answer = RawHttp.send(RawHttp.head("POST", "/api/v1/accounts")
                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n0\r\n\r\n");

        // Then
        if (answer.startsWith("HTTP/1.1 200")) {
            assertThat(answer).contains("\"length\":5").doesNotContain("\"content-length\"");
        } else {
            assertThat(answer).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void hidesNoSecondRequestInABody() {
        // When
        RawHttp.send(RawHttp.head("POST", "/api/v1/accounts") + "Content-Length: " + SECOND.length()
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND);

        // Then
        assertThat(Door.requests("fetcher") - before).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Content-Length: +4\r\n",
                "Content-Length: 4x\r\n",
                "Content-Length: -4\r\n",
                "Content-Length: 4, 5\r\n",
                "Bad Header: 1\r\nContent-Length: 4\r\n",
                "X-Folded: a\r\n b\r\nContent-Length: 4x\r\n"
            })
    void refusesABodyOfDoubtfulLength(String headers) {
        // When
        String answer = RawHttp.send(RawHttp.head("POST", "/api/v1/accounts") + headers + "\r\nhello" + SECOND);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunked, identity", "xchunked", "gzip, chunked", "\u000bchunked"})
    void refusesACodingItDoesNotKnow(String coding) {
        // When
        String answer = RawHttp.send(RawHttp.head("POST", "/api/v1/accounts") + "Transfer-Encoding: " + coding
                + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + SECOND);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }

    @Test
    void refusesHeadersWithoutEnd() {
        // When
        String answer = RawHttp.send(
                RawHttp.head("GET", "/api/v1/accounts") + "X-Large: " + "a".repeat(17 * 1024) + "\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 431");
        assertThat(Door.requests("fetcher")).isEqualTo(before);
    }
}

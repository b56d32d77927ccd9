// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailwarden.kit.secret.Secret;

/** Calls of auth over real HTTP, of which an answer may break off after its head. */
@Timeout(60)
class AuthCallsTest {

    private static final String TOKEN = "/realm/protocol/openid-connect/token";
    private static final String QUESTION = "/question";
    private static final Duration LIMIT = Duration.ofMillis(500);

    private final MovingClock clock = new MovingClock();
    /** Paths of which the head of an answer is sent, and never its rest. */
    private final Set<String> stalled = ConcurrentHashMap.newKeySet();

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private AuthCalls calls;

    private static final class MovingClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        calls = new AuthCalls(
                new ObjectMapper(), clock, Optional.of(url), url + "/realm", "us", Secret.of("secret"), LIMIT);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTokenThatBreaksOffIsAskedForAgainALittleLater() {
        // Given
        stalled.add(TOKEN);
        AuthCalls.Reply whileStalled = post(LIMIT.multipliedBy(10));
        stalled.clear();
        AuthCalls.Reply atOnce = post(LIMIT);
        clock.now = clock.now.plusSeconds(6);

        // When
        AuthCalls.Reply later = post(LIMIT.multipliedBy(10));

        // Then
        assertThat(List.of(whileStalled, atOnce)).hasOnlyElementsOfType(AuthCalls.Reply.NotAsked.class);
        assertThat(later).isInstanceOf(AuthCalls.Reply.Answered.class);
        assertThat(asked).containsExactly(TOKEN, TOKEN, QUESTION);
    }

    @Test
    void anAnswerThatBreaksOffIsNoneAndHoldsNobodyUp() {
        // Given
        stalled.add(QUESTION);

        // When
        AuthCalls.Reply reply = post(LIMIT.multipliedBy(2));

        // Then
        assertThat(reply).isInstanceOf(AuthCalls.Reply.NotAsked.class);
        assertThat(asked).containsExactly(TOKEN, QUESTION);
    }

    private AuthCalls.Reply post(Duration limit) {
        return calls.post(QUESTION, "{}".getBytes(StandardCharsets.UTF_8), limit);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        byte[] body = "{\"access_token\":\"t\",\"expires_in\":60}".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        if (!stalled.contains(path)) {
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.devstack.process.FreePorts;

/** How much of Keycloak this service takes at once. */
class KeycloakHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CALLS = 3 * KeycloakHttp.MOST_AT_ONCE;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePorts.next()), CALLS);
        server.setExecutor(threads);
        server.createContext("/realms", exchange -> answer(exchange, "{\"access_token\":\"t\",\"expires_in\":600}"));
        server.createContext("/admin", exchange -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                answers.await();
                running.decrementAndGet();
                answer(exchange, "{}");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        answers.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void neverMakesMoreCallsAtOnceThanItsShareAndMakesAllOfThem() {
        // Given
        KeycloakHttp http = http();

        // When
        List<CompletableFuture<Outcome<JsonNode>>> calls =
                Stream.generate(() -> call(http)).limit(CALLS).toList();
        await().atMost(PATIENCE).until(() -> running.get() == KeycloakHttp.MOST_AT_ONCE);
        answers.countDown();

        // Then
        assertThat(calls).allMatch(call -> call.join() instanceof Outcome.Done);
        assertThat(most).hasValue(KeycloakHttp.MOST_AT_ONCE);
    }

    private CompletableFuture<Outcome<JsonNode>> call(KeycloakHttp http) {
        return CompletableFuture.supplyAsync(() -> http.get(url().resolve("/admin")), threads);
    }

    private KeycloakHttp http() {
        ObjectMapper json = new ObjectMapper();
        KeycloakSettings settings = new KeycloakSettings(url(), "mailwarden", "mailwarden-auth", "a secret", PATIENCE);
        return new KeycloakHttp(settings, new ServiceToken(settings, json, Clock.systemUTC()), json);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions about wrong passwords over real HTTP, of which an answer may break off after its head. */
@Timeout(60)
class RetiredQuestionsTest {

    private static final String KEPT = "/api/v1/retired-passwords/kept";
    private static final String RECOGNISE = "/api/v1/retired-passwords/recognise";

    private final Set<String> stalled = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<List<String>> told = new LinkedBlockingQueue<>();
    private HttpServer server;
    private RetiredQuestions questions;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext(KEPT, exchange -> answer(exchange, "{\"logins\":[\"anna\"]}"));
        server.createContext(
                RECOGNISE, exchange -> answer(exchange, "{\"retired\":true,\"accountIds\":[\"of her mailbox\"]}"));
        server.start();
        questions = new RetiredQuestions(
                new AuthGateway("http://127.0.0.1:" + server.getAddress().getPort()),
                wrong -> "token",
                Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        questions.close();
        server.stop(0);
    }

    @Test
    void aRetiredPasswordIsToldWithItsAccountsAndIsInMemoryNoMore() throws InterruptedException {
        // Given
        WrongPassword leaked = wrong("Anna");

        // When
        List<String> accounts = ask(leaked);

        // Then
        assertThat(accounts).containsExactly("of her mailbox");
        assertThat(asked.poll()).startsWith(KEPT);
        // On a busy machine it may have been asked twice.
        assertThat(asked)
                .anyMatch(question -> question.startsWith(RECOGNISE) && question.contains("\"candidate\":\"leaked\""));
        assertThat(leaked.password()).containsOnly('\0');
    }

    @Test
    void aPasswordOfWhomNothingIsKeptStaysHereAndIsInMemoryNoMore() throws InterruptedException {
        // Given
        WrongPassword mistyped = wrong("bob");
        questions.ask(mistyped, told::add);

        // When
        ask(wrong("anna"));

        // Then
        assertThat(mistyped.password()).containsOnly('\0');
        assertThat(asked).noneMatch(question -> question.contains("bob"));
    }

    @Test
    void anAnswerThatBreaksOffHoldsNobodyUpAndKeepsNoPasswordInMemory() throws InterruptedException {
        // Given
        WrongPassword first = wrong("anna");
        stalled.add(RECOGNISE);
        questions.ask(first, told::add);
        asked.take();
        asked.take();
        stalled.clear();

        // When
        List<String> accounts = ask(wrong("anna"));

        // Then
        assertThat(accounts).containsExactly("of her mailbox");
        assertThat(first.password()).containsOnly('\0');
    }

    @Test
    void whatWaitsWhenTheServerStopsIsOverwritten() throws InterruptedException {
        // Given
        stalled.add(KEPT);
        questions.ask(wrong("anna"), told::add);
        WrongPassword waiting = wrong("anna");
        questions.ask(waiting, told::add);
        asked.take();

        // When
        questions.close();

        // Then
        assertThat(waiting.password()).containsOnly('\0');
    }

    /** Asks until it is told: whoever comes while another is asked about may have to wait too long. */
    private List<String> ask(WrongPassword first) throws InterruptedException {
        questions.ask(first, told::add);
        List<String> accounts = told.poll(1, TimeUnit.SECONDS);
        while (accounts == null) {
            questions.ask(wrong("anna"), told::add);
            accounts = told.poll(1, TimeUnit.SECONDS);
        }
        return accounts;
    }

    private static WrongPassword wrong(String username) {
        return new WrongPassword("realm", "https://sign-in.example/realms/fleet", username, "leaked".toCharArray());
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        asked.add(path + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(200, body.length);
        if (!stalled.contains(path)) {
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}

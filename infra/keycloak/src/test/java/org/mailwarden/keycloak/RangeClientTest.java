// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.policy.PolicyError;

/** The range search over real HTTP, well and badly answered. */
class RangeClientTest {

    private static final String PASSWORD = "in the corpus";

    private final List<HttpExchange> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> body = new AtomicReference<>("");
    private final AtomicReference<Integer> status = new AtomicReference<>(200);
    private final MovingClock clock = new MovingClock();
    private HttpServer server;
    private RangeClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/range/", this::answer);
        server.start();
        client = client(1_000_000);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void tellsHowOftenAPasswordStandsInTheCorpusAndSendsFiveDigitsAndTheWishForPadding() {
        // Given
        body.set("0123456789012345678901234567890ABCD:0\r\n" + suffix(PASSWORD) + ":42");

        // When
        RangeClient.Answer answer = client.ask(PASSWORD);

        // Then
        assertThat(answer).isEqualTo(new RangeClient.Known(42));
        assertThat(asked).singleElement().satisfies(exchange -> {
            assertThat(exchange.getRequestURI().toString())
                    .isEqualTo("/range/" + RangeClient.sha1(PASSWORD).substring(0, 5));
            assertThat(exchange.getRequestHeaders().getFirst("Add-Padding")).isEqualTo("true");
        });
    }

    @Test
    void takesPaddingForNothing() {
        // Given
        body.set(suffix(PASSWORD) + ":0");

        // When
        RangeClient.Answer answer = client.ask(PASSWORD);

        // Then
        assertThat(answer).isEqualTo(new RangeClient.Known(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>sign in</html>", "0123456789012345678901234567890ABCD", "ABC:1", "{\"a\":1}"})
    void neverReadsAnAnswerThatIsNoRangeAsNotBreached(String nonsense) {
        // Given
        body.set(nonsense);

        // When
        RangeClient.Answer answer = client.ask(PASSWORD);

        // Then
        assertThat(answer).isInstanceOf(RangeClient.Unavailable.class);
    }

    @Test
    void asksOnceWhileARangeIsFreshAndUsesAnOlderOneWhenNobodyAnswers() {
        // Given
        body.set(suffix(PASSWORD) + ":42");
        client.ask(PASSWORD);
        client.ask(PASSWORD);
        int whileFresh = asked.size();
        status.set(503);
        clock.now = clock.now.plus(Duration.ofMinutes(6));

        // When
        RangeClient.Answer afterwards = client.ask(PASSWORD);

        // Then
        assertThat(whileFresh).isEqualTo(1);
        assertThat(asked).hasSize(2);
        assertThat(afterwards).isEqualTo(new RangeClient.Known(42));
    }

    @Test
    void forgetsRangesWhenTheyBecomeTooMany() {
        // Given
        RangeClient small = client(60);
        body.set(suffix(PASSWORD) + ":42");
        small.ask(PASSWORD);
        body.set(suffix("another") + ":1");
        small.ask("another");

        // When
        small.ask(PASSWORD);

        // Then
        assertThat(asked).hasSize(3);
    }

    @Test
    void doesNotAskAgainAtOnceAfterAFailureAndSoHoldsNobodyUp() {
        // Given
        status.set(503);
        client.ask(PASSWORD);

        // When
        RangeClient.Answer next = client.ask("another");

        // Then
        assertThat(next).isEqualTo(new RangeClient.Unavailable("breach-watch did not answer just now"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void thePolicyRefusesWithASentenceWhenItIsClosedAndAcceptsWhenItIsOpen() throws IOException {
        // Given
        status.set(503);

        // When
        PolicyError closed = new BreachWatchPolicy(null, client, true).validate("anna", PASSWORD);
        PolicyError open = new BreachWatchPolicy(null, client, false).validate("anna", PASSWORD);

        // Then
        assertThat(open).isNull();
        assertThat(closed.getMessage()).isEqualTo("invalidPasswordNotCheckedMessage");
        assertThat(messages("en").getProperty(closed.getMessage())).contains("try again in a minute");
        assertThat(messages("de").keySet()).isEqualTo(messages("en").keySet());
    }

    private static Properties messages(String language) throws IOException {
        String file = "/theme-resources/messages/messages_" + language + ".properties";
        try (Reader text =
                new InputStreamReader(RangeClientTest.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(text);
            return properties;
        }
    }

    private RangeClient client(long cacheCharacters) {
        return new RangeClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/range/"),
                Duration.ofSeconds(5),
                new RangeCache(cacheCharacters, Duration.ofMinutes(5)),
                clock);
    }

    private static String suffix(String password) {
        return RangeClient.sha1(password).substring(5);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange);
            byte[] bytes = body.get().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status.get(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}

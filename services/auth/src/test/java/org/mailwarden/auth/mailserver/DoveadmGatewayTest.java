// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.mailserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.devstack.process.FreePorts;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.Network;
import org.mailwarden.kit.secret.Secret;

/** What doveadm may answer, well and badly; {@code DovecotGatewayTest} asks a real one. */
class DoveadmGatewayTest {

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofSeconds(1);
    private static final String NOBODY = "[[\"error\",{\"type\":\"exitCode\",\"exitCode\":68},\"mailwarden\"]]";

    private static Vertx vertx;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private EgressHttp http;

    /** What the server does with a question. */
    private interface Script {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePorts.next()), 0);
        server.setExecutor(threads);
        server.start();
        http = new EgressHttp(vertx, Egress.system(List.of(Network.of("127.0.0.0/8"))), null);
    }

    @AfterEach
    void stop() {
        over.countDown();
        http.close();
        server.stop(0);
        threads.close();
    }

    @AfterAll
    static void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void readsTheRowsToThatDovecotPutsBesideTheListInsteadOfIntoIt() {
        // Given
        MailServerGateway gateway = saying(
                200,
                "[[\"doveadmResponse\",[" + row("imap", "(11 12)") + "]," + row("pop3", "(13)") + ",\"mailwarden\"]]");

        // When
        MailAnswer<Set<String>> open = gateway.connections("bob");

        // Then
        assertThat(open).isEqualTo(new MailAnswer.Told<>(Set.of("imap/11", "imap/12", "pop3/13")));
        assertThat(asked).containsExactly("X-Dovecot-API c2VjcmV0 [[\"who\",{\"mask\":[\"bob\"]},\"mailwarden\"]]");
    }

    @Test
    void takesItForAnAnswerThatNobodyIsConnected() {
        MailServerGateway gateway = saying(200, NOBODY);

        assertThat(gateway.endConnections("bob")).isEqualTo(new MailAnswer.Told<>(false));
        assertThat(gateway.connections("bob")).isEqualTo(new MailAnswer.Told<>(Set.of()));
    }

    @Test
    void takesANobodyWhoseCacheWasToBeEmptiedForNoAnswer() {
        assertThat(saying(200, NOBODY).flushCache("bob")).isInstanceOf(MailAnswer.NotAsked.class);
    }

    static Stream<Arguments> whatIsNoAnswer() {
        return Stream.of(
                Arguments.of(200, ""),
                Arguments.of(200, "no JSON"),
                Arguments.of(200, "{}"),
                Arguments.of(200, "[]"),
                Arguments.of(200, "[[]]"),
                Arguments.of(200, "[[\"doveadmResponse\",[],\"another\"]]"),
                Arguments.of(200, "[[\"doveadmResponse\",[],\"mailwarden\"],[\"doveadmResponse\",[],\"mailwarden\"]]"),
                Arguments.of(200, "[[\"doveadmResponse\",[7],\"mailwarden\"]]"),
                Arguments.of(200, "[[\"doveadmResponse\",[{\"username\":\"bob\"}],\"mailwarden\"]]"),
                Arguments.of(200, "[[\"error\",{},\"mailwarden\"]]"),
                Arguments.of(200, "[[\"error\",{\"type\":\"exitCode\",\"exitCode\":75},\"mailwarden\"]]"),
                Arguments.of(200, "[".repeat(20_000)),
                Arguments.of(400, "JSON parse error"),
                Arguments.of(500, ""),
                Arguments.of(302, ""));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoAnswer")
    void neverTakesForNothingOpenWhatIsNoAnswer(int status, String body) {
        MailServerGateway gateway = saying(status, body);

        assertThat(gateway.connections("bob")).isInstanceOf(MailAnswer.NotAsked.class);
        assertThat(gateway.flushCache("bob")).isInstanceOf(MailAnswer.NotAsked.class);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(401, "", "did not take our key"),
                Arguments.of(404, "", "No doveadm listens"),
                Arguments.of(
                        200, "[[\"error\",{\"type\":\"unAuthorized\"},\"mailwarden\"]]", "doveadm_allowed_commands"),
                Arguments.of(200, "[[\"error\",{\"type\":\"unknownMethod\"},\"mailwarden\"]]", "does not know"),
                Arguments.of(
                        200, "[[\"error\",{\"type\":\"exitCode\",\"exitCode\":64},\"mailwarden\"]]", "exit code 64"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhatToDoAboutARefusal(int status, String body, String sentence) {
        MailAnswer<Set<String>> answer = saying(status, body).connections("bob");

        assertThat(answer)
                .isInstanceOfSatisfying(
                        MailAnswer.Refused.class,
                        refused -> assertThat(refused.why()).contains(sentence));
    }

    @Test
    void givesUpOnAServerThatSaysNothing() {
        // Given
        MailServerGateway gateway = doing(IMPATIENT, exchange -> await(over));

        // When
        MailAnswer<Integer> answer = gateway.flushCache("bob");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        MailAnswer.NotAsked.class,
                        none -> assertThat(none.why()).contains("gave no answer", "our key is wrong"));
    }

    @Test
    void asksAServerThatSaidNothingNoMoreForAWhileSoThatNobodyElseWaitsForIt() {
        // Given
        MailServerGateway gateway = doing(IMPATIENT, exchange -> await(over));
        gateway.flushCache("bob");

        // When
        MailAnswer<Integer> answer = gateway.flushCache("carol");

        // Then
        assertThat(answer).isInstanceOf(MailAnswer.NotAsked.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void readsNoAnswerThatDoesNotEnd() {
        // Given
        MailServerGateway gateway = doing(PATIENT, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            while (true) {
                body.write(new byte[64 * 1024]);
            }
        });

        // When
        MailAnswer<Set<String>> answer = gateway.connections("bob");

        // Then
        assertThat(answer)
                .isInstanceOfSatisfying(
                        MailAnswer.NotAsked.class,
                        none -> assertThat(none.why()).contains("longer than"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "b?b",
                "bob*",
                "bob\\",
                "127.0.0.1",
                "127.1",
                "0x7f.1",
                "10.0.0.0/8",
                "::1",
                "a b",
                "",
                "a\n"
            })
    void neverAsksForAUserWhoseNameMeansOthersToo(String name) {
        // Given
        MailServerGateway gateway = saying(200, NOBODY);

        // When
        MailAnswer<Boolean> ended = gateway.endConnections(name);

        // Then
        assertThat(ended).isInstanceOf(MailAnswer.Refused.class);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "12345", "dead.beef", "bob@mail.example", "o'neill+work@mail.example", "zoë"})
    void asksForAnyOtherUser(String name) {
        assertThat(saying(200, NOBODY).endConnections(name)).isEqualTo(new MailAnswer.Told<>(false));
    }

    @Test
    void doesNotTakeTheConnectionsOfOthersForThoseOfTheUser() {
        MailServerGateway gateway = saying(200, "[[\"doveadmResponse\",[" + row("imap", "(11)") + "],\"mailwarden\"]]");

        assertThat(gateway.connections("bo")).isInstanceOf(MailAnswer.Refused.class);
    }

    private static String row(String service, String processes) {
        return "{\"username\":\"bob\",\"connections\":\"2\",\"service\":\"" + service + "\",\"pids\":\"" + processes
                + "\",\"ips\":\"(127.0.0.1)\"}";
    }

    private MailServerGateway saying(int status, String body) {
        return doing(PATIENT, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    private MailServerGateway doing(Duration patience, Script script) {
        server.createContext("/doveadm/v1", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                script.answer(exchange);
            }
        });
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        return new DoveadmGateway(base, Secret.of("secret"), patience, http, new ObjectMapper());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

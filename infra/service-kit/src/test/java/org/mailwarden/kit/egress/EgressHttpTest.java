// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.kit.egress.EgressHttp.Bounds;
import org.mailwarden.kit.egress.EgressHttp.Reason;
import org.mailwarden.kit.egress.EgressHttp.Reply;

/** Real HTTP on this machine. The names exist only in the egress, so an answer proves the address that was checked. */
class EgressHttpTest {

    private static final Bounds BOUNDS = new Bounds(1_000, Duration.ofSeconds(5));
    private static final Vertx VERTX = Vertx.vertx();
    private static final CountDownLatch OVER = new CountDownLatch(1);
    private static final ExecutorService THREADS = Executors.newVirtualThreadPerTaskExecutor();
    private static final AtomicInteger POSTS = new AtomicInteger();
    private static final Semaphore SLOW = new Semaphore(0);
    private static final Egress EGRESS = new Egress(List.of(Network.of("127.0.0.0/8")), host -> switch (host) {
        case "good.test" -> List.of(InetAddress.ofLiteral("127.0.0.1"));
        case "inside.test" -> List.of(InetAddress.ofLiteral("10.0.0.1"));
        default -> throw new UnknownHostException(host);
    });
    private static HttpServer server;
    private static EgressHttp http;

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setExecutor(THREADS);
        server.createContext("/", EgressHttpTest::answer);
        server.start();
        http = new EgressHttp(VERTX, EGRESS, null);
    }

    @AfterAll
    static void stop() {
        OVER.countDown();
        http.close();
        server.stop(0);
        THREADS.close();
        VERTX.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            POSTS.incrementAndGet();
        }
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/echo" ->
                    send(
                            exchange,
                            exchange.getRequestMethod() + " "
                                    + exchange.getRequestURI().getQuery() + " "
                                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                case "/most" -> send(exchange, "x".repeat(1_000));
                case "/long" -> send(exchange, "x".repeat(1_001));
                case "/moved" -> {
                    exchange.getResponseHeaders().set("Location", "/echo");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/cut" -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('x');
                }
                default -> {
                    SLOW.release();
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    OVER.await();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static URI at(String host, String path) {
        return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
    }

    @Test
    void asksTheAddressThatWasChecked() {
        // When
        Reply reply =
                http.post(at("good.test", "/echo?a=b"), Map.of(), "hello".getBytes(StandardCharsets.UTF_8), BOUNDS);

        // Then
        assertThat(reply).isInstanceOfSatisfying(Reply.Answer.class, answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).asString().isEqualTo("POST a=b hello");
        });
    }

    @Test
    void readsAsMuchAsItMay() {
        // When
        Reply reply = http.get(at("good.test", "/most"), Map.of(), BOUNDS);

        // Then
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Answer.class, answer -> assertThat(answer.body()).hasSize(1_000));
    }

    @Test
    void followsNoRedirect() {
        // When
        Reply reply = http.get(at("good.test", "/moved"), Map.of(), BOUNDS);

        // Then
        assertThat(reply).isInstanceOfSatisfying(Reply.Answer.class, answer -> {
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("location")).contains("/echo");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "inside.test, /echo, NOT_ALLOWED",
        "nowhere.test, /echo, NO_ADDRESS",
        "good.test, /long, TOO_LONG",
        "good.test, /cut, BROKEN"
    })
    void saysWhyThereIsNoAnswer(String host, String path, Reason why) {
        // When
        Reply reply = http.get(at(host, path), Map.of(), BOUNDS);

        // Then
        assertThat(reply).isEqualTo(new Reply.None(why));
    }

    @Test
    void givesUpOnAnAnswerThatDoesNotEnd() {
        // When
        Reply reply = http.get(at("good.test", "/slow"), Map.of(), new Bounds(1_000, Duration.ofMillis(300)));

        // Then
        assertThat(reply).isEqualTo(new Reply.None(Reason.TOO_SLOW));
    }

    @Test
    void sendsNothingAnyMoreOnceItHasGivenUp() throws Exception {
        // Given one connection, and a request that keeps it busy
        int before = POSTS.get();
        SLOW.drainPermits();
        try (EgressHttp narrow = new EgressHttp(
                        VERTX, EGRESS, null, new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(1));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Bounds aWhile = new Bounds(1_000, Duration.ofMillis(1_500));
            Future<Reply> busy = threads.submit(() -> narrow.get(at("good.test", "/slow"), Map.of(), aWhile));
            SLOW.acquire();

            // When
            Reply late = narrow.post(
                    at("good.test", "/echo"), Map.of(), new byte[] {'x'}, new Bounds(1_000, Duration.ofMillis(300)));

            // Then
            assertThat(late).isEqualTo(new Reply.None(Reason.TOO_SLOW));
            assertThat(busy.get()).isEqualTo(new Reply.None(Reason.TOO_SLOW));
            // The next one waits behind it.
            assertThat(narrow.get(at("good.test", "/most"), Map.of(), BOUNDS)).isInstanceOf(Reply.Answer.class);
            assertThat(POSTS.get()).isEqualTo(before);
        }
    }

    @Test
    void showsNothingOfTheBodyAndWipesIt() {
        // Given
        byte[] body = "secret".getBytes(StandardCharsets.UTF_8);
        Reply.Answer answer = new Reply.Answer(200, Map.of(), body);

        // When
        answer.close();

        // Then
        assertThat(body).containsOnly(0);
        assertThat(answer).hasToString("Answer[200]");
    }
}

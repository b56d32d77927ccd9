// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.fetcher.session.WebFetch.Fetched;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressRefused;
import org.mailwarden.kit.egress.Network;

/** Documents of strangers over real HTTPS. The names exist only in the egress, so an answer proves the pinned address. */
class WebFetchTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();
    private static final Vertx VERTX = Vertx.vertx();
    private static HttpsServer server;
    private static WebFetch web;

    @BeforeAll
    static void start() throws IOException {
        IssueSpec names = new IssueSpec(
                List.of("good.test", "other.test"),
                List.of(),
                Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(3_600));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(AUTHORITY.issue(names).serverContext()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", WebFetchTest::answer);
        server.start();
        Egress egress = new Egress(List.of(Network.of("127.0.0.0/8")), host -> switch (host) {
            case "good.test", "other.test", "liar.test" -> List.of(InetAddress.ofLiteral("127.0.0.1"));
            case "169.254.169.254" -> List.of(InetAddress.ofLiteral(host));
            case "inside.test" -> List.of(InetAddress.ofLiteral("10.0.0.1"));
            default -> throw new UnknownHostException(host);
        });
        web = new WebFetch(
                VERTX,
                egress,
                TrustSource.systemAnd(AUTHORITY.certificateFile()),
                server.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        web.close();
        server.stop(0);
        VERTX.close();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/document" ->
                    send(exchange, 200, "hello " + exchange.getRequestURI().getQuery());
                case "/missing" -> exchange.sendResponseHeaders(404, -1);
                case "/broken" -> exchange.sendResponseHeaders(500, -1);
                case "/long" -> send(exchange, 200, "x".repeat(65 * 1024));
                case "/slow" -> {
                    exchange.sendResponseHeaders(200, 0);
                    for (int i = 0; i < 200; i++) {
                        exchange.getResponseBody().write('x');
                        exchange.getResponseBody().flush();
                        java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                    }
                }
                default -> {
                    exchange.getResponseHeaders().set("Location", target(path));
                    exchange.sendResponseHeaders(302, -1);
                }
            }
        }
    }

    private static String target(String path) {
        return switch (path) {
            case "/moved" -> "https://other.test/document?again";
            case "/in-clear" -> "http://good.test/document";
            case "/inside" -> "https://inside.test/document";
            case "/metadata" -> "https://169.254.169.254/latest";
            case "/port" -> "https://good.test:8443/document";
            case "/user" -> "https://a:b@good.test/document";
            case "/nonsense" -> "https://[";
            default -> "/round";
        };
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://good.test/document?again", "https://good.test/moved"})
    void fetchesADocumentAlsoWhereItHasMoved(String address) throws Exception {
        // When
        Fetched fetched = web.get(URI.create(address));

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Document.class);
        assertThat(((Fetched.Document) fetched).content()).hasContent("hello again");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"in-clear", "inside", "metadata", "port", "user", "nonsense", "round", "broken", "long", "slow"})
    void givesUpOnWhatLeadsAwayOrNeverEnds(String path) {
        // When
        Fetched fetched = web.get(URI.create("https://good.test/" + path));

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Failed.class);
    }

    @Test
    void saysTheSameOfEveryHostThatIsNotAllowed() {
        // When
        Fetched fetched = web.get(URI.create("https://inside.test/document"));

        // Then
        assertThat(fetched).isEqualTo(new Fetched.Failed(EgressRefused.SENTENCE));
    }

    @Test
    void refusesACertificateForAnotherName() {
        // When
        Fetched fetched = web.get(URI.create("https://liar.test/document"));

        // Then
        assertThat(fetched).isInstanceOf(Fetched.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://good.test/missing", "https://nowhere.test/document"})
    void tellsWhatIsNotThereFromWhatCannotBeHad(String address) {
        assertThat(web.get(URI.create(address))).isInstanceOf(Fetched.Absent.class);
    }
}

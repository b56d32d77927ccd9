// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.console.support.People;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.console.support.Tokens;
import org.mailwarden.console.support.Topic;
import org.mailwarden.console.support.WebBrowser;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.ControlClient.Server;

/** What is told while it changes, from the topics of a real broker. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StreamTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Inject
    Hints hints;

    private final UUID account = UUID.randomUUID();
    private final UUID finding = UUID.randomUUID();

    @BeforeEach
    void theBrokerIsHeard() {
        await().atMost(LONG).until(hints::isLive);
    }

    @Test
    void tellsWhatChangedByItsIdsAlone() throws Exception {
        try (OpenStream stream = OpenStream.of(viewer())) {
            // When
            raise(finding);

            // Then
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(of(stream, finding)).hasSize(1));
            assertThat(of(stream, finding).getFirst().data().getMap())
                    .isEqualTo(Map.of(
                            "kind",
                            "finding",
                            "type",
                            "FindingRaised",
                            "id",
                            finding.toString(),
                            "account",
                            account.toString()));
            assertThat(stream.response().headers().map())
                    .containsEntry("content-type", List.of("text/event-stream;charset=UTF-8"))
                    .containsEntry("cache-control", List.of("no-store"));
        }
    }

    @Test
    void goesOnAfterTheLastEventThatWasHeard() throws Exception {
        // Given
        UUID missed = UUID.randomUUID();
        String heard;
        try (OpenStream stream = OpenStream.of(viewer())) {
            raise(finding);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(of(stream, finding)).hasSize(1));
            heard = of(stream, finding).getFirst().id();
        }
        raise(missed);

        // When
        try (OpenStream again = OpenStream.after(viewer(), heard)) {
            // Then
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(of(again, missed)).hasSize(1));
            assertThat(of(again, finding)).isEmpty();
            assertThat(again.events("lost")).isEmpty();
        }
    }

    @Test
    void saysThatSomethingIsLostWhereItCannotGoOn() throws Exception {
        // When
        try (OpenStream stream = OpenStream.after(viewer(), "1-1")) {
            // Then
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(stream.events("lost")).hasSize(1));
        }
    }

    @Test
    void endsWithTheToken() throws Exception {
        // Given
        long soon = Instant.now().getEpochSecond() + 2;

        // When
        try (OpenStream stream = OpenStream.of(Tokens.signedByTheRealm("exp", soon))) {
            // Then
            assertThat(stream.status()).isEqualTo(200);
            await().atMost(LONG).until(stream::ended);
            assertThat(Instant.now().getEpochSecond()).isGreaterThanOrEqualTo(soon);
        }
    }

    @Test
    void isForNobodyWithoutAToken() {
        // When
        var answer = RestAssured.get("/api/v1/stream").then();

        // Then
        answer.statusCode(401).body("code", is("not-signed-in"));
    }

    @Test
    void isForABrowserWithASession() throws Exception {
        // Given
        try (WebBrowser browser = new WebBrowser()) {
            browser.signIn(People.with("viewer"), "/");

            // When
            try (OpenStream stream = OpenStream.with(browser.cookies())) {
                raise(finding);

                // Then
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(of(stream, finding)).hasSize(1));
            }
        }
    }

    @Test
    void endsForEveryTabOfWhoSignsOutAndForNobodyElse() throws Exception {
        // Given
        People.Person person = People.with("viewer");
        try (WebBrowser browser = new WebBrowser();
                WebBrowser elsewhere = new WebBrowser()) {
            browser.signIn(person, "/");
            elsewhere.signIn(person, "/");
            try (OpenStream tab = OpenStream.with(browser.cookies());
                    OpenStream another = OpenStream.with(browser.cookies());
                    OpenStream otherSession = OpenStream.with(elsewhere.cookies())) {

                // When
                browser.send("POST", "/sign-out", "X-Requested-By", "console");

                // Then
                await().atMost(Duration.ofSeconds(10)).until(() -> tab.ended() && another.ended());
                assertThat(otherSession.ended()).isFalse();
            }
        }
    }

    @Test
    void refusesMoreStreamsOfOnePersonThanTabs() throws Exception {
        // Given
        List<OpenStream> open = new ArrayList<>();
        try {
            String token = Tokens.signedByTheRealm("sub", UUID.randomUUID().toString());
            for (int i = 0; i < 8; i++) {
                open.add(OpenStream.of(token));
            }

            // When
            Response answer = Tokens.with(token).get("/api/v1/stream");

            // Then
            answer.then().statusCode(429).header("Retry-After", "30").body("code", is("too-many-streams"));
            assertThat(open).allMatch(stream -> stream.status() == 200);
            open.removeFirst().close();
            await().atMost(LONG).untilAsserted(() -> {
                try (OpenStream another = OpenStream.of(token)) {
                    assertThat(another.status()).isEqualTo(200);
                }
            });
        } finally {
            open.forEach(OpenStream::close);
        }
    }

    @Test
    void cutsOffWhoDoesNotRead() throws Exception {
        // Given
        try (Socket idle = new Socket()) {
            idle.setReceiveBufferSize(4096);
            idle.connect(new InetSocketAddress("127.0.0.1", RestAssured.port));
            idle.getOutputStream()
                    .write(("GET /api/v1/stream HTTP/1.1\r\nHost: console\r\nAuthorization: Bearer " + viewer()
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = idle.getInputStream();
            assertThat(in.readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
            Change change = new Change(HintKind.FINDING, EventType.FINDING_CHANGED, finding, account);

            await().atMost(LONG).until(() -> hints.listening() == 1);

            // When
            for (int i = 0; i < 60_000; i++) {
                hints.tell(change);
            }

            // Then
            await().atMost(LONG).until(() -> hints.listening() == 0);
        }
    }

    @Test
    void saysWhenTheBrokerIsAwayAndTellsOnWhenItIsBack() throws Exception {
        ControlClient servers = new ControlClient(Tokens.setting("test.servers"));
        try (OpenStream stream = OpenStream.of(viewer())) {
            try {
                // When
                servers.stop(Server.KAFKA);

                // Then
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(
                                        stream.events("state").getLast().data().getBoolean("live"))
                                .isFalse());
                RestAssured.get("/").then().statusCode(200);
                RestAssured.get("/q/health/ready").then().statusCode(200);
                Tokens.with(viewer())
                        .get("/api/v1/events?after=" + end())
                        .then()
                        .statusCode(503)
                        .body("detail", containsString("Kafka"));
            } finally {
                servers.start(Server.KAFKA);
            }
            await().atMost(LONG).until(hints::isLive);
            raise(finding);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(of(stream, finding)).isNotEmpty());
        }
    }

    @Test
    void isReadByCursorToo() {
        // Given
        String before = end();
        raise(finding);
        await().atMost(LONG).until(() -> !end().equals(before));

        // When
        Response answer = Tokens.with(viewer()).get("/api/v1/events?after=" + before);

        // Then
        answer.then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .header("Link", "</api/v1/events?after=" + end() + "&limit=1000>; rel=\"next\"");
        assertThat(answer.asString())
                .endsWith("\n")
                .contains("\"kind\":\"finding\",\"type\":\"FindingRaised\",\"id\":\"" + finding + "\"");
        assertThat(Tokens.with(auditor()).get("/api/v1/events?after=" + before).asString())
                .isEmpty();
        Tokens.with(viewer())
                .get("/api/v1/events?after=1-1")
                .then()
                .statusCode(410)
                .body("code", is("cursor-lost"));
        Tokens.with(viewer())
                .get("/api/v1/events?after=x")
                .then()
                .statusCode(400)
                .body("code", is("invalid-after"));
        Tokens.with(viewer())
                .get("/api/v1/events?limit=0")
                .then()
                .statusCode(400)
                .body("code", is("invalid-limit"));
    }

    private void raise(UUID id) {
        Topic.say(
                EventType.FINDING_RAISED,
                account,
                "{\"findingId\":\"" + id + "\",\"accountId\":\"" + account + "\",\"address\":\"anna@example.org\"}");
    }

    private String end() {
        return switch (hints.after(null, Integer.MAX_VALUE)) {
            case HintRing.Answer.Known known -> known.end().toString();
            case HintRing.Answer.Lost lost -> lost.end().toString();
        };
    }

    private static List<OpenStream.Event> of(OpenStream stream, UUID id) {
        return stream.events("change").stream()
                .filter(event -> id.toString().equals(event.data().getString("id")))
                .toList();
    }

    private static String viewer() {
        return Tokens.signedByTheRealm("sub", UUID.randomUUID().toString());
    }

    private static String auditor() {
        return Tokens.signedByTheRealm("realm_access", Map.of("roles", List.of("auditor")));
    }
}

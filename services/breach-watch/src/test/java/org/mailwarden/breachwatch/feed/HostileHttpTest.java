// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.feed.web.FeedHttp;
import org.mailwarden.breachwatch.feed.web.Reply;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.Network;

/** Servers of feeds that want to send us elsewhere, to keep us waiting, or to fill our memory. */
class HostileHttpTest {

    private static final EgressHttp.Bounds BOUNDS = new EgressHttp.Bounds(1024 * 1024, Duration.ofSeconds(2));
    private static final byte[] CHUNK =
            ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    private static Vertx vertx;
    private static FeedHttp http;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        http = new FeedHttp(vertx, Egress.system(List.of(Network.of("127.0.0.0/8"))));
    }

    @AfterAll
    static void end() {
        http.close();
        vertx.close();
    }

    @Test
    void readsADocument() {
        assertThat(get((request, out) -> LoopbackServer.sendJson(out, 200, "{\"a\": 1}")))
                .isInstanceOfSatisfying(Reply.Answered.class, answered -> {
                    EgressHttp.Reply.Answer answer = answered.answer();
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.isJson()).isTrue();
                    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                            .isEqualTo("{\"a\": 1}");
                    assertThat(answered.toString()).doesNotContain("\"a\"");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void isNotSentToTheKeysOfTheCloud(int status) {
        assertThat(get((request, out) -> LoopbackServer.send(
                        out, status, Map.of("Location", "http://169.254.169.254/latest/meta-data/"), new byte[0])))
                .isInstanceOf(Reply.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "https://169.254.169.254/",
                "http://[fd00:ec2::254]/",
                "https://10.1.2.3/feed",
                "http://2130706433/",
                "http://0x7f.1/",
                "ftp://127.0.0.1/feed",
                "file:///etc/passwd",
                "https://user:secret@127.0.0.1/"
            })
    void asksNobodyWhoIsNotOnTheInternet(String address) {
        Reply reply = http.get(URI.create(address), Map.of(), BOUNDS);

        assertThat(reply).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void endsChunksThatNeverEnd() {
        assertThat(get((request, out) -> {
                    out.write(head("Transfer-Encoding: chunked"));
                    while (true) {
                        out.write(CHUNK);
                    }
                }))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.sentence()).contains("1048576 bytes"));
    }

    @Test
    void endsABodyThatSaysItIsHuge() {
        assertThat(get((request, out) -> {
                    out.write(head("Content-Length: 10000000000"));
                    while (true) {
                        out.write(CHUNK);
                    }
                }))
                .isInstanceOf(Reply.Refused.class);
    }

    @Test
    void waitsNoLongerThanItsDeadlineForAServerThatDrips() {
        CountDownLatch never = new CountDownLatch(1);
        Instant start = java.time.Clock.systemUTC().instant();

        Reply reply = get((request, out) -> {
            out.write(head("Content-Length: 1000"));
            for (int i = 0; i < 100; i++) {
                out.write('x');
                out.flush();
                pause(never);
            }
        });

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.sentence()).contains("2 seconds"));
        assertThat(Duration.between(start, java.time.Clock.systemUTC().instant()))
                .isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void takesAPartForNoWhole() {
        assertThat(get((request, out) -> LoopbackServer.send(
                        out, 206, Map.of("Content-Range", "bytes 5-6/100"), "xy".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.sentence()).contains("206"));
    }

    @Test
    void unpacksOnceAndNoMore() throws IOException {
        byte[] once = gzip("{}".getBytes(StandardCharsets.US_ASCII));
        byte[] twice = gzip(once);

        assertThat(packed("gzip", once))
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answered -> assertThat(answered.answer().body())
                                .isEqualTo("{}".getBytes(StandardCharsets.US_ASCII)));
        assertThat(packed("gzip", twice))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.sentence()).contains("twice"));
        assertThat(packed("gzip, gzip", twice)).isInstanceOf(Reply.Failed.class);
        assertThat(packed("br", once)).isInstanceOf(Reply.Failed.class);
        assertThat(packed("gzip", java.util.Arrays.copyOf(once, once.length - 6)))
                .isInstanceOf(Reply.Failed.class);
    }

    @Test
    void unpacksNoBomb() throws IOException {
        byte[] bomb = gzip(new byte[64 * 1024 * 1024]);

        assertThat(packed("gzip", bomb)).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void survivesHeadersThatNeverEnd() {
        assertThat(get((request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write("X-More: and more of it\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                }))
                .isInstanceOf(Reply.Failed.class);
    }

    private static Reply packed(String encoding, byte[] body) {
        return get((request, out) -> LoopbackServer.send(out, 200, Map.of("Content-Encoding", encoding), body));
    }

    private static Reply get(LoopbackServer.Script script) {
        try (LoopbackServer server = LoopbackServer.start(script)) {
            return http.get(server.uri(), Map.of("user-agent", "test"), BOUNDS);
        }
    }

    private static byte[] head(String header) {
        return ("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** The server's own slowness, which is what is tested. */
    private static void pause(CountDownLatch never) throws IOException {
        try {
            never.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

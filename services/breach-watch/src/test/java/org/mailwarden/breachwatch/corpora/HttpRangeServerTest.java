// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.corpus.RangeServer.Reply;
import org.mailwarden.breachwatch.support.RangeStandIn;
import org.mailwarden.breachwatch.support.RangeStandIn.Fault;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.Network;

/** Real HTTPS. The name exists only in the egress, so an answer proves the address that was checked. */
class HttpRangeServerTest {

    private static final String BODY = "0".repeat(34) + "1:5\r\n" + "F".repeat(35) + ":7";
    private static final int PREFIX = 0xABCDE;

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static RangeStandIn standIn;
    private static PfxOptions trust;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "ranges",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=ranges.test",
                        "-ext",
                        "san=dns:ranges.test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        keys.toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        trust = new PfxOptions().setPath(keys.toString()).setPassword("changeit");
        standIn = new RangeStandIn(0, keys).range("ABCDE", BODY);
    }

    @AfterAll
    static void stop() {
        standIn.close();
        VERTX.close();
    }

    @Test
    void bringsARangeOverHttp2WithItsTag() throws Exception {
        // When
        Reply reply = ask(null, null);

        // Then
        assertThat(reply).isInstanceOfSatisfying(Reply.Range.class, range -> {
            assertThat(range.body()).isEqualTo(BODY.getBytes(StandardCharsets.US_ASCII));
            assertThat(range.etag()).startsWith("W/\"0x");
        });
        RangeStandIn.Asked asked = standIn.asked().getLast();
        assertThat(asked.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(asked.userAgent()).isEqualTo("Mailwarden");
        assertThat(asked.path()).isEqualTo("/range/ABCDE?mode=ntlm");
    }

    @Test
    void isToldWhenTheTagIsStillGood() throws Exception {
        // Given
        String etag = ((Reply.Range) ask(null, null)).etag();

        // When
        Reply reply = ask(null, etag);

        // Then
        assertThat(reply).isEqualTo(new Reply.Unchanged());
    }

    @ParameterizedTest
    @CsvSource({
        "CACHED_502, it answers HTTP 502",
        "HALF_BODY, no whole answer comes from it",
        "CUT_GZIP, no whole answer comes from it",
        "A_PAGE, it sends something else than text/plain",
        "ELSEWHERE, it answers HTTP 302"
    })
    void namesWhatIsWrong(Fault fault, String reason) throws Exception {
        // When
        Reply reply = ask(fault, null);

        // Then
        assertThat(reply).isEqualTo(new Reply.Broken(reason));
    }

    @Test
    void losesNoneOfManyShortAnswers() throws Exception {
        // Given
        List<Future<Reply>> replies = new ArrayList<>();
        standIn.fault("ABCDE", null);

        // When
        try (HttpRangeServer server = new HttpRangeServer(VERTX, egress(), home("ranges.test"), "?mode=ntlm", trust);
                ExecutorService askers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 2_000; i++) {
                replies.add(askers.submit(() -> server.get(PREFIX, null)));
            }
        }

        // Then
        assertThat(replies).allSatisfy(reply -> assertThat(reply.resultNow()).isInstanceOf(Reply.Range.class));
    }

    @Test
    void waitsAsLongAsTheServerSays() throws Exception {
        // When
        Reply reply = ask(Fault.BUSY_FOR_A_SECOND, null);

        // Then
        assertThat(reply).isEqualTo(new Reply.Busy(Duration.ofSeconds(1)));
    }

    @Test
    void knowsNoPauseWhenTheServerNamesNone() throws Exception {
        // When
        Reply reply = ask(Fault.BUSY, null);

        // Then
        assertThat(reply).isEqualTo(new Reply.Busy(null));
    }

    @Test
    void connectsToNoAddressInside() throws Exception {
        // Given
        Egress inside = new Egress(List.of(), host -> List.of(InetAddress.ofLiteral("127.0.0.1")));

        // When
        Reply reply;
        try (HttpRangeServer server = new HttpRangeServer(VERTX, inside, home("ranges.test"), "", trust)) {
            reply = server.get(PREFIX, null);
        }

        // Then
        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Broken.class,
                        broken -> assertThat(broken.reason()).contains("may not connect to this host"));
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        // Given
        Egress egress = egress();

        // When
        Reply reply;
        try (HttpRangeServer server = new HttpRangeServer(VERTX, egress, home("liar.test"), "", trust)) {
            reply = server.get(PREFIX, null);
        }

        // Then
        assertThat(reply).isEqualTo(new Reply.Broken("no whole answer comes from it"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.pwnedpasswords.com/range/",
                "https://api.pwnedpasswords.com/range",
                "https://user@api.pwnedpasswords.com/range/",
                "https://api.pwnedpasswords.com/range/?a=b",
                "file:///etc/"
            })
    void refusesAnAddressThatIsNoneOfRanges(String address) {
        // When
        String refusal = HttpRangeServer.refusal(URI.create(address));

        // Then
        assertThat(refusal).contains("is no https address that ends in a slash. Write one");
    }

    private static Reply ask(@Nullable Fault fault, @Nullable String etag) throws Exception {
        standIn.fault("ABCDE", fault);
        try (HttpRangeServer server = new HttpRangeServer(VERTX, egress(), home("ranges.test"), "?mode=ntlm", trust)) {
            return server.get(PREFIX, etag);
        }
    }

    private static URI home(String host) {
        return URI.create("https://" + host + ":" + standIn.port() + "/range/");
    }

    private static Egress egress() {
        return new Egress(List.of(Network.of("127.0.0.0/8")), host -> {
            if (host.endsWith(".test")) {
                return List.of(InetAddress.ofLiteral("127.0.0.1"));
            }
            throw new UnknownHostException(host);
        });
    }
}

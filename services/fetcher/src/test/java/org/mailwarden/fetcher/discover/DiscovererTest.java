// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.fetcher.discover.SourceAnswer.Outcome;
import org.mailwarden.fetcher.session.TrustSource;
import org.mailwarden.fetcher.session.WebFetch;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.Network;

/** Finding settings, with a name server and a web server on loopback. */
class DiscovererTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static HttpsServer http;
    private static DnsStandIn dns;
    private static WebFetch web;
    private static Egress egress;

    @BeforeAll
    static void start() throws IOException {
        CertificateAuthority authority = CertificateAuthority.in(Files.createTempDirectory("autoconfig-authority"));
        IssueSpec names = new IssueSpec(
                List.of("autoconfig.published.test", "wellknown.test", "autoconfig.hostile.test", "hostile.test"),
                List.of(),
                Instant.now().minusSeconds(60),
                Instant.now().plusSeconds(3_600));
        http = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        http.setHttpsConfigurator(new HttpsConfigurator(authority.issue(names).serverContext()));
        http.createContext("/", exchange -> {
            try (exchange) {
                String host = exchange.getRequestHeaders().getFirst("Host");
                byte[] body = host.startsWith("autoconfig.hostile")
                        ? "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><clientConfig>&e;</clientConfig>"
                                .getBytes(StandardCharsets.UTF_8)
                        : AutoconfigTest.DOCUMENT.getBytes(StandardCharsets.UTF_8);
                boolean there = host.startsWith("autoconfig.")
                        || exchange.getRequestURI().getPath().startsWith("/.well-known/autoconfig/")
                                && !host.startsWith("hostile");
                exchange.sendResponseHeaders(there ? 200 : 404, there ? body.length : -1);
                if (there) {
                    exchange.getResponseBody().write(body);
                }
            }
        });
        http.start();
        dns = new DnsStandIn(Map.of(
                "_imaps._tcp.records.test SRV", List.of("20 0 993 backup.records.test", "10 0 1993 mail.records.test"),
                "_imap._tcp.records.test SRV", List.of("0 0 143 imap.elsewhere.test"),
                "hosted.test MX", List.of("20 alt1.aspmx.l.google.com", "10 aspmx.l.google.com"),
                "tenant.test MX", List.of("0 tenant-test.mail.protection.outlook.com"),
                "plain.test MX", List.of("10 mx.plain.test")));
        egress = new Egress(List.of(Network.of("127.0.0.0/8")), host -> switch (host) {
            case "autoconfig.published.test",
                    "wellknown.test",
                    "autoconfig.hostile.test",
                    "hostile.test",
                    "imap.plain.test",
                    "mx.plain.test" -> List.of(InetAddress.ofLiteral("127.0.0.1"));
            default -> throw new UnknownHostException(host);
        });
        web = new WebFetch(
                VERTX,
                egress,
                TrustSource.systemAnd(authority.certificateFile()),
                http.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        web.close();
        dns.close();
        http.stop(0);
        VERTX.close();
    }

    @Test
    void knowsALargeProviderAndWhatItDemands() {
        // When
        Discovery discovery = discover("Somebody@Gmail.com");

        // Then
        Candidate best = discovery.candidates().getFirst();
        assertThat(best.place()).isEqualTo("IMAP imap.gmail.com 993 TLS");
        assertThat(best.username()).isEqualTo("somebody@gmail.com");
        assertThat(best.authentication()).containsExactly("OAUTH2", "APP_PASSWORD");
        assertThat(best.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(best.hint()).contains("app password");
    }

    @Test
    void readsWhatADomainPublishes() {
        for (String domain : List.of("published.test", "wellknown.test")) {
            // When
            Discovery discovery = discover("alex@" + domain);

            // Then
            assertThat(discovery.candidates())
                    .extracting(Candidate::place)
                    .containsExactly("IMAP imap." + domain + " 993 TLS", "POP3 pop." + domain + " 110 STARTTLS");
            assertThat(discovery.candidates()).extracting(Candidate::source).containsOnly(Source.AUTOCONFIG);
        }
    }

    @Test
    void ordersServiceRecordsAndWarnsOfAnotherDomain() {
        // When
        Discovery discovery = discover("alex@records.test");

        // Then
        assertThat(discovery.candidates())
                .extracting(Candidate::place)
                .containsExactly(
                        "IMAP mail.records.test 1993 TLS",
                        "IMAP backup.records.test 993 TLS",
                        "IMAP imap.elsewhere.test 143 STARTTLS");
        assertThat(discovery.candidates().getFirst().hint()).isNull();
        assertThat(discovery.candidates().getLast().hint()).contains("another domain");
    }

    @Test
    void recognisesAProviderByTheServersThatReceiveTheMail() {
        assertThat(discover("alex@hosted.test").candidates().getFirst().host()).isEqualTo("imap.gmail.com");
        assertThat(discover("alex@tenant.test").candidates().getFirst()).satisfies(best -> {
            assertThat(best.host()).isEqualTo("outlook.office365.com");
            assertThat(best.authentication()).containsExactly("OAUTH2");
            assertThat(best.source()).isEqualTo(Source.MX);
            assertThat(best.confidence()).isEqualTo(Confidence.MEDIUM);
        });
    }

    @Test
    void guessesOnlyNamesThatExistAndSaysThatItGuesses() {
        // When
        Discovery discovery = discover("alex@plain.test");

        // Then
        assertThat(discovery.candidates())
                .extracting(Candidate::host)
                .containsExactly("imap.plain.test", "mx.plain.test");
        assertThat(discovery.candidates()).allSatisfy(candidate -> {
            assertThat(candidate.confidence()).isEqualTo(Confidence.LOW);
            assertThat(candidate.security()).isEqualTo(Security.TLS);
            assertThat(candidate.protocol()).isEqualTo(Protocol.IMAP);
        });
    }

    @Test
    void doesNotReadADocumentWithEntities() {
        // When
        Discovery discovery = discover("alex@hostile.test");

        // Then
        assertThat(discovery.candidates()).isEmpty();
        assertThat(outcome(discovery, Source.AUTOCONFIG)).isEqualTo(Outcome.UNAVAILABLE);
    }

    @Test
    void neverTakesASilentNameServerForANo() {
        // Given
        Discoverer deaf =
                new Discoverer(new AutoconfigGateway(web), new DnsGateway(Optional.of("127.0.0.1:1")), egress);

        // When
        Discovery discovery = deaf.discover(MailAddress.of("alex@records.test").orElseThrow());

        // Then
        assertThat(outcome(discovery, Source.SRV)).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(outcome(discovery, Source.MX)).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(outcome(discovery, Source.AUTOCONFIG)).isEqualTo(Outcome.NOTHING);
    }

    private static Outcome outcome(Discovery discovery, Source source) {
        return discovery.sources().stream()
                .filter(answer -> answer.source() == source)
                .findFirst()
                .orElseThrow()
                .outcome();
    }

    private static Discovery discover(String address) {
        return new Discoverer(new AutoconfigGateway(web), new DnsGateway(Optional.of(dns.address())), egress)
                .discover(MailAddress.of(address).orElseThrow());
    }
}

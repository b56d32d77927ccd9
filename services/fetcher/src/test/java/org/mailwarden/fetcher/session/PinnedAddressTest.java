// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressRefused;
import org.mailwarden.kit.egress.Network;

/** A mail connection goes where the egress looked, and nowhere else. */
class PinnedAddressTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();
    private static final SessionSettings PATIENT = new SessionSettings(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(20),
            TrustSource.systemAnd(AUTHORITY.certificateFile()));

    @ParameterizedTest
    @EnumSource(Security.class)
    void doesNotTouchAServerOnANetworkThatIsNotListed(Security security) throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, security == Security.TLS, talk -> talk.hear())) {
            // Given
            Egress egress = Egress.system(List.of());

            // When
            OpenOutcome outcome = open(egress, security, server.port());

            // Then
            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).isEqualTo(LoginFailure.NETWORK);
                assertThat(refused.detail()).isEqualTo(EgressRefused.SENTENCE);
            });
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void connectsToTheCheckedAddressAndNotToWhatAnotherLookUpSays(Security security) throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, security == Security.TLS, talk -> talk.hear())) {
            // Given: the checked answer is an address where nothing listens; any later look-up leads to the server.
            List<String> answers = new ArrayList<>(List.of("127.0.0.2", "127.0.0.1"));
            Egress egress = new Egress(
                    List.of(Network.of("127.0.0.0/8")), host -> List.of(InetAddress.ofLiteral(answers.removeFirst())));

            // When
            OpenOutcome outcome = open(egress, security, server.port());

            // Then
            assertThat(outcome).isInstanceOf(OpenOutcome.Refused.class);
            assertThat(server.connections()).isZero();
            assertThat(answers).containsExactly("127.0.0.1");
        }
    }

    @ParameterizedTest
    @EnumSource(Security.class)
    void triesTheNextAddressAndStillChecksTheNameInTheCertificate(Security security) throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, security == Security.TLS, talk -> {
            talk.say("* OK ready\r\n");
            if (security == Security.STARTTLS) {
                talk.say(talk.hearUntil("STARTTLS", " STARTTLS") + " OK now\r\n");
                talk.startTls();
            }
            talk.say(talk.hearUntil("LOGIN", "") + " OK in\r\n");
            talk.hearUntil("LOGOUT", "");
        })) {
            // Given
            Egress egress = new Egress(
                    List.of(Network.of("127.0.0.0/8")),
                    host -> Stream.of("127.0.0.2", "127.0.0.1")
                            .map(InetAddress::ofLiteral)
                            .toList());

            // When
            OpenOutcome outcome = open(egress, security, server.port());
            OpenOutcome otherName = open(egress, security, server.port(), "elsewhere.test");

            // Then
            assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
            assertThat(otherName)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Refused.class,
                            refused -> assertThat(refused.detail()).contains("another host name"));
        }
    }

    private static OpenOutcome open(Egress egress, Security security, int port) {
        return open(egress, security, port, "localhost");
    }

    private static OpenOutcome open(Egress egress, Security security, int port, String host) {
        try (Sessions sessions = new Sessions(PATIENT, egress)) {
            return sessions.open(
                    new MailEndpoint(Protocol.IMAP, host, port, security), MailFixture.signIn(MailFixture.PASSWORD));
        }
    }
}

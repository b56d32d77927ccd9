// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.devstack.mail.IssuedCertificate;

/** The rows about TLS of the list of hostile servers (30 to 33 and 40): whoever is in the way, no password leaves in clear. */
@Timeout(120)
class HostileTlsTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    /** TLS record: the handshake message that chooses TLS 1.0 with a cipher suite of that time. */
    private static final String CHOOSES_TLS_1_0 = "\u0016\u0003\u0001\u0000\u002a\u0002\u0000\u0000\u0026\u0003\u0001"
            + "r".repeat(32) + "\u0000\u0000\u002f\u0000";

    /** TLS record: the alert protocol_version. */
    private static final String REFUSES_TLS_1_2 = "\u0015\u0003\u0001\u0000\u0002\u0002\u0046";

    @BeforeAll
    static void warmUp() throws IOException {
        try (ScriptedServer server = ScriptedImap.with().start(AUTHORITY, Security.STARTTLS)) {
            assertThat(visit(server, Protocol.IMAP, Security.STARTTLS).ending()).isEqualTo(new Visit.Ending.Read());
        }
    }

    static Stream<Arguments> everyWay() {
        return Stream.of(Protocol.values())
                .flatMap(protocol -> Stream.of(Security.values()).map(security -> arguments(protocol, security)));
    }

    static Stream<Arguments> badCertificates() throws GeneralSecurityException {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        KeyPair weak = rsa.generateKeyPair();
        List<Arguments> certificates = List.of(
                arguments("expired", AUTHORITY.issue(IssueSpec.expired()), "has expired"),
                arguments("self-signed", CertificateAuthority.selfSigned(IssueSpec.loopback()), "unknown authority"),
                arguments(
                        "of an unknown authority",
                        MailFixture.authority().issue(IssueSpec.loopback()),
                        "unknown authority"),
                arguments("of another host", AUTHORITY.issue(IssueSpec.wrongHost()), "another host name"),
                arguments("weak", AUTHORITY.issue(IssueSpec.loopback(), weak), "weak key"));
        return certificates.stream()
                .flatMap(certificate -> everyWay()
                        .map(way -> arguments(
                                certificate.get()[0],
                                certificate.get()[1],
                                certificate.get()[2],
                                way.get()[0],
                                way.get()[1])));
    }

    @ParameterizedTest(name = "33 {0}, {3} over {4}")
    @MethodSource("badCertificates")
    void refusesACertificate(
            String kind, IssuedCertificate certificate, String words, Protocol protocol, Security security)
            throws IOException {
        try (ScriptedServer server =
                new ScriptedServer(certificate.serverContext(), security == Security.TLS, good(protocol))) {
            assertRefused(server, protocol, security, LoginFailure.TLS, words);
        }
    }

    @ParameterizedTest(name = "33 TLS 1.0 only, {0} over {1}")
    @MethodSource("everyWay")
    void refusesOldTls(Protocol protocol, Security security) throws IOException {
        for (String answer : List.of(CHOOSES_TLS_1_0, REFUSES_TLS_1_2)) {
            try (ScriptedServer server = handshaking(protocol, security, talk -> {
                talk.say(answer);
                talk.hear();
            })) {
                assertRefused(server, protocol, security, LoginFailure.TLS, "TLS 1.2 or 1.3");
            }
        }
    }

    /** A client that comes back in clear after this would find a server that is glad to take its password. */
    @ParameterizedTest(name = "33 first hello closed, {0} over {1}")
    @MethodSource("everyWay")
    void doesNotComeBackInClear(Protocol protocol, Security security) throws IOException {
        boolean[] first = {true};
        try (ScriptedServer server = MailFixture.server(AUTHORITY, false, talk -> {
            if (first[0]) {
                first[0] = false;
                if (security == Security.STARTTLS) {
                    beforeTheHandshake(protocol).talk(talk);
                }
                return;
            }
            good(protocol).talk(talk);
        })) {
            Visit visit = visit(server, protocol, security);

            assertThat(visit.ending()).isInstanceOf(Visit.Ending.Refused.class);
            assertNothingLeaked(server);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "33 plain text in place of the handshake, {0} over {1}")
    @MethodSource("everyWay")
    void refusesPlainTextInPlaceOfTheHandshake(Protocol protocol, Security security) throws IOException {
        try (ScriptedServer server = handshaking(protocol, security, good(protocol))) {
            assertRefused(server, protocol, security, LoginFailure.TLS, "does not speak TLS");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingWhenTheUpgradeIsNotOffered(Protocol protocol) throws IOException {
        ScriptedServer.Script script = protocol == Protocol.IMAP
                ? ScriptedImap.with().answer("CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nTAG OK\r\n")::talk
                : ScriptedPop3.with().answer("CAPA", "+OK\r\nUIDL\r\nSASL PLAIN\r\nUSER\r\n.\r\n")::talk;
        try (ScriptedServer server = MailFixture.server(AUTHORITY, false, script)) {
            assertRefused(server, protocol, Security.STARTTLS, LoginFailure.INSECURE, "nothing was sent");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingWhenTheUpgradeIsRefused(Protocol protocol) throws IOException {
        for (String no : List.of("NO", "BAD")) {
            ScriptedServer.Script script = protocol == Protocol.IMAP
                    ? ScriptedImap.with().answer("STARTTLS", "TAG " + no + " not today\r\n")::talk
                    : ScriptedPop3.with().answer("STLS", "-ERR not today\r\n")::talk;
            try (ScriptedServer server = MailFixture.server(AUTHORITY, false, script)) {
                assertRefused(server, protocol, Security.STARTTLS, LoginFailure.INSECURE, "nothing was sent");
            }
        }
    }

    /** What somebody in the way puts behind the answer to STARTTLS is not of the server that has the certificate. */
    @ParameterizedTest(name = "32 and 40 {0}")
    @EnumSource
    void refusesWhatIsInjectedBeforeTheHandshake(Protocol protocol) throws IOException {
        ScriptedServer.Script script = protocol == Protocol.IMAP
                ? ScriptedImap.with(HostileRow.ONE).on("STARTTLS", (talk, command) -> {
                    talk.say(command.tag()
                            + " OK go\r\n* CAPABILITY IMAP4rev1 AUTH=ANONYMOUS\r\nA2 OK in\r\nA3 OK in\r\n");
                    talk.startTls();
                })::talk
                : ScriptedPop3.with(HostileRow.ONE).on("STLS", (talk, _) -> {
                    talk.say("+OK go\r\n+OK\r\n.\r\n+OK\r\n+OK in\r\n");
                    talk.startTls();
                })::talk;
        try (ScriptedServer server = MailFixture.server(AUTHORITY, false, script)) {
            assertRefused(server, protocol, Security.STARTTLS, LoginFailure.PROTOCOL, "before the TLS upgrade");
        }
    }

    /** Whoever is in the way calls us signed in, so that the upgrade is not allowed any more (RFC 9051 section 6.2.1). */
    @Test
    void sendsNothingToAServerThatCallsUsSignedIn() throws IOException {
        ScriptedImap imap = ScriptedImap.with(HostileRow.ONE).answer("GREETING", "* PREAUTH welcome\r\n");
        try (ScriptedServer server = MailFixture.server(AUTHORITY, false, imap::talk)) {
            assertRefused(server, Protocol.IMAP, Security.STARTTLS, LoginFailure.PROTOCOL, "PREAUTH");
        }
    }

    /** APOP's digest could be guessed from, and the server chooses what it is made with (RFC 1939 section 7). */
    @ParameterizedTest
    @EnumSource
    void neverAnswersTheChallengeOfApop(Security security) throws IOException {
        ScriptedPop3 pop3 =
                ScriptedPop3.with(HostileRow.ONE).answer("GREETING", "+OK ready <1896.697170952@example.org>\r\n");
        try (ScriptedServer server = pop3.start(AUTHORITY, security)) {
            Visit visit = visit(server, Protocol.POP3, security);

            assertThat(visit.ending()).isEqualTo(new Visit.Ending.Read());
            assertThat(server.received()).noneMatch(line -> line.startsWith("APOP"));
        }
    }

    private static ScriptedServer.Script good(Protocol protocol) {
        return protocol == Protocol.IMAP
                ? ScriptedImap.with(HostileRow.ONE)::talk
                : ScriptedPop3.with(HostileRow.ONE)::talk;
    }

    /** Does this when the client is about to start its handshake. */
    private static ScriptedServer handshaking(Protocol protocol, Security security, ScriptedServer.Script then)
            throws IOException {
        return MailFixture.server(AUTHORITY, false, talk -> {
            if (security == Security.STARTTLS) {
                beforeTheHandshake(protocol).talk(talk);
            }
            then.talk(talk);
        });
    }

    private static ScriptedServer.Script beforeTheHandshake(Protocol protocol) {
        return talk -> {
            boolean imap = protocol == Protocol.IMAP;
            talk.say(imap ? "* OK ready\r\n" : "+OK ready\r\n");
            for (String line = talk.hear(); ; line = talk.hear()) {
                String tag = ScriptedServer.Conversation.tag(line);
                if (line.contains("STARTTLS") || line.contains("STLS")) {
                    talk.say(imap ? tag + " OK go\r\n" : "+OK go\r\n");
                    return;
                }
                talk.say(imap ? "* CAPABILITY IMAP4rev1 STARTTLS\r\n" + tag + " OK\r\n" : "+OK\r\nSTLS\r\n.\r\n");
            }
        };
    }

    private static void assertRefused(
            ScriptedServer server, Protocol protocol, Security security, LoginFailure failure, String words) {
        Visit visit = visit(server, protocol, security);

        HostileRow.refused(failure, words).accept(visit);
        assertNothingLeaked(server);
        Awaitility.await().until(() -> server.leftBehind() == 0);
    }

    private static void assertNothingLeaked(ScriptedServer server) {
        assertThat(server.receivedInClear()).doesNotContainIgnoringCase(HostileRows.secrets());
        assertThat(String.join("\n", server.received())).doesNotContainIgnoringCase(HostileRows.secrets());
    }

    private static Visit visit(ScriptedServer server, Protocol protocol, Security security) {
        return Visit.to(server, protocol, security, MailFixture.patient(AUTHORITY.certificateFile()));
    }
}

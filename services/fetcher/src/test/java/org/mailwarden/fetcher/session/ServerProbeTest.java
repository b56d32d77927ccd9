// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;

/** What a server shows before sign-in, and what its mistakes read like. */
class ServerProbeTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    private static final ScriptedServer.Script IMAP = talk -> {
        talk.say("* OK ready\r\n");
        talk.hearUntil("LOGOUT", " IDLE AUTH=PLAIN");
    };

    private static final ScriptedServer.Script IMAP_STARTTLS = talk -> {
        talk.say("* OK ready\r\n");
        talk.say(talk.hearUntil("STARTTLS", " STARTTLS LOGINDISABLED") + " OK begin\r\n");
        talk.startTls();
        talk.hearUntil("LOGOUT", " IDLE");
    };

    private static final ScriptedServer.Script POP3 = talk -> {
        talk.say("+OK ready\r\n");
        while (talk.hear().startsWith("CAPA")) {
            talk.say("+OK list follows\r\nUIDL\r\nPIPELINING\r\n.\r\n");
        }
    };

    @ParameterizedTest
    @EnumSource(Security.class)
    void showsCapabilitiesAndCertificateOfASoundServer(Security security) throws Exception {
        ScriptedServer.Script script = security == Security.TLS ? IMAP : IMAP_STARTTLS;
        try (ScriptedServer server = MailFixture.server(AUTHORITY, security == Security.TLS, script)) {
            // When
            ProbeOutcome outcome = look(Protocol.IMAP, security, "localhost", server.port());

            // Then
            assertThat(outcome).isInstanceOfSatisfying(ProbeOutcome.Answered.class, answered -> {
                assertThat(answered.capabilities()).contains("IDLE").doesNotContain("STARTTLS");
                assertThat(answered.certificate().names()).contains("localhost", "127.0.0.1");
                assertThat(answered.tls().protocol()).startsWith("TLSv1.");
            });
            assertThat(server.received()).noneMatch(line -> line.contains("LOGIN ") || line.contains("AUTHENTICATE"));
        }
    }

    @Test
    void showsTheCapabilitiesOfAPop3Server() throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, POP3)) {
            // When
            ProbeOutcome outcome = look(Protocol.POP3, Security.TLS, "localhost", server.port());

            // Then
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ProbeOutcome.Answered.class,
                            answered -> assertThat(answered.capabilities()).contains("UIDL", "PIPELINING"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IMAP | TLS | true | +OK ready | is POP3, not IMAP",
                "POP3 | TLS | true | * OK ready | is IMAP, not POP3",
                "IMAP | STARTTLS | false | 220 mx ESMTP | sends mail (SMTP)",
                "IMAP | STARTTLS | false | SSH-2.0-x | is no mail server",
                "IMAP | TLS | true | hello | does not greet as IMAP",
                "IMAP | TLS | true | * BYE full | turns connections away",
                "IMAP | TLS | false | * OK ready | does not speak TLS; use port 993 or security STARTTLS"
            })
    void saysWhatListensThereInstead(
            Protocol protocol, Security security, boolean implicitTls, String greeting, String sentence)
            throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, implicitTls, talk -> {
            talk.say(greeting + "\r\n");
            talk.hear();
        })) {
            // When
            ProbeOutcome outcome = look(protocol, security, "localhost", server.port());

            // Then
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ProbeOutcome.Failed.class,
                            failed -> assertThat(failed.sentence()).contains(sentence));
        }
    }

    @Test
    void recognisesATlsPortThatWasTakenForStarttls() throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, IMAP)) {
            // When
            ProbeOutcome outcome = look(Protocol.IMAP, Security.STARTTLS, "localhost", server.port());

            // Then
            assertThat(outcome).isInstanceOfSatisfying(ProbeOutcome.Failed.class, failed -> {
                assertThat(failed.sentence()).contains("if it is a TLS port, use security TLS");
                assertThat(failed.elsewhere()).isTrue();
            });
        }
    }

    @Test
    void saysThatAPortWithTlsDoesNotGreet() throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, talk -> talk.hear())) {
            // When
            ProbeOutcome outcome = look(Protocol.IMAP, Security.TLS, "localhost", server.port());

            // Then
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ProbeOutcome.Failed.class,
                            failed -> assertThat(failed.sentence()).contains("no greeting", "993"));
        }
    }

    @Test
    void saysThatAServerOffersNoUpgrade() throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, false, IMAP)) {
            // When
            ProbeOutcome outcome = look(Protocol.IMAP, Security.STARTTLS, "localhost", server.port());

            // Then
            assertThat(outcome).isInstanceOfSatisfying(ProbeOutcome.Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(LoginFailure.INSECURE);
                assertThat(failed.sentence()).contains("does not offer the TLS upgrade", "port 993");
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"expired, has expired", "wrongHost, for another host name", "unknown, unknown authority"})
    void namesTheCertificateItRefuses(String kind, String sentence) throws Exception {
        CertificateAuthority issuer = kind.equals("unknown") ? MailFixture.authority() : AUTHORITY;
        IssueSpec spec = switch (kind) {
            case "expired" -> IssueSpec.expired();
            case "wrongHost" -> IssueSpec.wrongHost();
            default -> IssueSpec.loopback();
        };
        try (ScriptedServer server = new ScriptedServer(issuer.issue(spec).serverContext(), true, IMAP)) {
            // When
            ProbeOutcome outcome = look(Protocol.IMAP, Security.TLS, "localhost", server.port());

            // Then
            assertThat(outcome).isInstanceOfSatisfying(ProbeOutcome.Failed.class, failed -> {
                assertThat(failed.failure()).isEqualTo(LoginFailure.TLS);
                assertThat(failed.sentence()).contains(sentence);
                assertThat(failed.certificate().names()).containsAll(spec.dnsNames());
                assertThat(failed.elsewhere()).isFalse();
            });
        }
    }

    @Test
    void endsWithinItsDeadlineWhenAServerDripsItsGreeting() throws Exception {
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, talk -> {
            for (char each : "* OK ready".repeat(100).toCharArray()) {
                talk.say(String.valueOf(each));
                java.util.concurrent.locks.LockSupport.parkNanos(100_000_000);
            }
        })) {
            // When
            ProbeOutcome outcome = look(Protocol.IMAP, Security.TLS, "localhost", server.port());

            // Then
            assertThat(outcome).isInstanceOf(ProbeOutcome.Failed.class);
        }
    }

    @Test
    void tellsAnUnknownHostFromAClosedPort() {
        // When
        Stream<ProbeOutcome> outcomes = Stream.of(
                look(Protocol.IMAP, Security.TLS, "no-such-host.invalid", 993),
                look(Protocol.IMAP, Security.TLS, "localhost", 1));

        // Then
        assertThat(outcomes.map(outcome -> ((ProbeOutcome.Failed) outcome).sentence()))
                .satisfiesExactly(
                        unknown -> assertThat(unknown).contains("is not known; check its name"),
                        closed -> assertThat(closed).contains("No connection to localhost port 1"));
    }

    private static ProbeOutcome look(Protocol protocol, Security security, String host, int port) {
        return new ServerProbe(MailFixture.quick(AUTHORITY.certificateFile()), MailFixture.loopback())
                .look(new MailEndpoint(protocol, host, port, security));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;

/** Every answer a server can give to a sign-in, over real TLS. */
class LoginTableTest {

    private static CertificateAuthority authority;

    @BeforeAll
    static void makeAuthority() {
        authority = MailFixture.authority();
    }

    @ParameterizedTest
    @CsvSource({
        "NO [AUTHENTICATIONFAILED] wrong, BAD_CREDENTIALS",
        "NO [EXPIRED] too old, EXPIRED",
        "NO [CONTACTADMIN] ask, BLOCKED",
        "NO [AUTHORIZATIONFAILED] not you, BLOCKED",
        "NO [UNAVAILABLE] later, TEMPORARY",
        "NO [SERVERBUG] oops, TEMPORARY",
        "NO [LIMIT] slowly, THROTTLED",
        "NO [INUSE] taken, THROTTLED",
        "NO [PRIVACYREQUIRED] encrypt, INSECURE",
        "NO no, REJECTED_UNSPECIFIED",
        "NO [ALERT] account locked, REJECTED_UNSPECIFIED",
        "NO [authenticationfailed] in small letters, BAD_CREDENTIALS",
        "NO [OVERQUOTA] of a code that says nothing here, REJECTED_UNSPECIFIED",
        "NO wrong [AUTHENTICATIONFAILED] in the middle, REJECTED_UNSPECIFIED",
        "NO [REFERRAL imap://other/] elsewhere, BLOCKED",
        "BAD what, PROTOCOL",
        "BYE, TEMPORARY",
        "DROP, TEMPORARY",
        "SILENT, TEMPORARY",
    })
    void classifiesImapReplies(String reply, LoginFailure expected) throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> imap(talk, reply))) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).as(refused.detail()).isEqualTo(expected);
                assertThat(refused.tls()).isNotNull();
                assertThat(refused.detail()).isNotBlank().hasSizeLessThanOrEqualTo(Limits.SERVER_TEXT);
            });
        }
    }

    private static void imap(ScriptedServer.Conversation talk, String reply) throws IOException {
        talk.say("* OK ready\r\n");
        String tag = talk.hearUntil("LOGIN", "");
        switch (reply) {
            case "BYE" -> talk.say("* BYE closing\r\n");
            case "DROP" -> {}
            case "SILENT" -> talk.hear();
            default -> {
                talk.say(tag + " " + reply + "\r\n");
                talk.hear();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR [AUTH] wrong, BAD_CREDENTIALS",
        "-ERR [SYS/PERM] blocked, BLOCKED",
        "-ERR [SYS/TEMP] later, TEMPORARY",
        "-ERR [IN-USE] taken, THROTTLED",
        "-ERR [LOGIN-DELAY] slowly, THROTTLED",
        "-ERR no, REJECTED_UNSPECIFIED",
        "-ERR Read timed out, REJECTED_UNSPECIFIED",
        "-ERR [auth] in small letters, BAD_CREDENTIALS",
        "-ERR wrong [AUTH] in the middle, REJECTED_UNSPECIFIED",
        "DROP, TEMPORARY",
        "SILENT, TEMPORARY",
    })
    void classifiesPop3Replies(String reply, LoginFailure expected) throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> pop3(talk, reply))) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.POP3, Security.TLS, server.port());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).as(refused.detail()).isEqualTo(expected);
                assertThat(refused.tls()).isNotNull();
            });
        }
    }

    private static void pop3(ScriptedServer.Conversation talk, String reply) throws IOException {
        talk.say("+OK ready\r\n");
        while (true) {
            String line = talk.hear();
            if (line.startsWith("PASS")) {
                break;
            }
            if (line.isEmpty()) {
                return;
            }
            talk.say(line.startsWith("CAPA") ? "-ERR unknown\r\n" : "+OK\r\n");
        }
        switch (reply) {
            case "DROP" -> {}
            case "SILENT" -> talk.hear();
            default -> {
                talk.say(reply + "\r\n");
                talk.hear();
            }
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }

        OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, port);

        assertRefused(outcome, LoginFailure.NETWORK, "check host, port");
    }

    @Test
    void saysThatTheHostIsUnknown() {
        try (Sessions sessions = new Sessions(MailFixture.quick(authority.certificateFile()), MailFixture.loopback())) {
            OpenOutcome outcome = sessions.open(
                    new MailEndpoint(Protocol.IMAP, "no-such-host.invalid", 993, Security.TLS),
                    MailFixture.signIn(MailFixture.PASSWORD));

            assertRefused(outcome, LoginFailure.NETWORK, "no-such-host.invalid is not known");
        }
    }

    @Test
    void saysThatAPlainPortDoesNotSpeakTls() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, talk -> {
            talk.say("* OK ready in clear\r\n");
            talk.hear();
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertRefused(outcome, LoginFailure.TLS, "does not speak TLS");
        }
    }

    @Test
    void saysThatATlsPortGivesNoGreetingInClear() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> talk.say("* OK\r\n"))) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.STARTTLS, server.port());

            assertRefused(outcome, LoginFailure.NETWORK, "if it is a TLS port");
        }
    }

    @Test
    void neverKeepsAPasswordThatTheServerRepeats() throws IOException {
        String echo = "NO [AUTHENTICATIONFAILED] not " + MailFixture.PASSWORD;
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> imap(talk, echo))) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertThat(outcome.toString()).doesNotContain(MailFixture.PASSWORD).contains("withheld");
        }
    }

    private static void assertRefused(OpenOutcome outcome, LoginFailure failure, String words) {
        assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
            assertThat(refused.failure()).as(refused.detail()).isEqualTo(failure);
            assertThat(refused.detail()).contains(words);
            assertThat(refused.tls()).isNull();
        });
    }
}

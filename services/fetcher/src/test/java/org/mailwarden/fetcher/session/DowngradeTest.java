// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;

/** Whatever a server does, no password leaves without TLS. */
class DowngradeTest {

    private static CertificateAuthority authority;

    @BeforeAll
    static void makeAuthority() {
        authority = MailFixture.authority();
    }

    @Test
    void sendsNothingToAnImapServerWithoutStarttls() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, talk -> {
            talk.say("* OK ready\r\n");
            talk.hearUntil("LOGIN", " AUTH=PLAIN");
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.STARTTLS, server.port());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).as(refused.detail()).isEqualTo(LoginFailure.INSECURE);
                assertThat(refused.detail()).contains("nothing was sent", "993");
            });
            assertNoSignIn(server);
        }
    }

    @Test
    void sendsNothingToAPop3ServerWithoutStls() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, talk -> {
            talk.say("+OK ready\r\n");
            while (!talk.hear().isEmpty()) {
                talk.say("+OK\r\n.\r\n");
            }
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.POP3, Security.STARTTLS, server.port());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
                assertThat(refused.failure()).as(refused.detail()).isEqualTo(LoginFailure.INSECURE);
                assertThat(refused.detail()).contains("995");
            });
            assertNoSignIn(server);
        }
    }

    @Test
    void doesNotComeBackInClearAfterAClosedHandshake() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, talk -> {
            // The first connection is closed at once; a second one would find a willing plain server.
            if (talk.out() != null && !talk.hear().startsWith("A")) {
                return;
            }
            talk.say("* OK ready\r\n");
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertThat(outcome).isInstanceOf(OpenOutcome.Refused.class);
            assertThat(server.connections()).isEqualTo(1);
            assertNoSignIn(server);
        }
    }

    @Test
    void upgradesWithStarttlsAndSignsInOnlyAfterwards() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, talk -> {
            talk.say("* OK ready\r\n");
            String tag = talk.hearUntil("STARTTLS", " STARTTLS LOGINDISABLED");
            talk.say(tag + " OK go\r\n");
            talk.startTls();
            talk.say(talk.hearUntil("LOGIN", "") + " OK in\r\n");
            talk.hearUntil("LOGOUT", "");
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.STARTTLS, server.port());

            assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Opened.class, opened -> {
                assertThat(opened.tls().protocol()).isEqualTo("TLSv1.3");
                opened.connection().close();
            });
        }
    }

    private static void assertNoSignIn(ScriptedServer server) {
        assertThat(server.received())
                .noneMatch(line -> line.contains(MailFixture.USER)
                        || line.contains(MailFixture.PASSWORD)
                        || line.contains("LOGIN")
                        || line.contains("AUTHENTICATE"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.imap.IdleEnd;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlEntry;
import org.mailwarden.fetcher.support.Dovecot;

/** The sessions against the mail server that most fleets run. */
class DovecotTest {

    private static final int MESSAGES = 250;
    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    private static DovecotServer server;

    @BeforeAll
    static void startServer() {
        server = Dovecot.start(AUTHORITY, DovecotServer.Options.usual());
        server.users(Map.of(MailFixture.USER, MailFixture.PASSWORD));
        for (int i = 1; i <= MESSAGES; i++) {
            server.deliver(
                    MailFixture.USER,
                    "INBOX",
                    ("From: sam@example.org\r\nSubject: Mail " + i + "\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(i))
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryImapMessageOnce(Security security) throws IOException {
        List<ParsedMessage> read = new ArrayList<>();
        int port = security == Security.TLS
                ? server.ports().imaps()
                : server.ports().imap();

        try (ImapConnection connection = (ImapConnection) opened(Protocol.IMAP, security, port)) {
            ImapSession session = new ImapSession(connection);
            session.examine("INBOX");
            session.fetch(1, MESSAGES, (id, size, raw) -> read.add(MessageReader.read(raw, size)));
        }

        assertThat(read).hasSize(MESSAGES).extracting(ParsedMessage::subject).doesNotHaveDuplicates();
    }

    @Test
    void tellsOfAMailThatArrives() throws IOException {
        server.deliver(MailFixture.USER, "News", "Subject: Old\r\n\r\nHello\r\n".getBytes(StandardCharsets.UTF_8));
        try (ImapConnection connection = (ImapConnection)
                opened(Protocol.IMAP, Security.TLS, server.ports().imaps())) {
            ImapSession session = new ImapSession(connection);
            session.examine("News");
            Thread.ofVirtual()
                    .start(() -> server.deliver(
                            MailFixture.USER,
                            "News",
                            "Subject: Pushed\r\n\r\nHello\r\n".getBytes(StandardCharsets.UTF_8)));

            assertThat(session.canIdle()).isTrue();
            assertThat(session.idle(Duration.ofMinutes(2))).isEqualTo(IdleEnd.CHANGED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryPop3MessageOnce(Security security) throws IOException {
        List<ParsedMessage> read = new ArrayList<>();
        int port = security == Security.TLS
                ? server.ports().pop3s()
                : server.ports().pop3();

        try (Pop3Connection connection = (Pop3Connection) opened(Protocol.POP3, security, port)) {
            Pop3Session session = new Pop3Session(connection);
            for (UidlEntry entry : session.uidl()) {
                session.retrieve(entry, (id, size, raw) -> read.add(MessageReader.read(raw, size)));
            }
        }

        assertThat(read).hasSize(MESSAGES).extracting(ParsedMessage::subject).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"IMAP", "POP3"})
    void classifiesAWrongPassword(Protocol protocol) {
        int port = protocol == Protocol.IMAP
                ? server.ports().imaps()
                : server.ports().pop3s();

        OpenOutcome outcome;
        try (Sessions sessions = new Sessions(MailFixture.quick(AUTHORITY.certificateFile()), MailFixture.loopback())) {
            outcome = sessions.open(
                    new MailEndpoint(protocol, "localhost", port, Security.TLS), MailFixture.signIn("wrong"));
        }

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        OpenOutcome.Refused.class,
                        refused -> assertThat(refused.failure()).isEqualTo(LoginFailure.BAD_CREDENTIALS));
    }

    private static MailConnection opened(Protocol protocol, Security security, int port) {
        OpenOutcome outcome = MailFixture.open(AUTHORITY, protocol, security, port);
        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        return ((OpenOutcome.Opened) outcome).connection();
    }
}

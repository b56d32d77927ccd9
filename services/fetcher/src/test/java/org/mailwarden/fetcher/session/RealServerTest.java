// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.IssueSpec;
import org.mailwarden.devstack.mail.MailPorts;
import org.mailwarden.devstack.mail.SampleMailServer;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlEntry;

/** A real IMAP and POP3 server with good and bad certificates. */
class RealServerTest {

    private static final int SMALL_MAILS = 12;
    private static final CertificateAuthority AUTHORITY = MailFixture.authority();
    private static SampleMailServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = start(IssueSpec.loopback());
        for (int i = 1; i <= SMALL_MAILS; i++) {
            deliver("Subject: mail " + i + "\r\nFrom: sam@example.org\r\nTo: alex@example.org\r\n" + "Message-ID: <m"
                    + i + "@example.org>\r\n\r\n.dot first\r\nbody " + i + "\r\n");
        }
        // Larger than one piece, so that it is read in several.
        deliver("Subject: large\r\nFrom: sam@example.org\r\nMessage-ID: <large@example.org>\r\n\r\n"
                + ("x".repeat(70) + "\r\n").repeat(10_000));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static SampleMailServer start(IssueSpec certificate) throws IOException {
        SampleMailServer started =
                new SampleMailServer(Files.createTempDirectory("mail-server"), MailPorts.free(), certificate).start();
        started.addUser("alex@example.org", MailFixture.USER, MailFixture.PASSWORD);
        return started;
    }

    private static void deliver(String raw) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", String.valueOf(server.ports().smtp()));
        properties.put("mail.smtp.from", "sam@example.org");
        Message message = new MimeMessage(
                Session.getInstance(properties), new ByteArrayInputStream(raw.getBytes(StandardCharsets.US_ASCII)));
        Transport.send(message, jakarta.mail.internet.InternetAddress.parse("alex@example.org"));
    }

    @Test
    void readsEveryImapMessageOnceInAscendingOrder() throws IOException {
        List<Long> uids = new ArrayList<>();
        List<ParsedMessage> messages = new ArrayList<>();

        try (ImapSession session =
                new ImapSession((ImapConnection) opened(Protocol.IMAP).connection())) {
            SelectedFolder inbox = session.examine("INBOX");
            session.fetch(1, inbox.uidNext() - 1, (id, size, raw) -> {
                assertThat(id)
                        .isInstanceOfSatisfying(
                                MessageId.Imap.class,
                                imap -> assertThat(imap.uidValidity()).isEqualTo(inbox.uidValidity()));
                uids.add(((MessageId.Imap) id).uid());
                messages.add(MessageReader.read(raw, size));
            });

            assertThat(uids).isSorted().hasSize(SMALL_MAILS + 1).isEqualTo(session.uids());
            assertThat(inbox.exists()).isEqualTo(SMALL_MAILS + 1);
        }
        assertThat(messages).extracting(ParsedMessage::subject).contains("mail 1", "mail 12", "large");
        assertThat(messages.getLast().size()).isGreaterThan(720_000);
        assertThat(messages).noneMatch(ParsedMessage::quarantined);
    }

    @Test
    void readsARangeAndNothingElse() throws IOException {
        List<MessageId> read = new ArrayList<>();

        try (ImapSession session =
                new ImapSession((ImapConnection) opened(Protocol.IMAP).connection())) {
            session.examine("INBOX");
            List<Long> uids = session.uids();
            session.fetch(uids.get(3), uids.get(5), (id, size, raw) -> read.add(id));
        }

        assertThat(read).hasSize(3);
    }

    @Test
    void neverMarksAMessageAsSeen() throws Exception {
        try (ImapSession session =
                new ImapSession((ImapConnection) opened(Protocol.IMAP).connection())) {
            SelectedFolder inbox = session.examine("INBOX");

            session.fetch(1, inbox.uidNext() - 1, (id, size, raw) -> raw.readAllBytes());
        }

        try (MailConnection connection = opened(Protocol.IMAP).connection()) {
            Folder inbox = ((ImapConnection) connection).store().getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            assertThat(inbox.getUnreadMessageCount()).isEqualTo(SMALL_MAILS + 1);
        }
    }

    @Test
    void saysThatAFolderDoesNotExistAndGoesOn() throws IOException {
        try (ImapSession session =
                new ImapSession((ImapConnection) opened(Protocol.IMAP).connection())) {
            assertThatThrownBy(() -> session.examine("Nowhere"))
                    .isInstanceOfSatisfying(
                            MailFault.class, fault -> assertThat(fault.kind()).isEqualTo(MailFault.Kind.REFUSED));

            assertThat(session.examine("INBOX").exists()).isEqualTo(SMALL_MAILS + 1);
        }
    }

    @Test
    void keepsTheConnectionWhenTheTakerFails() throws IOException {
        try (ImapSession session =
                new ImapSession((ImapConnection) opened(Protocol.IMAP).connection())) {
            session.examine("INBOX");
            assertThatThrownBy(() -> session.fetch(1, 1_000, (id, size, raw) -> {
                        throw new IllegalStateException("the broker is away");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the broker is away");

            assertThat(session.uids()).hasSize(SMALL_MAILS + 1);
        }
    }

    @Test
    void readsEveryPop3MessageOnceWithTheFactsOfImap() throws IOException {
        List<String> viaPop3 = new ArrayList<>();
        List<String> viaImap = new ArrayList<>();
        try (ImapSession session =
                new ImapSession((ImapConnection) opened(Protocol.IMAP).connection())) {
            session.examine("INBOX");
            session.fetch(
                    1,
                    1_000,
                    (id, size, raw) -> viaImap.add(MessageReader.read(raw, size).messageId()));
        }

        try (Pop3Session session =
                new Pop3Session((Pop3Connection) opened(Protocol.POP3).connection())) {
            List<UidlEntry> entries = session.uidl();
            assertThat(entries).extracting(UidlEntry::uidl).doesNotHaveDuplicates();
            for (UidlEntry entry : entries) {
                session.retrieve(entry, (id, size, raw) -> {
                    assertThat(id).isEqualTo(new MessageId.Pop3(entry.number(), entry.uidl()));
                    ParsedMessage message = MessageReader.read(raw, size);
                    assertThat(message.quarantined()).isFalse();
                    viaPop3.add(message.messageId());
                });
            }
        }

        assertThat(viaPop3).isEqualTo(viaImap);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void tellsWhatProtectsTheConnection(Protocol protocol) {
        OpenOutcome.Opened opened = opened(protocol);
        opened.connection().close();

        assertThat(opened.tls().protocol()).startsWith("TLSv1.");
        assertThat(opened.tls().cipherSuite()).startsWith("TLS_");
        assertThat(opened.tls().certificateSha256()).matches("[0-9a-f]{64}");
        assertThat(opened.tls().certificateNotAfter()).isAfter(Instant.now());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void refusesAWrongPassword(Protocol protocol) {
        OpenOutcome outcome = open(server, server.caCertificate(), protocol, "localhost", "not-the-password");

        assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
            // This server gives no code, so that nobody may be blamed on its word alone.
            assertThat(refused.failure()).as(refused.detail()).isEqualTo(LoginFailure.REJECTED_UNSPECIFIED);
            assertThat(refused.tls()).isNotNull();
            assertThat(refused.detail()).contains("check user name and password");
        });
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void refusesAnUnknownAuthority(Protocol protocol) {
        OpenOutcome outcome =
                open(server, MailFixture.authority().certificateFile(), protocol, "localhost", MailFixture.PASSWORD);

        assertTlsRefused(outcome, "unknown authority");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void refusesAnExpiredCertificate(Protocol protocol) throws IOException {
        try (ScriptedServer expired = presenting(IssueSpec.expired())) {
            OpenOutcome outcome = MailFixture.open(AUTHORITY, protocol, Security.TLS, expired.port());

            assertTlsRefused(outcome, "has expired");
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void refusesACertificateOfAnotherHost(Protocol protocol) throws IOException {
        try (ScriptedServer other = presenting(IssueSpec.wrongHost())) {
            OpenOutcome outcome = MailFixture.open(AUTHORITY, protocol, Security.TLS, other.port());

            assertTlsRefused(outcome, "another host name");
        }
    }

    /** The sample server keeps one certificate per JVM, so bad ones are presented by a script. */
    private static ScriptedServer presenting(IssueSpec certificate) throws IOException {
        return new ScriptedServer(
                AUTHORITY.issue(certificate).serverContext(), true, talk -> talk.say("* OK ready\r\n"));
    }

    private static OpenOutcome.Opened opened(Protocol protocol) {
        OpenOutcome outcome = open(server, server.caCertificate(), protocol, "localhost", MailFixture.PASSWORD);
        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        return (OpenOutcome.Opened) outcome;
    }

    private static OpenOutcome open(
            SampleMailServer server, Path authority, Protocol protocol, String host, String password) {
        SessionSettings settings = new SessionSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                TrustSource.systemAnd(authority));
        int port = protocol == Protocol.IMAP
                ? server.ports().imaps()
                : server.ports().pop3s();
        try (Sessions sessions = new Sessions(settings, MailFixture.loopback())) {
            return sessions.open(new MailEndpoint(protocol, host, port, Security.TLS), MailFixture.signIn(password));
        }
    }

    private static void assertTlsRefused(OpenOutcome outcome, String words) {
        assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
            assertThat(refused.failure()).as(refused.detail()).isEqualTo(LoginFailure.TLS);
            assertThat(refused.detail()).contains(words);
            assertThat(refused.tls()).isNull();
        });
    }
}

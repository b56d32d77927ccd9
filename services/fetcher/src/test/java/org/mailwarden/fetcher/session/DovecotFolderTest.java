// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.imap.FolderChoice;
import org.mailwarden.fetcher.imap.IdleEnd;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.ListedFolder;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.imap.UidRanges;
import org.mailwarden.fetcher.support.Dovecot;

/** Folders, and what happens in them, on a server with special uses, counts in the listing, and mod-sequences. */
class DovecotFolderTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    private static DovecotServer server;
    private static Store owner;

    @BeforeAll
    static void startServer() throws MessagingException {
        server = Dovecot.start(AUTHORITY, DovecotServer.Options.usual());
        server.users(Map.of(MailFixture.USER, MailFixture.PASSWORD));
        Properties properties = new Properties();
        properties.put("mail.imaps.ssl.trust", "*");
        properties.put("mail.imaps.ssl.checkserveridentity", "false");
        owner = Session.getInstance(properties).getStore("imaps");
        owner.connect("127.0.0.1", server.ports().imaps(), MailFixture.USER, MailFixture.PASSWORD);
        for (String name : List.of("Trash", "Trash.Old", "Junk", "Sent", "Grüße & Küsse", "Work", "Watched")) {
            owner.getFolder(name).create(Folder.HOLDS_MESSAGES);
        }
        owner.getFolder("Level.Deep").create(Folder.HOLDS_MESSAGES);
    }

    @AfterAll
    static void stopServer() throws MessagingException {
        if (server != null) {
            owner.close();
            server.close();
        }
    }

    @Test
    void everyFolderButTrashAndJunkIsChosenUnderTheNameThatPeopleKnow() throws IOException {
        try (ImapConnection connection = opened()) {
            List<ListedFolder> listed = new ImapSession(connection).folders();

            assertThat(FolderChoice.allBut(listed).stream().map(ListedFolder::name))
                    .containsExactlyInAnyOrder("INBOX", "Sent", "Grüße & Küsse", "Work", "Watched", "Level.Deep");
        }
    }

    @Test
    void theListingTellsWhatExaminingWouldTell() throws IOException {
        deliver("Level.Deep", 3);
        try (ImapConnection connection = opened()) {
            ImapSession session = new ImapSession(connection);
            for (ListedFolder folder : FolderChoice.allBut(session.folders())) {
                SelectedFolder examined = session.examine(folder.name());

                assertThat(session.counts(folder.name())).hasValueSatisfying(counted -> {
                    assertThat(counted.uidValidity()).isEqualTo(examined.uidValidity());
                    assertThat(counted.uidNext()).isEqualTo(examined.uidNext());
                    assertThat(counted.exists()).isEqualTo(examined.exists());
                });
            }
        }
    }

    @Test
    void theServerTellsWhatVanishedSinceThen() throws IOException, MessagingException {
        deliver("Work", 6);
        try (ImapConnection connection = opened()) {
            ImapSession session = new ImapSession(connection);
            SelectedFolder before = session.examine("Work");
            expunge("Work", 2, 5);

            SelectedFolder after = session.examine("Work");
            Optional<UidRanges> vanished = session.vanishedSince(before.highestModSeq(), 6);

            assertThat(before.highestModSeq()).isPositive();
            assertThat(after.exists()).isEqualTo(4);
            assertThat(after.highestModSeq()).isGreaterThan(before.highestModSeq());
            assertThat(vanished)
                    .hasValueSatisfying(gone -> assertThat(List.of(1L, 2L, 3L, 4L, 5L, 6L))
                            .filteredOn(gone::contains)
                            .containsExactly(2L, 5L));
        }
    }

    @Test
    void newsOfAWatchedFolderEndTheWaitForTheOpenOne() throws Exception {
        try (ImapConnection connection = opened()) {
            ImapSession session = new ImapSession(connection);
            session.examine("INBOX");
            Collection<SelectedFolder> watched = session.watch(List.of("Watched", "Level.Deep"));
            CompletableFuture<IdleEnd> end = CompletableFuture.supplyAsync(() -> idle(session));

            owner.getFolder("Watched").appendMessages(new Message[] {
                new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream("Subject: News\r\n\r\nText\r\n".getBytes(StandardCharsets.US_ASCII)))
            });

            assertThat(end).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(IdleEnd.CHANGED);
            assertThat(watched).extracting(SelectedFolder::name).containsExactlyInAnyOrder("Watched", "Level.Deep");
        }
    }

    @Test
    void aFolderThatIsNotThereIsNoReasonToWatchNone() throws IOException {
        try (ImapConnection connection = opened()) {
            ImapSession session = new ImapSession(connection);
            session.examine("INBOX");

            assertThat(session.watch(List.of("Nowhere", "Level.Deep")))
                    .extracting(SelectedFolder::name)
                    .containsExactly("Level.Deep");
        }
    }

    private static IdleEnd idle(ImapSession session) {
        try {
            return session.idle(Duration.ofMinutes(5));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void readingNeverMarksAnythingAsSeen() throws IOException, MessagingException {
        deliver("Grüße & Küsse", 3);
        try (ImapConnection connection = opened()) {
            ImapSession session = new ImapSession(connection);
            SelectedFolder folder = session.examine("Grüße & Küsse");
            int[] read = new int[1];
            session.fetch(1, folder.uidNext() - 1, (id, size, raw) -> read[0] += raw.readAllBytes().length > 0 ? 1 : 0);
            assertThat(read[0]).isEqualTo(3);
        }

        Folder folder = owner.getFolder("Grüße & Küsse");
        folder.open(Folder.READ_ONLY);
        for (Message message : folder.getMessages()) {
            assertThat(message.isSet(Flags.Flag.SEEN)).isFalse();
        }
        folder.close(false);
    }

    private static void deliver(String folder, int messages) {
        String maildir = folder.equals("Grüße & Küsse") ? "Gr&APwA3w-e &- K&APw-sse" : folder;
        for (int i = 1; i <= messages; i++) {
            server.deliver(
                    MailFixture.USER,
                    maildir,
                    ("Subject: Mail " + i + "\r\n\r\nText\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void expunge(String name, int... numbers) throws MessagingException {
        Folder folder = owner.getFolder(name);
        folder.open(Folder.READ_WRITE);
        folder.setFlags(numbers, new Flags(Flags.Flag.DELETED), true);
        folder.close(true);
    }

    private static ImapConnection opened() {
        OpenOutcome outcome = MailFixture.open(
                AUTHORITY, Protocol.IMAP, Security.TLS, server.ports().imaps());
        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        return (ImapConnection) ((OpenOutcome.Opened) outcome).connection();
    }
}

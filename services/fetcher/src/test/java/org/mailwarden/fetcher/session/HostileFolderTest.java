// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.ListedFolder;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.session.ScriptedServer.Conversation;

/** Servers that lie about their folders. */
class HostileFolderTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();
    private static final String QRESYNC = " ENABLE CONDSTORE QRESYNC";

    @Test
    void namesThatCannotBeShownOrSentSafelyAreLeftOut() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("LIST", "");
            talk.say("* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
                    + "* LIST () \"/\" {8}\r\nOne\r\nTwo\r\n"
                    + "* LIST () NIL \"&Jjo-!\"\r\n"
                    + "* LIST () \"/\" \"/../etc\"\r\n"
                    + "* LIST () \"/\" \"&AAo-\"\r\n"
                    + "* LIST () \"/\" \"&bad\"\r\n"
                    + "* LIST () \"/\" " + "x".repeat(10_000) + "\r\n"
                    + "* LIST (\r\n* LIST\r\n* LIST () \"/\" \"\r\n"
                    + "* LIST () \"/\" Last\r\n" + tag + " OK done\r\n");
            talk.hear();
        })) {
            List<ListedFolder> folders = session(server).folders();

            // Nothing here is a path, so dots are letters like any other; what does not decode is shown as it is.
            assertThat(folders.stream().map(ListedFolder::name))
                    .containsExactly("INBOX", "☺!", "/../etc", "&AAo-", "&bad", "Last");
            assertThat(folders.get(1).delimiter()).isEmpty();
        }
    }

    @Test
    void aNameThatDoesNotDecodeIsExaminedAsItWasListed() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("LIST", "");
            talk.say("* LIST () \"/\" \"&bad\"\r\n" + tag + " OK done\r\n");
            examined(talk, "", "");
        })) {
            ImapSession session = session(server);
            session.folders();
            session.examine("&bad");

            assertThat(server.received().getLast())
                    .contains("EXAMINE")
                    .contains("&bad")
                    .doesNotContain("&-bad");
        }
    }

    @Test
    void moreFoldersThanAnybodyHasAreRefusedInPlainWords() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("LIST", "");
            StringBuilder listing = new StringBuilder();
            for (int i = 0; i < 6_000; i++) {
                listing.append("* LIST () \"/\" Folder").append(i).append("\r\n");
            }
            talk.say(listing + tag + " OK done\r\n");
            talk.hear();
        })) {
            ImapSession session = session(server);

            assertThatThrownBy(session::folders)
                    .isInstanceOf(MailFault.class)
                    .hasMessageContaining("more than 5000 folders")
                    .hasMessageContaining("'folders'");
        }
    }

    @Test
    void aModSequenceIsNotBelievedBeforeTheServerWasToldToTellWhatVanishes() throws IOException {
        try (ScriptedServer server = server(talk -> examined(talk, "", "* OK [HIGHESTMODSEQ 90] x\r\n"))) {
            SelectedFolder folder = session(server).examine("INBOX");

            assertThat(folder.highestModSeq()).isZero();
        }
    }

    @Test
    void theFolderIsOpenedWithoutWaitingForWhatIsSwitchedOnAheadAndWithoutIt() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String enable = talk.hearUntil("ENABLE QRESYNC", QRESYNC);
            String examine = Conversation.tag(talk.hear());
            talk.say(enable + " BAD what?\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 10] next\r\n"
                    + "* OK [HIGHESTMODSEQ 90] x\r\n" + examine + " OK [READ-ONLY] done\r\n");
            talk.hear();
        })) {
            SelectedFolder folder = session(server).examine("INBOX");

            assertThat(folder.exists()).isEqualTo(3);
            assertThat(folder.highestModSeq()).isZero();
        }
    }

    @Test
    void aServerThatRefusesToTellWhatVanishedIsNotAskedForMore() throws IOException {
        try (ScriptedServer server = server(talk -> {
            examined(talk, QRESYNC, "* OK [HIGHESTMODSEQ 90] x\r\n");
            talk.say(talk.hearUntil("VANISHED", "") + " BAD what?\r\n");
            talk.hear();
        })) {
            ImapSession session = session(server);

            assertThat(session.examine("INBOX").highestModSeq()).isEqualTo(90);
            assertThat(session.vanishedSince(80, 9)).isEmpty();
        }
    }

    @Test
    void nonsenseAboutWhatVanishedIsNoAnswer() throws IOException {
        try (ScriptedServer server = server(talk -> {
            examined(talk, QRESYNC, "* OK [HIGHESTMODSEQ 90] x\r\n");
            String tag = talk.hearUntil("VANISHED", "");
            talk.say("* VANISHED (EARLIER) 1:*,x\r\n" + tag + " OK done\r\n");
            talk.hear();
        })) {
            ImapSession session = session(server);
            session.examine("INBOX");

            assertThat(session.vanishedSince(80, 9)).isEmpty();
        }
    }

    @Test
    void aVanishingOfEverythingTakesNoMemory() throws IOException {
        try (ScriptedServer server = server(talk -> {
            examined(talk, QRESYNC, "* OK [HIGHESTMODSEQ 90] x\r\n* VANISHED 1:4294967295\r\n");
            String tag = talk.hearUntil("VANISHED", "");
            talk.say("* VANISHED (EARLIER) 1:4294967295\r\n* VANISHED 1:4294967295\r\n" + tag + " OK done\r\n");
            talk.hear();
        })) {
            ImapSession session = session(server);
            session.examine("INBOX");

            assertThat(session.vanishedSince(80, 9))
                    .hasValueSatisfying(gone -> assertThat(gone.contains(9)).isTrue());
        }
    }

    @Test
    void aFolderThatIsRenumberedWhileItIsReadIsReadAgain() throws IOException {
        List<MessageId> read = new ArrayList<>();
        try (ScriptedServer server = server(talk -> {
            examined(talk, "", "");
            String list = talk.hearUntil("UID FETCH", "");
            talk.say("* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n* 2 FETCH (UID 2 RFC822.SIZE 5)\r\n" + list + " OK done\r\n");
            String fetch = talk.hearUntil("UID FETCH", "");
            talk.say("* 1 FETCH (UID 1 BODY[] {5}\r\na: b\n)\r\n* OK [UIDVALIDITY 8] changed\r\n"
                    + "* 2 FETCH (UID 2 BODY[] {5}\r\nc: d\n)\r\n" + fetch + " OK done\r\n");
            talk.hear();
        })) {
            ImapSession session = session(server);
            session.examine("INBOX");

            assertThatThrownBy(() -> session.fetch(1, 9, (id, size, raw) -> read.add(id)))
                    .isInstanceOf(MailFault.class)
                    .hasMessageContaining("new UIDVALIDITY while it was read");
            assertThat(read).containsExactly(new MessageId.Imap(7, 1));
        }
    }

    @Test
    void aServerWithoutUidNextIsAskedForTheLastUid() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("EXAMINE", "");
            talk.say("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n" + tag + " OK done\r\n");
            String last = talk.hearUntil("UID FETCH", "");
            talk.say("* 3 FETCH (UID 41)\r\n" + last + " OK done\r\n");
            talk.hear();
        })) {
            assertThat(session(server).examine("INBOX").uidNext()).isEqualTo(42);
        }
    }

    private static void examined(Conversation talk, String capabilities, String more) throws IOException {
        String tag = talk.hearUntil("EXAMINE", capabilities);
        talk.say("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 10] next\r\n" + more + tag
                + " OK [READ-ONLY] done\r\n");
    }

    private static ScriptedServer server(ScriptedServer.Script afterGreeting) throws IOException {
        return MailFixture.server(AUTHORITY, true, talk -> {
            talk.say("* OK ready\r\n");
            afterGreeting.talk(talk);
        });
    }

    private static ImapSession session(ScriptedServer server) {
        OpenOutcome outcome = MailFixture.open(AUTHORITY, Protocol.IMAP, Security.TLS, server.port());
        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        return new ImapSession((ImapConnection) ((OpenOutcome.Opened) outcome).connection());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.pop3.Pop3Session;

/** A server that wants our memory, our time, or a message to vanish without a trace. */
@Timeout(30)
class HostileServerTest {

    private static CertificateAuthority authority;

    @BeforeAll
    static void makeAuthority() {
        authority = MailFixture.authority();
    }

    @ParameterizedTest
    @ValueSource(strings = {"* OK {2147483000}\r\n", "* OK {-5}\r\n", "* OK {99999999999}\r\n", "* OK \0\r\n"})
    void cutsAHostileGreeting(String greeting) throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            talk.say(greeting);
            talk.hear();
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertCut(outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void cutsAnEndlessGreetingLine(String protocol) throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, HostileServerTest::pourForEver)) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.valueOf(protocol), Security.TLS, server.port());

            assertCut(outcome);
        }
    }

    @Test
    void cutsAnEndlessGreetingBeforeTheUpgrade() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, HostileServerTest::pourForEver)) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.STARTTLS, server.port());

            assertCut(outcome);
        }
    }

    @Test
    void cutsEndlessLinesAfterTheSignIn() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            talk.say("* OK ready\r\n");
            talk.hearUntil("LOGIN", "");
            byte[] lines = "* OK and more\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                talk.out().write(lines);
            }
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertCut(outcome);
        }
    }

    @Test
    void endsAGreetingThatDripsForEver() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            while (true) {
                talk.say("x");
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(200).toNanos());
            }
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Refused.class,
                            refused -> assertThat(refused.failure()).isEqualTo(LoginFailure.TEMPORARY));
        }
    }

    @Test
    void endsAHandshakeThatNeverComes() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, false, talk -> {
            while (!talk.hear().isEmpty()) {
                // Listens, and says nothing.
            }
        })) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            OpenOutcome.Refused.class,
                            refused -> assertThat(refused.failure()).isEqualTo(LoginFailure.NETWORK));
        }
    }

    @Test
    void cutsAMailboxOfTwoThousandMillion() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            signIn(talk);
            talk.hearUntil("EXAMINE", "");
            talk.say("* 2000000000 EXISTS\r\n");
            talk.hear();
        })) {
            assertFetchFails(server, "message count");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{1900000000}", "{-5}", "{99999999999}"})
    void cutsABodyOfImpossibleSize(String literal) throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            String tag = oneMessage(talk);
            talk.say("* 1 FETCH (UID 1 BODY[] " + literal + "\r\nabc)\r\n" + tag + " OK\r\n");
            talk.hear();
        })) {
            assertFetchFails(server, "literal");
        }
    }

    @Test
    void cutsAnAnswerNestedWithoutEnd() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            String tag = oneMessage(talk);
            talk.say("* 1 FETCH (BODYSTRUCTURE " + "(".repeat(50_000) + "\r\n" + tag + " OK\r\n");
            talk.hear();
        })) {
            assertFetchFails(server, "nested");
        }
    }

    @Test
    void losesNoMailWhenTheConnectionDropsInsideABody() throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            oneMessage(talk);
            talk.say("* 1 FETCH (UID 1 BODY[] {10}\r\nabc");
        })) {
            assertFetchFails(server, "closed the connection");
        }
    }

    @Test
    void passesOverNoMailWhenTheServerAnswersOutOfOrder() throws IOException {
        List<MessageId> delivered = new ArrayList<>();
        try (ScriptedServer server = MailFixture.server(authority, true, HostileServerTest::outOfOrder)) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());
            ImapConnection connection = (ImapConnection) ((OpenOutcome.Opened) outcome).connection();

            try (ImapSession session = new ImapSession(connection)) {
                session.examine("INBOX");
                session.fetch(1, 4, (id, size, raw) -> delivered.add(id));
            }
        }

        // The third was expunged between the listing and the fetch.
        assertThat(delivered)
                .containsExactlyInAnyOrder(
                        new MessageId.Imap(7, 1), new MessageId.Imap(7, 2), new MessageId.Imap(7, 4));
    }

    /** Four mails are listed; the first is answered last, and the third never. */
    private static void outOfOrder(ScriptedServer.Conversation talk) throws IOException {
        signIn(talk);
        String tag = talk.hearUntil("EXAMINE", "");
        talk.say("* 4 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 5] n\r\n" + tag + " OK [READ-ONLY]\r\n");
        tag = talk.hearUntil("RFC822.SIZE", "");
        for (int uid = 1; uid <= 4; uid++) {
            talk.say("* " + uid + " FETCH (UID " + uid + " RFC822.SIZE 3)\r\n");
        }
        talk.say(tag + " OK\r\n");
        for (String line = talk.hear(); line.contains("BODY.PEEK"); line = talk.hear()) {
            String[] range = line.replaceAll(".*FETCH ([0-9:]+) .*", "$1").split(":");
            for (int uid : List.of(4, 2, 1)) {
                if (Integer.parseInt(range[0]) <= uid && uid <= Integer.parseInt(range[1])) {
                    talk.say("* " + uid + " FETCH (UID " + uid + " BODY[] {3}\r\nabc)\r\n");
                }
            }
            talk.say(ScriptedServer.Conversation.tag(line) + " OK\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAT", "UIDL", "RETR"})
    void cutsPop3AnswersWithoutEnd(String command) throws IOException {
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> pop3(talk, command))) {
            OpenOutcome outcome = MailFixture.open(authority, Protocol.POP3, Security.TLS, server.port());
            Pop3Connection connection = (Pop3Connection) ((OpenOutcome.Opened) outcome).connection();

            try (Pop3Session session = new Pop3Session(connection)) {
                assertThatThrownBy(() -> session.retrieve(session.uidl().getFirst(), (id, size, raw) -> {}))
                        // Bytes, lines or time: whichever runs out first.
                        .isInstanceOf(MailFault.class);
            }
        }
    }

    private static void pop3(ScriptedServer.Conversation talk, String hostile) throws IOException {
        talk.say("+OK ready\r\n");
        for (String line = talk.hear(); !line.isEmpty(); line = talk.hear()) {
            String command = line.split(" ")[0];
            if (command.equals(hostile)) {
                if (hostile.equals("STAT")) {
                    talk.say("+OK 2000000000 5\r\n");
                } else {
                    talk.say("+OK\r\n");
                    pour(talk, "1 " + "x".repeat(900) + "\r\n");
                }
            } else {
                talk.say(
                        switch (command) {
                            case "CAPA" -> "-ERR\r\n";
                            case "STAT" -> "+OK 1 10\r\n";
                            case "UIDL" -> "+OK\r\n1 one\r\n.\r\n";
                            case "LIST" -> "+OK\r\n1 10\r\n.\r\n";
                            default -> "+OK\r\n";
                        });
            }
        }
    }

    private static void signIn(ScriptedServer.Conversation talk) throws IOException {
        talk.say("* OK ready\r\n");
        talk.say(talk.hearUntil("LOGIN", "") + " OK in\r\n");
    }

    /** A folder with one mail of ten bytes; returns the tag of the command that wants its body. */
    private static String oneMessage(ScriptedServer.Conversation talk) throws IOException {
        signIn(talk);
        String tag = talk.hearUntil("EXAMINE", "");
        talk.say("* 1 EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT 2] n\r\n" + tag + " OK [READ-ONLY]\r\n");
        tag = talk.hearUntil("RFC822.SIZE", "");
        talk.say("* 1 FETCH (UID 1 RFC822.SIZE 10)\r\n" + tag + " OK\r\n");
        return talk.hearUntil("BODY.PEEK", "");
    }

    private static void pourForEver(ScriptedServer.Conversation talk) throws IOException {
        pour(talk, "x".repeat(1000));
    }

    private static void pour(ScriptedServer.Conversation talk, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[bytes.length * 100];
        for (int i = 0; i < block.length; i += bytes.length) {
            System.arraycopy(bytes, 0, block, i, bytes.length);
        }
        while (true) {
            talk.out().write(block);
        }
    }

    private static void assertFetchFails(ScriptedServer server, String words) {
        OpenOutcome outcome = MailFixture.open(authority, Protocol.IMAP, Security.TLS, server.port());
        ImapConnection connection = (ImapConnection) ((OpenOutcome.Opened) outcome).connection();
        int[] delivered = new int[1];
        try (ImapSession session = new ImapSession(connection)) {
            assertThatThrownBy(() -> {
                        session.examine("INBOX");
                        session.fetch(1, 1, (id, size, raw) -> {
                            raw.readAllBytes();
                            delivered[0]++;
                        });
                    })
                    .isInstanceOf(MailFault.class)
                    .hasMessageContaining(words);
        }
        assertThat(delivered[0]).isZero();
    }

    private static void assertCut(OpenOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Refused.class, refused -> {
            assertThat(refused.failure()).as(refused.detail()).isEqualTo(LoginFailure.PROTOCOL);
            assertThat(refused.detail()).contains("cut off");
        });
    }
}

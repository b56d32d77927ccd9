// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.pop3.UidlEntry;

/** A maildrop as the session reads it, against a server that says exactly what each case needs. */
class Pop3SessionTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();

    private final Map<String, String> answers = new LinkedHashMap<>(Map.of(
            "CAPA", "+OK\r\nUIDL\r\nTOP\r\n.\r\n",
            "STAT", "+OK 2 20\r\n",
            "LIST", "+OK\r\n1 10\r\n2 10\r\n.\r\n",
            "UIDL", "+OK\r\n1 one\r\n2 two\r\n.\r\n"));

    @Test
    void asksForSeveralMessagesBeforeTheFirstIsAnsweredWhereTheServerAllowsIt() throws IOException {
        // Given a server that answers nothing until it was asked for both
        answers.put("CAPA", "+OK\r\nUIDL\r\nPIPELINING\r\n.\r\n");
        ScriptedServer.Script script = talk -> {
            boolean[] both = new boolean[1];
            talk(talk, command -> {
                if (command.startsWith("RETR")) {
                    String answer = both[0] ? "" : mail("first") + mail("second");
                    both[0] |= talk.peekCommand().startsWith("RETR");
                    return answer;
                }
                return null;
            });
        };

        // When
        List<String> read = read(script);

        // Then
        assertThat(read).containsExactly("first\r\n", "second\r\n");
    }

    @Test
    void asksForOneMessageAtATimeWhereTheServerDoesNot() throws IOException {
        try (ScriptedServer server = server(talk -> talk(talk, command -> null));
                Pop3Session session = session(server)) {
            session.retrieve(session.uidl(), (id, size, raw) -> {
                String last = server.received().getLast();
                assertThat(last).isEqualTo("RETR " + ((org.mailwarden.fetcher.message.MessageId.Pop3) id).number());
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'..leading\r\n.\r\n', 9, '.leading\r\n'",
        "'...\r\n.\r\n', 4, '..\r\n'",
        "'no end\r\n.\r\n', 6, 'no end'",
        "'an end\r\n.\r\n', 8, 'an end\r\n'",
        "'size unknown\r\n.\r\n', 0, 'size unknown\r\n'",
        "'lone\rreturn\nline\r\n.\r\n', 18, 'lone\rreturn\nline\r\n'",
        "'\r\n\r\n.\r\n', 4, '\r\n\r\n'",
        "'.\r\n', 0, ''",
    })
    void givesTheMessageAsItWasSent(String sent, int octets, String message) throws IOException {
        // Given
        answers.put("STAT", "+OK 1 1\r\n");
        answers.put("LIST", "+OK\r\n1 " + octets + "\r\n.\r\n");
        answers.put("UIDL", "+OK\r\n1 one\r\n.\r\n");
        answers.put("RETR", "+OK\r\n" + sent);

        // When
        List<String> read = read(talk -> talk(talk, command -> null));

        // Then
        assertThat(read).containsExactly(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ERR no such command\r\n",
                "+OK\r\n.\r\n",
                "+OK\r\n1 same\r\n2 same\r\n.\r\n",
                "+OK\r\n1 \r\n2 \r\n.\r\n",
            })
    void messagesWithoutAnIdOfTheirOwnAreKnownByTheirHeaders(String uidl) throws IOException {
        // Given
        answers.put("UIDL", uidl);
        ScriptedServer.Script script = talk ->
                talk(talk, command -> command.startsWith("TOP") ? mail("Subject: " + command.split(" ")[1]) : null);

        // When
        List<String> first = ids(script);
        List<String> again = ids(script);

        // Then
        assertThat(first).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.startsWith("mw-"));
        assertThat(again).isEqualTo(first);
    }

    @Test
    void withoutUidlAndTopTheyAreKnownByAllOfTheirContent() throws IOException {
        // Given
        answers.put("UIDL", "-ERR\r\n");
        answers.put("TOP", "-ERR\r\n");
        ScriptedServer.Script script = talk ->
                talk(talk, command -> command.startsWith("RETR") ? mail("Subject: " + command.split(" ")[1]) : null);

        // When
        List<String> first = ids(script);

        // Then
        assertThat(first).hasSize(2).doesNotHaveDuplicates().isEqualTo(ids(script));
    }

    @Test
    void identicalMessagesWithoutAnIdAreTwo() throws IOException {
        // Given
        answers.put("UIDL", "-ERR\r\n");
        answers.put("TOP", mail("Subject: same"));

        // When
        List<String> ids = ids(talk -> talk(talk, command -> null));

        // Then
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "STAT, '+OK 3 30\r\n'",
        "STAT, '+OK -1 30\r\n'",
        "STAT, '+OK 2000000000 30\r\n'",
        "LIST, '+OK\r\n1 10\r\n.\r\n'",
        "LIST, '+OK\r\n1 10\r\n1 10\r\n.\r\n'",
        "LIST, '+OK\r\n1 -10\r\n2 10\r\n.\r\n'",
        "UIDL, '+OK\r\n1 one\r\n7 two\r\n.\r\n'",
        "UIDL, 'what\r\n'",
    })
    void listingsThatContradictEachOtherAreNotBelieved(String command, String answer) throws IOException {
        answers.put(command, answer);
        try (ScriptedServer server = server(talk -> talk(talk, ignored -> null));
                Pop3Session session = session(server)) {

            assertThatThrownBy(session::uidl)
                    .isInstanceOfSatisfying(
                            MailFault.class, fault -> assertThat(fault.kind()).isEqualTo(MailFault.Kind.HOSTILE));
        }
    }

    @Test
    void messageThatTheServerDoesNotGiveHoldsUpNoOther() throws IOException {
        // Given
        ScriptedServer.Script script =
                talk -> talk(talk, command -> command.equals("RETR 1") ? "-ERR it is damaged\r\n" : null);

        // When
        List<String> read = read(script);

        // Then
        assertThat(read).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"LOGIN-DELAY 900, 900", "login-delay 60 USER, 60", "LOGIN-DELAY soon, 0", "LOGIN-DELAY 999999999, 3600"
    })
    void tellsHowLongTheServerWantsToBeLeftAlone(String capability, long seconds) throws IOException {
        answers.put("CAPA", "+OK\r\n" + capability + "\r\n.\r\n");
        try (ScriptedServer server = server(talk -> talk(talk, ignored -> null));
                Pop3Session session = session(server)) {

            assertThat(session.capabilities().loginDelay()).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void deletesOnlyWithQuit() throws IOException {
        try (ScriptedServer server = server(talk -> talk(talk, ignored -> null));
                Pop3Session session = session(server)) {
            List<UidlEntry> marked = session.delete(session.uidl().subList(1, 2));

            boolean done = session.quit();

            assertThat(done).isTrue();
            assertThat(marked).extracting(UidlEntry::uidl).containsExactly("two");
            assertThat(server.received()).endsWith("DELE 2", "QUIT");
        }
    }

    @Test
    void sessionThatIsLeftWithoutQuitDeletesNothing() throws IOException {
        try (ScriptedServer server = server(talk -> talk(talk, ignored -> null))) {
            Pop3Session session = session(server);
            session.delete(session.uidl());

            session.close();

            assertThat(server.received()).contains("DELE 1", "DELE 2").doesNotContain("QUIT");
        }
    }

    @Test
    void failureOfTheTakerIsNotTakenForOneOfTheServer() throws IOException {
        try (ScriptedServer server = server(talk -> talk(talk, ignored -> null));
                Pop3Session session = session(server)) {

            assertThatThrownBy(() -> session.retrieve(session.uidl(), (id, size, raw) -> {
                        throw new IllegalArgumentException("the broker is away");
                    }))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the broker is away");
        }
    }

    private interface Reaction {
        /** What to say instead of the usual; null for the usual. */
        String to(String command) throws IOException;
    }

    private void talk(ScriptedServer.Conversation talk, Reaction reaction) throws IOException {
        talk.say("+OK ready\r\n");
        for (String line = talk.hear(); !line.isEmpty(); line = talk.hear()) {
            String special = reaction.to(line);
            String usual = line.startsWith("RETR") || line.startsWith("TOP") ? mail("mail") : "+OK\r\n";
            talk.say(special != null ? special : answers.getOrDefault(line.split(" ")[0], usual));
        }
    }

    private static String mail(String text) {
        return "+OK\r\n" + text + "\r\n.\r\n";
    }

    private List<String> read(ScriptedServer.Script script) throws IOException {
        List<String> read = new ArrayList<>();
        try (ScriptedServer server = server(script);
                Pop3Session session = session(server)) {
            session.retrieve(
                    session.uidl(),
                    (id, size, raw) -> read.add(new String(raw.readAllBytes(), StandardCharsets.ISO_8859_1)));
        }
        return read;
    }

    private List<String> ids(ScriptedServer.Script script) throws IOException {
        try (ScriptedServer server = server(script);
                Pop3Session session = session(server)) {
            return session.uidl().stream().map(UidlEntry::uidl).toList();
        }
    }

    private static ScriptedServer server(ScriptedServer.Script script) throws IOException {
        return MailFixture.server(AUTHORITY, true, script);
    }

    private static Pop3Session session(ScriptedServer server) {
        OpenOutcome outcome = MailFixture.open(AUTHORITY, Protocol.POP3, Security.TLS, server.port());
        return new Pop3Session((Pop3Connection) ((OpenOutcome.Opened) outcome).connection());
    }
}

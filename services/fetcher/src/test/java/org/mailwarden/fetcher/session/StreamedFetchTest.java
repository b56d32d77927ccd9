// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;

/** Bodies are read while they come in, in any order, with the next range already asked for; and none is passed over. */
@Timeout(120)
class StreamedFetchTest {

    private static CertificateAuthority authority;

    @BeforeAll
    static void makeAuthority() {
        authority = MailFixture.authority();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UID 1 BODY[] {5}\r\nhello",
                "BODY[] {5}\r\nhello UID 1",
                "BODY[] ~{5}\r\nhello UID 1 MODSEQ (12)",
                "UID 1 BODY[] \"hello\"",
                "BODY[] \"hello\" UID 1",
                "FLAGS (\\Seen $Label) UID 1 BODY[] {5}\r\nhello",
                "uid 1 body[] {5}\r\nhello X-WHAT (\"a)\" {3}\r\n(b( (c) NIL)",
                "BODY[HEADER.FIELDS (TO CC)] {2}\r\nno UID 1 BODY[] {5}\r\nhello"
            })
    void readsABodyHoweverTheAnswerIsArranged(String items) throws IOException {
        List<String> bodies = new ArrayList<>();
        try (ScriptedServer server = folder(1, (talk, tag, first, last) -> {
            talk.say("* 1 FETCH (" + items + ")\r\n* OK [ALERT] told {2}\r\n(( in between\r\n" + tag + " OK\r\n");
        })) {
            fetch(server, 1, (id, size, raw) -> bodies.add(new String(raw.readAllBytes(), StandardCharsets.US_ASCII)));
        }

        assertThat(bodies).containsExactly("hello");
    }

    @Test
    void asksForTheNextRangeBeforeTheLastOneIsAnswered() throws IOException {
        List<Long> delivered = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        try (ScriptedServer server = folder(3 * Limits.FETCH_BATCH, (talk, tag, first, last) -> {
            asked.add(first + ":" + last);
            // Answers a range only when the one after it has come, the last one excepted.
            if (last < 3 * Limits.FETCH_BATCH) {
                asked.add("heard " + talk.peekCommand());
            }
            answer(talk, tag, first, last, Set.of());
        })) {
            fetch(server, 3 * Limits.FETCH_BATCH, (id, size, raw) -> delivered.add(uid(id)));
        }

        assertThat(delivered).isEqualTo(uids(3L * Limits.FETCH_BATCH));
        assertThat(asked)
                .filteredOn(line -> line.startsWith("heard"))
                .hasSize(2)
                .allMatch(line -> line.contains("UID FETCH"));
    }

    @Test
    void asksAgainForWhatWasLeftOutAndReachesBeyondItOnlyThen() throws IOException {
        Reached sink = new Reached();
        Set<Long> withheld = new HashSet<>(List.of(1L, 200L, (long) Limits.FETCH_BATCH));
        try (ScriptedServer server = folder(2 * Limits.FETCH_BATCH, (talk, tag, first, last) -> {
            answer(talk, tag, first, last, withheld);
            withheld.removeIf(uid -> first <= uid && uid <= last);
        })) {
            fetch(server, 2 * Limits.FETCH_BATCH, sink);
        }

        assertThat(sink.delivered).containsExactlyInAnyOrderElementsOf(uids(2L * Limits.FETCH_BATCH));
        assertThat(sink.passedOver).isEmpty();
        assertThat(sink.reached).isEqualTo(2L * Limits.FETCH_BATCH);
    }

    @Test
    void doesNotReachBeyondAMessageThatTheServerRefusesToSend() throws IOException {
        Reached sink = new Reached();
        try (ScriptedServer server = folder(3 * Limits.FETCH_BATCH, (talk, tag, first, last) -> {
            if (last == first) {
                talk.say(tag + " NO not this one\r\n");
            } else {
                answer(talk, tag, first, last, Set.of(200L));
            }
        })) {
            assertThatThrownBy(() -> fetch(server, 3 * Limits.FETCH_BATCH, sink))
                    .isInstanceOf(MailFault.class);
        }

        assertThat(sink.reached).isEqualTo(199);
    }

    @Test
    void reachesBeyondAMessageThatIsGone() throws IOException {
        Reached sink = new Reached();
        try (ScriptedServer server =
                folder(5, (talk, tag, first, last) -> answer(talk, tag, first, last, Set.of(3L, 5L)))) {
            fetch(server, 5, sink);
        }

        assertThat(sink.delivered).containsExactly(1L, 2L, 4L);
        assertThat(sink.reached).isEqualTo(5);
    }

    @Test
    void listsAMessageOfWhichTheServerDoesNotTellTheSize() throws IOException {
        Reached sink = new Reached();
        try (ScriptedServer server = MailFixture.server(authority, true, talk -> {
            examined(talk, 2);
            String tag = talk.hearUntil("RFC822.SIZE", "");
            talk.say("* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2 RFC822.SIZE 3)\r\n" + tag + " OK\r\n");
            answer(talk, talk.hearUntil("BODY.PEEK", ""), 1, 2, Set.of());
            talk.say(talk.hear().split(" ")[0] + " OK\r\n");
        })) {
            fetch(server, 2, sink);
        }

        assertThat(sink.delivered).containsExactly(1L, 2L);
    }

    @Test
    void takesTheAnswersToTwoCommandsThatTheServerMixes() throws IOException {
        Reached sink = new Reached();
        List<Long> asked = new ArrayList<>();
        try (ScriptedServer server = folder(2 * Limits.FETCH_BATCH, (talk, tag, first, last) -> {
            asked.add(first);
            String next = ScriptedServer.Conversation.tag(talk.hear());
            StringBuilder mixed = new StringBuilder();
            for (long uid = 1; uid <= last; uid++) {
                mixed.append(message(uid + last)).append(message(uid)).append(message(uid));
            }
            talk.say(mixed + next + " OK\r\n" + tag + " OK\r\n");
        })) {
            fetch(server, 2 * Limits.FETCH_BATCH, sink);
        }

        assertThat(sink.delivered).containsExactlyInAnyOrderElementsOf(uids(2L * Limits.FETCH_BATCH));
        assertThat(sink.passedOver).isEmpty();
        assertThat(asked).containsExactly(1L);
    }

    @Test
    void staysInStepWhenARangeIsRefusedWithAnotherOneOnItsWay() throws IOException {
        try (ScriptedServer server = folder(2 * Limits.FETCH_BATCH, (talk, tag, first, last) -> {
            if (first == 1) {
                talk.say(tag + " NO not today\r\n");
            } else {
                answer(talk, tag, first, last, Set.of());
            }
        })) {
            try (ImapSession session = open(server)) {
                session.examine("INBOX");
                assertThatThrownBy(() -> session.fetch(1, 2 * Limits.FETCH_BATCH, (id, size, raw) -> {}))
                        .isInstanceOfSatisfying(
                                MailFault.class,
                                fault -> assertThat(fault.kind()).isEqualTo(MailFault.Kind.REFUSED));

                assertThat(session.uids()).hasSize(2 * Limits.FETCH_BATCH);
            }
        }
    }

    @Test
    void staysInStepWhenTheOneWhoReadsFails() throws IOException {
        try (ScriptedServer server = folder(
                        2 * Limits.FETCH_BATCH, (talk, tag, first, last) -> answer(talk, tag, first, last, Set.of()));
                ImapSession session = open(server)) {
            session.examine("INBOX");
            assertThatThrownBy(() -> session.fetch(1, 2 * Limits.FETCH_BATCH, (id, size, raw) -> {
                        throw new IllegalStateException("the broker is away");
                    }))
                    .hasMessage("the broker is away");

            assertThat(session.uids()).hasSize(2 * Limits.FETCH_BATCH);
        }
    }

    @Test
    void cutsAServerThatSendsMoreThanTwiceWhatItAnnounced() throws IOException {
        byte[] block = new byte[1024 * 1024];
        try (ScriptedServer server = folder(1, (talk, tag, first, last) -> {
            for (int i = 0; i < 70; i++) {
                talk.say("* 1 FETCH (UID 1 BODY[] {" + block.length + "}\r\n");
                talk.out().write(block);
                talk.say(")\r\n");
            }
        })) {
            assertThatThrownBy(() -> fetch(server, 1, (id, size, raw) -> {}))
                    .isInstanceOf(MailFault.class)
                    .hasMessageContaining("longer than");
        }
    }

    @Test
    void cutsAServerThatSendsAnAnswerOfManyPieces() throws IOException {
        try (ScriptedServer server = folder(1, (talk, tag, first, last) -> {
            String piece = "x".repeat(60_000) + "{0}\r\n";
            talk.say("* OK [ALERT] ");
            for (int i = 0; i < 1_000; i++) {
                talk.say(piece);
            }
            talk.say("\r\n" + tag + " OK\r\n");
        })) {
            assertThatThrownBy(() -> fetch(server, 1, (id, size, raw) -> {}))
                    .isInstanceOf(MailFault.class)
                    .hasMessageContaining("one of its answers is longer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UID 1 BODY[] {5}\r\nhello", "UID x BODY[] NIL)", "UID 1 BODY[] \"hello)", "))"})
    void cutsAnAnswerThatMakesNoSense(String items) throws IOException {
        try (ScriptedServer server =
                folder(1, (talk, tag, first, last) -> talk.say("* 1 FETCH (" + items + "\r\n" + tag + " OK\r\n"))) {
            assertThatThrownBy(() -> fetch(server, 1, (id, size, raw) -> {}))
                    .isInstanceOfSatisfying(
                            MailFault.class, fault -> assertThat(fault.kind()).isEqualTo(MailFault.Kind.HOSTILE));
        }
    }

    private interface Answerer {
        void answer(ScriptedServer.Conversation talk, String tag, long first, long last) throws IOException;
    }

    /** A folder of so many messages that all have three bytes. */
    private static ScriptedServer folder(int messages, Answerer answerer) throws IOException {
        return MailFixture.server(authority, true, talk -> {
            examined(talk, messages);
            for (String line = talk.hear(); !line.isEmpty(); line = talk.hear()) {
                String tag = ScriptedServer.Conversation.tag(line);
                if (line.contains("RFC822.SIZE")) {
                    StringBuilder list = new StringBuilder();
                    for (int uid = 1; uid <= messages; uid++) {
                        list.append("* " + uid + " FETCH (UID " + uid + " RFC822.SIZE 3)\r\n");
                    }
                    talk.say(list + tag + " OK\r\n");
                } else if (line.contains("BODY.PEEK")) {
                    String[] range =
                            line.replaceAll(".*FETCH ([0-9:]+) .*", "$1").split(":");
                    answerer.answer(talk, tag, Long.parseLong(range[0]), Long.parseLong(range[1]));
                } else {
                    talk.say(tag + " OK\r\n");
                }
            }
        });
    }

    private static void examined(ScriptedServer.Conversation talk, int messages) throws IOException {
        talk.say("* OK ready\r\n");
        talk.say(talk.hearUntil("LOGIN", "") + " OK in\r\n");
        String tag = talk.hearUntil("EXAMINE", "");
        talk.say("* " + messages + " EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT " + (messages + 1) + "] n\r\n"
                + tag + " OK [READ-ONLY]\r\n");
    }

    private static void answer(ScriptedServer.Conversation talk, String tag, long first, long last, Set<Long> withheld)
            throws IOException {
        StringBuilder all = new StringBuilder();
        for (long uid = first; uid <= last; uid++) {
            if (!withheld.contains(uid)) {
                all.append(message(uid));
            }
        }
        talk.say(all + tag + " OK\r\n");
    }

    private static String message(long uid) {
        return "* " + uid + " FETCH (UID " + uid + " BODY[] {3}\r\nabc)\r\n";
    }

    /** Remembers what came, and where it was told that nothing is missing although something was. */
    private static final class Reached implements MessageSink {

        private final List<Long> delivered = new ArrayList<>();
        private final List<Long> passedOver = new ArrayList<>();
        private long reached;

        @Override
        public void accept(MessageId id, long size, InputStream raw) {
            delivered.add(uid(id));
            if (uid(id) <= reached) {
                passedOver.add(uid(id));
            }
        }

        @Override
        public void reached(long uid) {
            reached = Math.max(reached, uid);
        }
    }

    private static void fetch(ScriptedServer server, long last, MessageSink sink) throws IOException {
        try (ImapSession session = open(server)) {
            session.examine("INBOX");
            session.fetch(1, last, sink);
        }
    }

    /** With patience: how long these answers take says nothing. */
    private static ImapSession open(ScriptedServer server) {
        Duration patience = Duration.ofSeconds(25);
        SessionSettings settings = new SessionSettings(
                patience, patience, patience, patience, TrustSource.systemAnd(authority.certificateFile()));
        try (Sessions sessions = new Sessions(settings, MailFixture.loopback())) {
            OpenOutcome outcome = sessions.open(
                    new MailEndpoint(Protocol.IMAP, "localhost", server.port(), Security.TLS),
                    MailFixture.signIn(MailFixture.PASSWORD));
            return new ImapSession((ImapConnection) ((OpenOutcome.Opened) outcome).connection());
        }
    }

    private static long uid(MessageId id) {
        return ((MessageId.Imap) id).uid();
    }

    private static List<Long> uids(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.proxy.Fault;
import org.mailwarden.devstack.proxy.FaultProxy;
import org.mailwarden.fetcher.imap.IdleEnd;
import org.mailwarden.fetcher.imap.IdleTimes;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.session.ScriptedServer.Conversation;

/** Waiting for news, with servers and networks that do not keep to the rules. */
class IdleTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();
    private static final IdleTimes QUICK = new IdleTimes(Duration.ofMillis(300), Duration.ofSeconds(2));
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Executor VIRTUAL = task -> Thread.ofVirtual().start(task);

    private final Sessions sessions =
            new Sessions(MailFixture.quick(AUTHORITY.certificateFile()), MailFixture.loopback());

    @BeforeEach
    void quickly() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterEach
    void endSessions() {
        sessions.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"* 4 EXISTS", "* 2 EXPUNGE", "* VANISHED 7:9"})
    void newsEndTheWait(String news) throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n" + news + "\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
        })) {
            IdleEnd end = session(server.port(), IdleTimes.USUAL).idle(LONG);

            assertThat(end).isEqualTo(IdleEnd.CHANGED);
            assertThat(server.received()).endsWith("DONE");
        }
    }

    @Test
    void newsThatComeBeforeTheServerListensAreNotMissed() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("IDLE", " IDLE");
            talk.say("* 4 EXISTS\r\n+ idling\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
        })) {
            assertThat(session(server.port(), IdleTimes.USUAL).idle(LONG)).isEqualTo(IdleEnd.CHANGED);
        }
    }

    @Test
    void aCountThatStaysTheSameIsNoNews() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n* 3 EXISTS\r\n* 0 RECENT\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
            talk.hearUntil("NEVER", "");
        })) {
            assertThat(session(server.port(), QUICK).idle(Duration.ofMillis(100)))
                    .isEqualTo(IdleEnd.QUIET);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Work (MESSAGES 2 UIDNEXT 3)', QUIET",
        "'Work (MESSAGES 2 UIDNEXT 4)', CHANGED",
        "'Work (MESSAGES 1 UIDNEXT 3)', CHANGED",
        "'Other (MESSAGES 9 UIDNEXT 9)', QUIET"
    })
    void onlyNewsOfAWatchedFolderEndTheWait(String status, IdleEnd expected) throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.say("* STATUS Work (MESSAGES 2 UIDNEXT 3 UIDVALIDITY 7)\r\n" + talk.hearUntil("NOTIFY", " IDLE NOTIFY")
                    + " OK watching\r\n");
            String tag = talk.hearUntil("IDLE", " IDLE NOTIFY");
            talk.say("+ idling\r\n* STATUS " + status + "\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
            talk.hearUntil("NEVER", "");
        })) {
            ImapSession session = session(server.port(), QUICK);
            session.watch(List.of("Work"));

            assertThat(session.idle(Duration.ofMillis(200))).isEqualTo(expected);
        }
    }

    @Test
    void newsThatComeWhileTheWatchBeginsAreNotMissed() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.say("* 4 EXISTS\r\n" + talk.hearUntil("NOTIFY", " IDLE NOTIFY") + " OK watching\r\n");
            talk.hearUntil("NEVER", "");
        })) {
            ImapSession session = session(server.port(), QUICK);
            session.watch(List.of("Work"));

            assertThat(session.idle(LONG)).isEqualTo(IdleEnd.CHANGED);
        }
    }

    @Test
    void aServerThatWillNotWatchOtherFoldersIsUsedOn() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.say(talk.hearUntil("NOTIFY", " IDLE NOTIFY") + " NO [BADEVENT] no\r\n");
            String tag = talk.hearUntil("IDLE", " IDLE NOTIFY");
            talk.say("+ idling\r\n* 4 EXISTS\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
        })) {
            ImapSession session = session(server.port(), IdleTimes.USUAL);

            assertThat(session.watch(List.of("Work"))).isEmpty();

            assertThat(session.idle(LONG)).isEqualTo(IdleEnd.CHANGED);
        }
    }

    @Test
    void aQuietServerIsAskedAgainAndAgain() throws IOException {
        try (ScriptedServer server = server(talk -> {
            while (true) {
                String tag = talk.hearUntil("IDLE", " IDLE");
                talk.say("+ idling\r\n");
                talk.hear();
                talk.say(tag + " OK done\r\n");
            }
        })) {
            IdleEnd end = session(server.port(), QUICK).idle(Duration.ofMillis(800));

            assertThat(end).isEqualTo(IdleEnd.QUIET);
            assertThat(server.received()).filteredOn("DONE"::equals).hasSizeGreaterThanOrEqualTo(2);
            assertThat(server.received().getLast()).contains("NOOP");
        }
    }

    @Test
    void aServerThatNeverAnswersDoneIsFoundOut() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n");
            while (!talk.hear().isEmpty()) {
                // Listens, and says nothing.
            }
        })) {
            assertFault(session(server.port(), QUICK), MailFault.Kind.CONNECTION);
        }
    }

    @Test
    void aServerThatAnswersDoneButNothingElseIsFoundOut() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
            while (!talk.hear().isEmpty()) {
                // Listens, and says nothing.
            }
        })) {
            assertFault(session(server.port(), QUICK), MailFault.Kind.CONNECTION);
        }
    }

    @Test
    void aFloodIsCutOff() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n");
            byte[] flood = "* OK Still here\r\n".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            while (true) {
                talk.out().write(flood);
            }
        })) {
            assertFault(session(server.port(), IdleTimes.USUAL), MailFault.Kind.HOSTILE);
        }
    }

    @Test
    void aServerThatTalksWithoutPauseIsStillAskedInTime() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n");
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        talk.say("* OK Still here\r\n");
                        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                    }
                } catch (IOException gone) {
                    // The client hung up.
                }
            });
            talk.hear();
            talk.hear();
            assertThat(tag).isNotEmpty();
        })) {
            assertFault(session(server.port(), QUICK), MailFault.Kind.CONNECTION);
            assertThat(server.received()).endsWith("DONE");
        }
    }

    @Test
    void aServerThatRefusesToIdleIsNotTakenForDead() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.say(talk.hearUntil("IDLE", " IDLE") + " BAD not now\r\n");
            talk.hear();
        })) {
            assertFault(session(server.port(), QUICK), MailFault.Kind.REFUSED);
        }
    }

    @Test
    void aServerThatSaysGoodbyeEndsTheWait() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n* BYE Server shutting down.\r\n");
            talk.hear();
        })) {
            ImapSession session = session(server.port(), IdleTimes.USUAL);

            assertFault(session, MailFault.Kind.CONNECTION);

            // Nor does the library sign in again behind our back.
            assertFault(session, MailFault.Kind.CONNECTION);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource
    void aConnectionThatDiesOnTheWayIsFoundOut(Fault fault) throws IOException {
        try (ScriptedServer server = server(talk -> {
                    String tag = talk.hearUntil("IDLE", " IDLE");
                    talk.say("+ idling\r\n");
                    talk.hear();
                    talk.say("* OK " + "x".repeat(10_000) + "\r\n" + tag + " OK done\r\n");
                    talk.hearUntil("NEVER", "");
                });
                FaultProxy network = FaultProxy.to(server.port())) {
            ImapSession session = session(network.port(), QUICK);
            network.inject(fault);

            assertFault(session, MailFault.Kind.CONNECTION);
        }
    }

    static List<Fault> aConnectionThatDiesOnTheWayIsFoundOut() {
        // The slow one keeps a TLS record coming, so that no single read takes too long.
        return List.of(new Fault.HalfOpen(), new Fault.BlackHole(), new Fault.Bandwidth(400));
    }

    @Test
    void cuttingFromAnotherThreadEndsTheWaitAtOnce() throws IOException {
        try (ScriptedServer server = server(talk -> {
            talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n");
            talk.hear();
        })) {
            ImapConnection connection = connection(server.port());
            ImapSession session = new ImapSession(connection);
            session.examine("INBOX");
            CompletableFuture<Throwable> wait =
                    CompletableFuture.supplyAsync(() -> catchThrowable(() -> session.idle(LONG)), VIRTUAL);
            Awaitility.await().until(() -> server.received().getLast().contains("IDLE"));

            connection.cut();

            assertThat(wait)
                    .succeedsWithin(Duration.ofSeconds(20))
                    .satisfies(fault -> assertThat(fault).hasMessageContaining("its account was changed"));
        }
    }

    @Test
    void aConnectionIsUsedOnAfterTheNews() throws IOException {
        try (ScriptedServer server = server(talk -> {
            String tag = talk.hearUntil("IDLE", " IDLE");
            talk.say("+ idling\r\n* 4 EXISTS\r\n");
            talk.hear();
            talk.say(tag + " OK done\r\n");
            examined(talk, 4);
            talk.hear();
        })) {
            ImapSession session = session(server.port(), QUICK);
            session.idle(LONG);

            assertThat(session.examine("INBOX").exists()).isEqualTo(4);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private static ScriptedServer server(ScriptedServer.Script afterExamine) throws IOException {
        return MailFixture.server(AUTHORITY, true, talk -> {
            talk.say("* OK ready\r\n");
            examined(talk, 3);
            afterExamine.talk(talk);
        });
    }

    private static void examined(Conversation talk, int exists) throws IOException {
        String tag = talk.hearUntil("EXAMINE", " IDLE NOTIFY");
        talk.say("* " + exists + " EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 10] next\r\n" + tag
                + " OK [READ-ONLY] done\r\n");
    }

    private ImapSession session(int port, IdleTimes times) throws IOException {
        ImapSession session = new ImapSession(connection(port), times);
        session.examine("INBOX");
        return session;
    }

    private ImapConnection connection(int port) {
        OpenOutcome outcome = sessions.open(
                new MailEndpoint(Protocol.IMAP, "localhost", port, Security.TLS),
                MailFixture.signIn(MailFixture.PASSWORD));
        assertThat(outcome).isInstanceOf(OpenOutcome.Opened.class);
        return (ImapConnection) ((OpenOutcome.Opened) outcome).connection();
    }

    private static void assertFault(ImapSession session, MailFault.Kind kind) {
        assertThatThrownBy(() -> session.idle(LONG))
                .isInstanceOfSatisfying(
                        MailFault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.session.HostileRow.Ends.BY_DEADLINE;
import static org.mailwarden.fetcher.session.HostileRow.Ends.BY_ITSELF;
import static org.mailwarden.fetcher.session.HostileRow.Ends.BY_LOGIN_DEADLINE;
import static org.mailwarden.fetcher.session.HostileRow.failed;
import static org.mailwarden.fetcher.session.HostileRow.readsAll;
import static org.mailwarden.fetcher.session.HostileRow.readsAllOrSaysSo;
import static org.mailwarden.fetcher.session.HostileRow.refused;
import static org.mailwarden.fetcher.session.MailFault.Kind.CONNECTION;
import static org.mailwarden.fetcher.session.MailFault.Kind.HOSTILE;
import static org.mailwarden.fetcher.session.MailFault.Kind.REFUSED;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;

/** The IMAP rows of the list of hostile servers, but for those about TLS itself. */
@Timeout(120)
class HostileImapTest {

    private static final List<HostileRow> ROWS = rows();
    private static HostileRows visits;

    static List<HostileRow> all() {
        return ROWS;
    }

    @BeforeAll
    static void visitThoseThatWait() {
        visits = new HostileRows(ROWS);
    }

    @AfterAll
    static void leaveNothingBehind() {
        visits.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void survives(HostileRow row) throws Exception {
        visits.check(row);
    }

    private static List<HostileRow> rows() {
        List<HostileRow> rows = new ArrayList<>();
        Stream.of(Security.values()).forEach(security -> {
            Rows over = new Rows(security, rows);
            signIn(over);
            literals(over);
            numbers(over);
            answers(over);
        });
        return rows;
    }

    private static void signIn(Rows rows) {
        rows.add("0 good server", BY_ITSELF, server -> server, readsAll());
        rows.add(
                "1 silent",
                BY_LOGIN_DEADLINE,
                server -> server.on("GREETING", (talk, _) -> talk.hear()),
                visit -> assertThat(visit.ending())
                        .isInstanceOfSatisfying(
                                Visit.Ending.Refused.class,
                                refused -> assertThat(refused.failure())
                                        .isIn(LoginFailure.NETWORK, LoginFailure.TEMPORARY)));
        rows.add(
                "1 silent once signed in",
                BY_DEADLINE,
                server -> server.on("EXAMINE", (talk, _) -> talk.hear()),
                failed(CONNECTION, "in time"));
        rows.add(
                "2 slow greeting",
                BY_LOGIN_DEADLINE,
                server -> server.on("GREETING", (talk, _) -> drip(talk)),
                visit -> assertThat(visit.ending())
                        .isInstanceOfSatisfying(
                                Visit.Ending.Refused.class,
                                refused -> assertThat(refused.failure())
                                        .isIn(LoginFailure.NETWORK, LoginFailure.TEMPORARY)));
        rows.add(
                "4 endless greeting",
                BY_ITSELF,
                server -> server.on("GREETING", (talk, _) -> pour(talk, "x".repeat(1000))),
                refused(LoginFailure.PROTOCOL, "cut off", "longer than"));
        rows.add(
                "5 untagged flood in answer to the sign-in",
                BY_ITSELF,
                server -> server.on("SIGN-IN", (talk, _) -> pour(talk, "* OK and more\r\n")),
                refused(LoginFailure.PROTOCOL, "cut off", "lines"));
        rows.add(
                "5 untagged flood in answer to EXAMINE",
                BY_ITSELF,
                server -> server.on("EXAMINE", (talk, _) -> pour(talk, "* 1 RECENT\r\n")),
                failed(HOSTILE, "lines"));
        rows.add(
                "6 line of 100 MB",
                BY_ITSELF,
                server -> server.on("BODIES", (talk, _) -> {
                    talk.say("* 1 FETCH (FLAGS (");
                    pour(talk, "x".repeat(1000));
                }),
                failed(HOSTILE, "longer than"));
        rows.add(
                "7 literal of 2 GB before the sign-in",
                BY_ITSELF,
                server -> server.answer("GREETING", "* OK {2147483647}\r\n"),
                refused(LoginFailure.PROTOCOL, "cut off", "literal"));
        rows.add(
                "29 capabilities change with the sign-in",
                BY_ITSELF,
                server ->
                        server.answer("SIGN-IN", "* CAPABILITY IMAP4rev1\r\nTAG OK [CAPABILITY LOGINDISABLED] in\r\n"),
                readsAll());
        rows.add(
                "30 PREAUTH",
                BY_ITSELF,
                server -> server.answer("GREETING", "* PREAUTH welcome, whoever you are\r\n"),
                refused(LoginFailure.PROTOCOL, "cut off", "PREAUTH"));
        rows.add(
                "34 text of 1 MB",
                BY_ITSELF,
                server -> server.answer("SIGN-IN", "TAG NO " + "no ".repeat(350_000) + "\r\n"),
                refused(LoginFailure.PROTOCOL, "cut off"));
    }

    private static void literals(Rows rows) {
        rows.add(
                "3 slow inside a literal",
                BY_DEADLINE,
                server -> server.on("BODIES", (talk, _) -> {
                    talk.say("* 1 FETCH (UID 1 BODY[] {1000}\r\n");
                    drip(talk);
                }),
                failed(CONNECTION, "in time"));
        rows.body("8 literal of 1.9 GB", "{1900000000}\r\nabc)\r\nTAG OK\r\n", failed(HOSTILE, "literal"));
        rows.body("9 literal of -5", "{-5}\r\nabc)\r\nTAG OK\r\n", failed(HOSTILE, "literal"));
        rows.body("10 literal of eleven digits", "{99999999999}\r\nabc)\r\nTAG OK\r\n", failed(HOSTILE, "literal"));
        rows.add(
                "11 literal longer than said",
                BY_ITSELF,
                List.of(HostileRow.ONE, HostileRow.TWO, HostileRow.THREE, "abc"),
                server -> server.answer("BODIES", "* 1 FETCH (UID 1 BODY[] {3}\r\nabcdef)\r\nTAG OK\r\n"),
                failed(HOSTILE, "makes no sense"));
        rows.add(
                "11 literal shorter than said",
                BY_DEADLINE,
                server -> server.answer("BODIES", "* 1 FETCH (UID 1 BODY[] {1000}\r\nabc)\r\nTAG OK\r\n"),
                failed(CONNECTION, "in time"));
        rows.add(
                "21 BYE inside a literal",
                BY_ITSELF,
                server -> server.on("BODIES", (talk, _) -> {
                    talk.say("* 1 FETCH (UID 1 BODY[] {1000}\r\nabc\r\n* BYE closing\r\n");
                    throw new IOException("leaves");
                }),
                failed(CONNECTION, "gone"));
        rows.add(
                "22 reset inside a literal",
                BY_ITSELF,
                server -> server.on("BODIES", (talk, _) -> {
                    talk.say("* 1 FETCH (UID 1 BODY[] {1000}\r\nabc");
                    talk.reset();
                }),
                failed(CONNECTION, "gone"));
        rows.body(
                "24 structure 50,000 deep",
                "NIL BODYSTRUCTURE " + "(".repeat(50_000) + "\r\nTAG OK\r\n",
                failed(HOSTILE, "nested"));
        rows.add(
                "25 structure that lies about the body",
                BY_ITSELF,
                server -> server.on("BODIES", (talk, command) -> {
                    String lie = "BODYSTRUCTURE (\"IMAGE\" \"GIF\" NIL NIL NIL \"BASE64\" 999999999) UID";
                    for (ScriptedImap.Mail mail : command.of(server.mails())) {
                        talk.say(server.fetched(command, mail).replaceFirst("UID", lie));
                    }
                    talk.say(command.tag() + " OK\r\n");
                }),
                readsAll());
    }

    private static void numbers(Rows rows) {
        rows.add(
                "12 mailbox of two thousand million",
                BY_ITSELF,
                server -> server.answer("EXAMINE", "* 2000000000 EXISTS\r\nTAG OK\r\n"),
                failed(HOSTILE, "message count"));
        rows.add(
                "13 mailbox that shrinks without EXPUNGE",
                BY_ITSELF,
                server -> server.on("BODIES", (talk, command) -> {
                    talk.say("* 1 EXISTS\r\n");
                    for (ScriptedImap.Mail mail : command.of(server.mails())) {
                        talk.say(server.fetched(command, mail) + "* 0 EXISTS\r\n");
                    }
                    talk.say(command.tag() + " OK\r\n");
                }),
                readsAll());
        rows.add(
                "14 duplicate and falling UIDs",
                BY_ITSELF,
                server -> server.on("SIZES", (talk, command) -> twiceBackwards(server, talk, command))
                        .on("BODIES", (talk, command) -> twiceBackwards(server, talk, command)),
                readsAll());
        rows.listing(
                "15 UID 0 and UID 2^32",
                "* 4 FETCH (UID 0 RFC822.SIZE 9)\r\n* 5 FETCH (UID 4294967296 RFC822.SIZE 9)\r\n",
                readsAll());
        rows.examined("15 UIDNEXT beyond 2^32", "UIDNEXT 4", "UIDNEXT 99999999999", readsAllOrSaysSo());
        rows.examined("15 UIDVALIDITY 0", "UIDVALIDITY 7", "UIDVALIDITY 0", failed(REFUSED, "UIDVALIDITY"));
        rows.examined(
                "15 UIDVALIDITY of 2^32", "UIDVALIDITY 7", "UIDVALIDITY 4294967296", failed(REFUSED, "UIDVALIDITY"));
        rows.listing(
                "16 UIDVALIDITY changes in mid-session",
                "* OK [UIDVALIDITY 8] new\r\n",
                failed(CONNECTION, "UIDVALIDITY"));
        rows.examined("17 no UIDVALIDITY", "* OK [UIDVALIDITY 7] v\r\n", "", failed(REFUSED, "UIDVALIDITY"));
        rows.examined("18 UIDNEXT too low", "UIDNEXT 4", "UIDNEXT 1", readsAll());
        rows.examined("18 UIDNEXT too high", "UIDNEXT 4", "UIDNEXT 4294967295", readsAll());
        rows.examined("18 no UIDNEXT", "* OK [UIDNEXT 4] n\r\n", "", readsAll());
        rows.sizes("26 answer that ignores the piece's size", "160000000", visit -> {
            assertThat(visit.delivered()).hasSize(3).allMatch(message -> message.quarantined());
        });
        rows.sizes("27 size of 0", "0", readsAll());
        rows.sizes("27 size of 2^63", "9223372036854775808", readsAllOrSaysSo());
        rows.sizes("27 size of -1", "-1", readsAllOrSaysSo());
    }

    private static void answers(Rows rows) {
        rows.add(
                "19 wrong tag",
                BY_DEADLINE,
                server -> server.answer("EXAMINE", "ZZ9 OK [READ-ONLY]\r\n"),
                failed(CONNECTION, "in time"));
        rows.listing(
                "20 answers about another folder and other messages",
                "* STATUS Archive (MESSAGES 99 UIDNEXT 900)\r\n* LIST () \"/\" Archive\r\n"
                        + "* 9 FETCH (UID 900 RFC822.SIZE 9 BODY[] {3}\r\nabc)\r\n* 7 EXPUNGE\r\n",
                readsAllOrSaysSo());
        rows.add(
                "23 NUL between answers",
                BY_ITSELF,
                server -> server.answer("EXAMINE", "* OK \0\r\nTAG OK\r\n"),
                failed(HOSTILE, "NUL"));
        rows.add(
                "23 garbage of eight bits as greeting",
                BY_ITSELF,
                server -> server.answer("GREETING", "\u0080\u00ff\u009b\u00c3\r\n"),
                refused(LoginFailure.PROTOCOL));
        rows.listing(
                "23 garbage of eight bits between answers",
                "* \u0080\u00ff \u009b(\"\r\n* \u00c3\r\n",
                readsAllOrSaysSo());
        rows.add(
                "23 NUL inside a message",
                BY_ITSELF,
                List.of(HostileRow.ONE + "\0\0", HostileRow.TWO, HostileRow.THREE),
                server -> server,
                readsAll());
    }

    private static void twiceBackwards(
            ScriptedImap server, ScriptedServer.Conversation talk, ScriptedImap.Command command) throws IOException {
        List<ScriptedImap.Mail> asked = command.of(server.mails());
        for (ScriptedImap.Mail mail : asked.reversed()) {
            talk.say(server.fetched(command, mail) + server.fetched(command, mail));
        }
        talk.say(command.tag() + " OK\r\n");
    }

    private static void drip(ScriptedServer.Conversation talk) throws IOException {
        while (true) {
            talk.say("x");
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static void pour(ScriptedServer.Conversation talk, String text) throws IOException {
        String block = text.repeat(Math.max(1, 32_000 / text.length()));
        while (true) {
            talk.say(block);
        }
    }

    /** Adds rows for one kind of protection. */
    private record Rows(Security security, List<HostileRow> rows) {

        void add(
                String words,
                HostileRow.Ends ends,
                List<String> mails,
                UnaryOperator<ScriptedImap> misbehaves,
                Consumer<Visit> outcome) {
            ScriptedImap server = misbehaves.apply(ScriptedImap.with(mails.toArray(String[]::new)));
            rows.add(new HostileRow(words, Protocol.IMAP, security, ends, server::talk, mails, outcome));
        }

        void add(String words, HostileRow.Ends ends, UnaryOperator<ScriptedImap> misbehaves, Consumer<Visit> outcome) {
            add(words, ends, List.of(HostileRow.ONE, HostileRow.TWO, HostileRow.THREE), misbehaves, outcome);
        }

        /** The first body comes like this. */
        void body(String words, String literal, Consumer<Visit> outcome) {
            add(words, BY_ITSELF, server -> server.answer("BODIES", "* 1 FETCH (UID 1 BODY[] " + literal), outcome);
        }

        /** Something comes before the right answer to a listing. */
        void listing(String words, String before, Consumer<Visit> outcome) {
            add(
                    words,
                    BY_ITSELF,
                    server -> server.on("SIZES", (talk, command) -> {
                        talk.say(before);
                        for (ScriptedImap.Mail mail : command.of(server.mails())) {
                            talk.say(server.fetched(command, mail));
                        }
                        talk.say(command.tag() + " OK\r\n");
                    }),
                    outcome);
        }

        /** The folder is described wrongly. */
        void examined(String words, String right, String wrong, Consumer<Visit> outcome) {
            add(
                    words,
                    BY_ITSELF,
                    server -> server.answer("EXAMINE", server.examined().replace(right, wrong) + "TAG OK\r\n"),
                    outcome);
        }

        /** Every message is said to be so large, and comes whole and more, whatever piece is asked for. */
        void sizes(String words, String size, Consumer<Visit> outcome) {
            add(
                    words,
                    BY_ITSELF,
                    server -> server.on("SIZES", (talk, command) -> {
                                for (ScriptedImap.Mail mail : command.of(server.mails())) {
                                    talk.say(server.fetched(command, mail).replaceFirst("SIZE \\d+", "SIZE " + size));
                                }
                                talk.say(command.tag() + " OK\r\n");
                            })
                            .on("BODIES", (talk, command) -> {
                                for (ScriptedImap.Mail mail : command.of(server.mails())) {
                                    ScriptedImap.Command whole = new ScriptedImap.Command(
                                            command.tag(), command.line().replaceAll("<\\d+\\.\\d+>", ""));
                                    talk.say(server.fetched(whole, mail));
                                }
                                talk.say(command.tag() + " OK\r\n");
                            }),
                    outcome);
        }
    }
}

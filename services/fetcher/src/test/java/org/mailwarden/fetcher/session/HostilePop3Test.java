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

/** The POP3 rows of the list of hostile servers, and those of IMAP that a POP3 server can do too. */
@Timeout(120)
class HostilePop3Test {

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
            listings(over);
            messages(over);
        });
        return rows;
    }

    private static void signIn(Rows rows) {
        rows.add("0 good server", BY_ITSELF, server -> server, readsAll());
        rows.add("1 silent", BY_LOGIN_DEADLINE, server -> server.on("GREETING", (talk, _) -> talk.hear()), notNow());
        rows.add(
                "1 silent to the password",
                BY_LOGIN_DEADLINE,
                server -> server.on("PASS", (talk, _) -> talk.hear()),
                notNow());
        rows.add(
                "2 slow greeting",
                BY_LOGIN_DEADLINE,
                server -> server.on("GREETING", (talk, _) -> drip(talk)),
                notNow());
        rows.add(
                "4 endless greeting",
                BY_ITSELF,
                server -> server.on("GREETING", (talk, _) -> pour(talk, "x".repeat(1000))),
                refused(LoginFailure.PROTOCOL, "cut off", "longer than"));
        rows.add(
                "5 endless capabilities",
                BY_ITSELF,
                server -> server.on("CAPA", (talk, _) -> {
                    talk.say("+OK\r\n");
                    pour(talk, "XMORE\r\n");
                }),
                refused(LoginFailure.PROTOCOL, "cut off", "lines"));
        rows.add(
                "23 garbage of eight bits as greeting",
                BY_ITSELF,
                server -> server.answer("GREETING", "\u0080\u00ff\u009b\u00c3\r\n"),
                refused(LoginFailure.PROTOCOL, "does not greet as POP3"));
        rows.add(
                "23 NUL in the greeting",
                BY_ITSELF,
                server -> server.answer("GREETING", "+OK \0\r\n"),
                refused(LoginFailure.PROTOCOL, "cut off", "NUL"));
        rows.add(
                "34 text of 1 MB",
                BY_ITSELF,
                server -> server.answer("PASS", "-ERR " + "no ".repeat(350_000) + "\r\n"),
                refused(LoginFailure.PROTOCOL, "cut off"));
    }

    private static void listings(Rows rows) {
        rows.add(
                "36 maildrop of two thousand million",
                BY_ITSELF,
                server -> server.answer("STAT", "+OK 2000000000 5\r\n"),
                failed(HOSTILE, "message"));
        rows.add(
                "36 maildrop of minus one",
                BY_ITSELF,
                server -> server.answer("STAT", "+OK -1 -5\r\n"),
                failed(HOSTILE));
        rows.add(
                "36 maildrop of no number",
                BY_ITSELF,
                server -> server.answer("STAT", "+OK many few\r\n"),
                failed(HOSTILE, "number of messages"));
        rows.endless("37 endless UIDL", "UIDL");
        rows.endless("37 endless LIST", "LIST");
        rows.add(
                "38 duplicate UIDL",
                BY_ITSELF,
                server -> server.answer("UIDL", "+OK\r\n1 same\r\n2 same\r\n3 same\r\n.\r\n"),
                readsAll());
        rows.add("38 no UIDL", BY_ITSELF, server -> server.answer("UIDL", "-ERR unknown command\r\n"), readsAll());
        rows.add(
                "38 UIDL with a hole",
                BY_ITSELF,
                server -> server.answer("UIDL", "+OK\r\n1 a\r\n3 c\r\n.\r\n"),
                readsAll());
        rows.add(
                "38 UIDL of 1 MB",
                BY_ITSELF,
                server -> server.answer("UIDL", "+OK\r\n1 " + "u".repeat(1_000_000) + "\r\n.\r\n"),
                failed(HOSTILE, "longer than"));
        rows.add(
                "38 UIDL of characters that none may have",
                BY_ITSELF,
                server -> server.answer(
                        "UIDL", "+OK\r\n1 \u001b[31m\r\n2 \u00e9\u00e9\r\n3 " + "u".repeat(300) + "\r\n.\r\n"),
                readsAll());
        rows.add(
                "38 UIDL of messages that are not there",
                BY_ITSELF,
                server -> server.answer("UIDL", "+OK\r\n0 z\r\n1 a\r\n2 b\r\n3 c\r\n99 x\r\n-1 y\r\n.\r\n"),
                readsAllOrSaysSo());
    }

    private static void messages(Rows rows) {
        rows.endless("37 endless RETR", "RETR");
        rows.add(
                "37 RETR without its end",
                BY_DEADLINE,
                server -> server.on("RETR", (talk, _) -> {
                    talk.say("+OK\r\n" + HostileRow.ONE);
                    talk.hear();
                }),
                failed(CONNECTION, "in time"));
        rows.add(
                "3 slow inside a message",
                BY_DEADLINE,
                server -> server.on("RETR", (talk, _) -> {
                    talk.say("+OK\r\n" + HostileRow.ONE);
                    drip(talk);
                }),
                failed(CONNECTION, "in time"));
        rows.add(
                "21 closed inside a message",
                BY_ITSELF,
                server -> server.on("RETR", (talk, _) -> {
                    talk.say("+OK\r\n" + HostileRow.ONE);
                    throw new IOException("leaves");
                }),
                failed(CONNECTION, "gone"));
        rows.add(
                "22 reset inside a message",
                BY_ITSELF,
                server -> server.on("RETR", (talk, _) -> {
                    talk.say("+OK\r\n" + HostileRow.ONE);
                    talk.reset();
                }),
                failed(CONNECTION, "gone"));
        rows.add(
                "39 message refused, to be asked for again",
                BY_ITSELF,
                server -> server.answer("RETR", "-ERR no such message\r\n"),
                visit -> assertThat(visit.delivered()).isEmpty());
        rows.add("39 message without a byte", BY_ITSELF, server -> server.answer("RETR", "+OK\r\n.\r\n"), visit -> {});
        for (String size : List.of("0", "5", "40000000", "99999999999", "-7", "x")) {
            rows.add(
                    "39 LIST says " + size,
                    BY_ITSELF,
                    server -> server.on(
                            "LIST",
                            (talk, line) -> talk.say(
                                    line.contains(" ")
                                            ? "+OK " + ScriptedPop3.number(line) + " " + size + "\r\n"
                                            : "+OK\r\n1 " + size + "\r\n2 " + size + "\r\n3 " + size + "\r\n.\r\n")),
                    readsAllOrSaysSo());
        }
        rows.add(
                "39 leaves at QUIT",
                BY_ITSELF,
                server -> server.on("QUIT", (_, _) -> {
                    throw new IOException("leaves");
                }),
                readsAll());
    }

    private static Consumer<Visit> notNow() {
        return visit -> assertThat(visit.ending())
                .isInstanceOfSatisfying(
                        Visit.Ending.Refused.class,
                        refused -> assertThat(refused.failure()).isIn(LoginFailure.NETWORK, LoginFailure.TEMPORARY));
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

    /** Without end, but not as fast as it could: many of these run at once. */
    private static void trickle(ScriptedServer.Conversation talk, String text) throws IOException {
        while (true) {
            talk.say(text.repeat(100));
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Adds rows for one kind of protection. */
    private record Rows(Security security, List<HostileRow> rows) {

        void add(String words, HostileRow.Ends ends, UnaryOperator<ScriptedPop3> misbehaves, Consumer<Visit> outcome) {
            List<String> mails = List.of(HostileRow.ONE, HostileRow.TWO, HostileRow.THREE);
            ScriptedPop3 server = misbehaves.apply(ScriptedPop3.with(mails.toArray(String[]::new)));
            rows.add(new HostileRow(words, Protocol.POP3, security, ends, server::talk, mails, outcome));
        }

        /** The answer has no end, but the command has a deadline. */
        void endless(String words, String verb) {
            add(
                    words,
                    BY_DEADLINE,
                    server -> server.on(verb, (talk, _) -> {
                        talk.say("+OK\r\n");
                        trickle(talk, "1 " + "x".repeat(60) + "\r\n");
                    }),
                    visit -> {
                        assertThat(visit.ending()).isInstanceOf(Visit.Ending.Failed.class);
                        assertThat(visit.delivered()).isEmpty();
                    });
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.mail.CertificateAuthority;

/** Row 34: what a server says is shown to people, so it is made harmless first. */
class ServerTextTest {

    private static final CertificateAuthority AUTHORITY = MailFixture.authority();
    private static final ServerText TEXT = new ServerText(MailFixture.PASSWORD);

    static Stream<String> echoes() {
        String password = MailFixture.PASSWORD;
        return Stream.of(
                password,
                password.toUpperCase(java.util.Locale.ROOT),
                String.join(" ", password.split("")),
                password.replace("-", "\u001b[0m-"),
                "not '" + password + "', surely",
                new StringBuilder(password).reverse().toString(),
                base64(password),
                base64("a" + password),
                base64("ab" + password + "z"),
                base64("\0" + MailFixture.USER + "\0" + password),
                base64("user=" + MailFixture.USER + "\1auth=Bearer " + password + "\1\1"),
                Base64.getUrlEncoder().encodeToString(("?>~" + password).getBytes(StandardCharsets.UTF_8)),
                HexFormat.of().formatHex(password.getBytes(StandardCharsets.UTF_8)),
                java.net.URLEncoder.encode(password, StandardCharsets.UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void withholdsWhatRepeatsThePassword(String echo) {
        assertThat(TEXT.clean("[AUTHENTICATIONFAILED] no " + echo))
                .contains("withheld")
                .doesNotContain(echo);
    }

    static Stream<Arguments> unprintable() {
        return Stream.of(
                arguments("Mailbox is full", "Mailbox is full"),
                arguments("red \u001b[31malert\u001b[0m", "red [31malert [0m"),
                arguments("two\r\nlines\0here", "two lines here"),
                arguments("gnp.\u202eexe.txt", "gnp. exe.txt"),
                arguments("zero\u200bwidth \u009b31m", "zero width 31m"));
    }

    @ParameterizedTest
    @MethodSource("unprintable")
    void showsPrintableTextOnly(String said, String shown) {
        assertThat(TEXT.clean(said)).isEqualTo(shown);
    }

    @Test
    void showsNoMoreThanASentence() {
        assertThat(TEXT.clean("no ".repeat(20_000))).hasSizeLessThanOrEqualTo(Limits.SERVER_TEXT);
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnEchoOutOfTheOutcomeAndOutOfEveryLogAtItsFinestLevel(Protocol protocol) throws IOException {
        String echo = MailFixture.PASSWORD + " \u001b[31m " + base64(MailFixture.PASSWORD);
        ScriptedServer.Script script = protocol == Protocol.IMAP
                ? ScriptedImap.with().answer("SIGN-IN", "TAG NO [AUTHENTICATIONFAILED] not " + echo + "\r\n")::talk
                : ScriptedPop3.with().answer("PASS", "-ERR [AUTH] not " + echo + "\r\n")::talk;
        List<String> logged = new CopyOnWriteArrayList<>();
        Visit visit;
        try (ScriptedServer server = MailFixture.server(AUTHORITY, true, script);
                LogCapture ignored = new LogCapture(logged)) {
            visit = Visit.to(server, protocol, Security.TLS, MailFixture.patient(AUTHORITY.certificateFile()));
        }

        HostileRow.refused(LoginFailure.BAD_CREDENTIALS, "withheld").accept(visit);
        assertThat(String.join("\n", logged) + visit)
                .doesNotContainIgnoringCase(MailFixture.PASSWORD, base64(MailFixture.PASSWORD));
    }

    /** Every record of every logger, with the mail library at its most talkative. */
    private static final class LogCapture extends Handler implements AutoCloseable {

        private final List<String> records;
        private final List<Logger> talkative =
                List.of(Logger.getLogger(""), Logger.getLogger("org.eclipse"), Logger.getLogger("org.mailwarden"));
        private final List<Level> before;

        LogCapture(List<String> records) {
            this.records = records;
            this.before = talkative.stream().map(Logger::getLevel).toList();
            setLevel(Level.ALL);
            talkative.forEach(logger -> logger.setLevel(Level.ALL));
            talkative.getFirst().addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            records.add(entry.getMessage() + java.util.Arrays.toString(entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            talkative.getFirst().removeHandler(this);
            for (int i = 0; i < talkative.size(); i++) {
                talkative.get(i).setLevel(before.get(i));
            }
        }
    }
}

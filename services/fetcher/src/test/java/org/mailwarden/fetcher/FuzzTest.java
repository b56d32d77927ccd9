// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.fetcher.message.MessageFuzz;
import org.mailwarden.fetcher.session.GuardFuzz;
import org.mailwarden.fetcher.support.Fuzzer;

/** Looks for bytes that break the parser or the guard, for 20 seconds each, and makes sure that it really looked. */
class FuzzTest {

    private static final int SECONDS = 20;

    @Test
    void noBytesBreakTheReaderOfMails() throws Exception {
        expectNothing(Fuzzer.run(
                MessageFuzz.class,
                SECONDS,
                List.of(
                        Base64.getDecoder().decode("CQANCQA4DQkADQk4DQk="),
                        bytes(
                                "From: \"A, B\" <a@b.example>\r\nTo: g: c@d.example;\r\nSubject: =?utf-8?Q?=C3=BC?=\r\n\r\nx"),
                        bytes(
                                "Received: from a (b [192.0.2.1]) by c; Mon, 2 Nov 2026 10:00:00 +0000\nAuthentication-Results:"
                                        + " mx.example.net; dkim=pass header.d=x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
                                        + "Content-Disposition: attachment; filename*0*=utf-8''%41\nContent-Transfer-Encoding: base64"
                                        + "\n\nQUJD\n--b--\n"))));
    }

    @Test
    void noBytesMakeTheGuardSayOneThingAtOnceAndAnotherInPackets() throws Exception {
        expectNothing(Fuzzer.run(
                GuardFuzz.class,
                SECONDS,
                List.of(
                        bytes("\0\3* OK ready\r\n* 1 FETCH (UID 1 BODY[] {5}\r\nhello)\r\n"),
                        bytes("\1\2+OK 2 300\r\n-ERR [AUTH] no\r\n"),
                        bytes("\6\1* 99999999999 EXISTS\r\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = "CQANCQA4DQkADQk4DQk=")
    void whatOnceBrokeTheReaderOfMailsDoesNotAgain(String mail) throws Exception {
        MessageFuzz.fuzzerTestOneInput(Base64.getDecoder().decode(mail));
    }

    @ParameterizedTest
    @ValueSource(strings = "ACI6/Q0KK09Liz+CgoN7fQ0KfX19fX0rT0sg")
    void whatOnceBrokeTheGuardDoesNotAgain(String sent) {
        GuardFuzz.fuzzerTestOneInput(Base64.getDecoder().decode(sent));
    }

    private static void expectNothing(Fuzzer.Outcome outcome) {
        assertThat(outcome.exit()).as(outcome.output()).isZero();
        assertThat(outcome.executions()).as(outcome.output()).isGreaterThan(100);
        assertThat(outcome.lastCoverage())
                .as("coverage grew: " + outcome.output())
                .isGreaterThan(outcome.firstCoverage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswdFileTest {

    private static final PasswdFile.Entry PHONE = new PasswdFile.Entry(
            List.of("anna", "anna@example.org"), List.of(MailProtocol.IMAP, MailProtocol.SMTP), 1, "{SSHA512}one");
    private static final PasswdFile.Entry LAPTOP =
            new PasswdFile.Entry(List.of("anna"), List.of(MailProtocol.POP3), 2, "{SSHA512}two");

    @Test
    void hasALineForEachNameAndServiceUnderItsPlace() {
        // When
        String text = PasswdFile.text(List.of(PHONE, LAPTOP));

        // Then
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .containsExactly(
                        "anna/imap/1:{SSHA512}one",
                        "anna/smtp/1:{SSHA512}one",
                        "anna/submission/1:{SSHA512}one",
                        "anna@example.org/imap/1:{SSHA512}one",
                        "anna@example.org/smtp/1:{SSHA512}one",
                        "anna@example.org/submission/1:{SSHA512}one",
                        "anna/pop3/2:{SSHA512}two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"an:na", "an\nna", "an na", "an/imap", "#anna", "an\u0000na", "an\u2028na", ""})
    void leavesOutANameThatWouldBecomeAnotherLine(String name) {
        // When
        String text = PasswdFile.text(
                List.of(new PasswdFile.Entry(List.of(name), List.of(MailProtocol.IMAP), 1, "{SSHA512}one")));

        // Then
        assertThat(text).doesNotContain("SSHA512");
    }

    @Test
    void tellsWhatLetsSomebodyInAndNobodyElse() {
        // Given
        String text = PasswdFile.text(List.of(PHONE, LAPTOP)) + "annabel/imap/1:{SSHA512}three\n";

        // Then
        assertThat(PasswdFile.hashesOf(text, List.of("anna"))).containsExactly("{SSHA512}one", "{SSHA512}two");
        assertThat(PasswdFile.hashesOf(text, List.of("anna@example.org"))).containsExactly("{SSHA512}one");
        assertThat(PasswdFile.hashesOf(text, List.of("ann"))).isEmpty();
    }
}

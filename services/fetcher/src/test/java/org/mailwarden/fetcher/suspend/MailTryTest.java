// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.supervise.OneSignIn.Result;
import org.mailwarden.fetcher.suspend.MailTry.Outcome;
import org.mailwarden.fetcher.suspend.MailTry.Reason;

class MailTryTest {

    @ParameterizedTest
    @CsvSource({
        "BAD_CREDENTIALS, REFUSED,",
        "EXPIRED, REFUSED,",
        "BLOCKED, NOT_CHECKED, POLICY",
        "REJECTED_UNSPECIFIED, NOT_CHECKED, POLICY",
        "THROTTLED, NOT_CHECKED, THROTTLED",
        "TEMPORARY, NOT_CHECKED, TEMPORARY",
        "NETWORK, NOT_CHECKED, NETWORK",
        "TLS, NOT_CHECKED, NETWORK",
        "INSECURE, NOT_CHECKED, NETWORK",
        "PROTOCOL, NOT_CHECKED, NETWORK"
    })
    void onlyAServerThatNamesThePasswordHasRefusedIt(LoginFailure failure, Outcome outcome, Reason reason) {
        assertThat(MailTry.of(Protocol.IMAP, new Result.NotOpened(failure, true)))
                .isEqualTo(new MailTry(Protocol.IMAP, outcome, reason));
    }

    @Test
    void openMailboxIsAnOpenDoor() {
        assertThat(MailTry.of(Protocol.POP3, new Result.Opened()))
                .isEqualTo(new MailTry(Protocol.POP3, Outcome.ACCEPTED, null));
    }

    @Test
    void signInThatWasNotMadeProvesNothing() {
        assertThat(MailTry.of(Protocol.IMAP, new Result.NotNow(Duration.ofMinutes(3))))
                .isEqualTo(MailTry.notChecked(Protocol.IMAP, Reason.BUDGET));
        assertThat(MailTry.of(Protocol.IMAP, new Result.NotWanted()))
                .isEqualTo(MailTry.notChecked(Protocol.IMAP, Reason.NEW_PASSWORD));
    }
}

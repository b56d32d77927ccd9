// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.breachwatch.settings.LoginSettings.Treatment.ALLOW;
import static org.mailwarden.breachwatch.settings.LoginSettings.Treatment.DELAY;
import static org.mailwarden.breachwatch.settings.LoginSettings.Treatment.REFUSE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.login.LoginAnswer;

class AnswerTest {

    private static final Rules ENFORCED = new Rules(true, REFUSE, REFUSE, ALLOW, DELAY, 5);
    private static final Rules OBSERVED = new Rules(false, REFUSE, REFUSE, ALLOW, DELAY, 5);

    @ParameterizedTest
    @CsvSource({
        "true, false, false, false, -1, under way",
        "false, true, false, false, -1, retired",
        "false, false, false, true, 5, many accounts",
        "false, false, true, false, 0, Nothing protects",
        "true, true, true, true, -1, retired"
    })
    void saysWhatIsDoneAndWhy(
            boolean underRemediation, boolean retired, boolean plaintext, boolean spraying, int status, String why) {
        // When
        Answer answer = Answer.of(ENFORCED, new Circumstances(underRemediation, retired, plaintext, spraying));

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.reason()).contains(why);
    }

    @Test
    void letsInWhomNothingSpeaksAgainst() {
        assertThat(Answer.of(ENFORCED, new Circumstances(false, false, false, false)))
                .isEqualTo(Answer.allowed());
    }

    @Test
    void refusesNobodyForWhatCouldNotBeAsked() {
        assertThat(Answer.of(ENFORCED, new Circumstances(false, null, false, false)))
                .isEqualTo(Answer.allowed());
    }

    @Test
    void onlyNotesWhatItWouldHaveDoneWhileItObserves() {
        // When
        Answer answer = Answer.of(OBSERVED, new Circumstances(true, false, false, false));

        // Then
        assertThat(answer.answer()).isEqualTo(LoginAnswer.ALLOWED);
        assertThat(answer.status()).isZero();
        assertThat(answer.reason()).contains("would have been refused");
    }

    @Test
    void callsAnAddressASprayerOnceItFailedAtManyAccounts() {
        // Given
        SprayingAddresses addresses = new SprayingAddresses();
        for (int i = 0; i < SprayingAddresses.ACCOUNTS - 1; i++) {
            addresses.saw("192.0.2.7", "user" + i, false);
            addresses.saw("192.0.2.7", "user" + i, false);
            addresses.saw("192.0.2.8", "user" + i, true);
        }
        boolean before = addresses.isSpraying("192.0.2.7");

        // When
        addresses.saw("192.0.2.7", "one more", false);

        // Then
        assertThat(before).isFalse();
        assertThat(addresses.isSpraying("192.0.2.7")).isTrue();
        assertThat(addresses.isSpraying("192.0.2.8")).isFalse();
        assertThat(addresses.isSpraying(null)).isFalse();
    }

    @Test
    void takesAnOfficeForNoSprayerWhenTheServerTakesEveryRightPasswordForAWrongOne() {
        // Given
        SprayingAddresses addresses = new SprayingAddresses();
        for (int i = 0; i < 2 * SprayingAddresses.ACCOUNTS; i++) {
            addresses.saw("192.0.2.7", "user" + i, true);
        }

        // When
        for (int i = 0; i < 2 * SprayingAddresses.ACCOUNTS; i++) {
            addresses.saw("192.0.2.7", "user" + i, false);
            addresses.saw("192.0.2.9", "user" + i, false);
        }

        // Then
        assertThat(addresses.isSpraying("192.0.2.7")).isFalse();
        assertThat(addresses.isSpraying("192.0.2.9")).isTrue();
    }
}

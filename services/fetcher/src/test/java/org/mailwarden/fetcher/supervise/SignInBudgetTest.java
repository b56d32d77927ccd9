// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.fetcher.supervise.SignInBudget.AccountUse;
import org.mailwarden.fetcher.supervise.SignInBudget.Decision;
import org.mailwarden.fetcher.supervise.SignInBudget.HostUse;

class SignInBudgetTest {

    private static final Duration LONG_AGO = Duration.ofHours(1);
    private final SignInBudget budget = new SignInBudget(10, 2, 5, 3);

    @Test
    void secondRefusalOfACredentialIsTheLast() {
        assertThat(decide(account(1, 1), quiet())).isInstanceOf(Decision.Go.class);
        assertThat(decide(account(2, 2), quiet())).isInstanceOf(Decision.Hold.class);
    }

    @Test
    void signInWhoseEndIsNotKnownCountsAndIsNotCalledARefusal() {
        assertThat(decide(new AccountUse(2, 1, 2, LONG_AGO, false, false), quiet()))
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        held -> assertThat(held.reason()).contains("not known").contains("reconnect"));
    }

    @Test
    void thirdRefusalOfADayMakesTheAccountWaitWhateverItsCredential() {
        assertThat(decide(account(0, 2), quiet())).isInstanceOf(Decision.Go.class);
        assertThat(decide(account(0, 3), quiet()))
                .isInstanceOfSatisfying(
                        Decision.Later.class, later -> assertThat(later.pause()).isEqualTo(LONG_AGO));
    }

    @Test
    void personMayTryWhatTheAccountHasUsedUp() {
        assertThat(decide(new AccountUse(2, 0, 3, LONG_AGO, false, true), quiet()))
                .isInstanceOf(Decision.Go.class);
    }

    @ParameterizedTest
    @CsvSource({"false,2,true", "false,3,false", "true,4,true", "true,5,false"})
    void refusalsOfAServerStopNewAccountsBeforeThoseThatHaveWorked(boolean proven, int refusals, boolean goes) {
        Decision decision = decide(
                new AccountUse(0, 0, 0, LONG_AGO, proven, false),
                new HostUse("mail.example", 0, LONG_AGO, refusals, Duration.ofMinutes(7), false));

        assertThat(decision).isInstanceOf(goes ? Decision.Go.class : Decision.Later.class);
    }

    @Test
    void signInsUnderWayMayAllBeRefusedAndAreCountedAsThat() {
        assertThat(decide(proven(), host(4, LONG_AGO, 0))).isInstanceOf(Decision.Go.class);
        assertThat(decide(proven(), host(4, LONG_AGO, 1))).isInstanceOf(Decision.Soon.class);
        assertThat(decide(proven(), host(5, LONG_AGO, 0))).isInstanceOf(Decision.Soon.class);
    }

    @Test
    void personMayNotTryWhatWouldBanThisMachine() {
        assertThat(decide(new AccountUse(2, 0, 3, LONG_AGO, false, true), host(0, LONG_AGO, 5)))
                .isInstanceOf(Decision.Later.class);
    }

    @Test
    void serverIsAskedToBearSoManySignInsAtOnceAndNoMore() {
        SignInBudget generous = new SignInBudget(10, 2, 1000, 3);

        assertThat(generous.decide(proven(), host(9, LONG_AGO, 0))).isInstanceOf(Decision.Go.class);
        assertThat(generous.decide(proven(), host(10, LONG_AGO, 0))).isInstanceOf(Decision.Soon.class);
    }

    @Test
    void nextConnectionWaitsForItsTurn() {
        assertThat(decide(proven(), host(0, Duration.ofMillis(400), 0)))
                .isEqualTo(new Decision.Soon(Duration.ofMillis(100)));
        assertThat(decide(proven(), host(0, Duration.ofMillis(500), 0))).isInstanceOf(Decision.Go.class);
    }

    private Decision decide(AccountUse account, HostUse host) {
        return budget.decide(account, host);
    }

    private static AccountUse account(int ofVersion, int ofDay) {
        return new AccountUse(ofVersion, 0, ofDay, LONG_AGO, true, false);
    }

    private static AccountUse proven() {
        return account(0, 0);
    }

    private static HostUse quiet() {
        return host(0, LONG_AGO, 0);
    }

    private static HostUse host(int signingIn, Duration sinceLast, int refusals) {
        return new HostUse("mail.example", signingIn, sinceLast, refusals, Duration.ofMinutes(7), false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.login.LoginFailure;

class NextStepTest {

    private static final Duration RETRY = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource(names = {"BAD_CREDENTIALS", "REJECTED_UNSPECIFIED"})
    void refusedPasswordIsTriedOnceMoreAfterAPauseAndThenHeld(LoginFailure failure) {
        assertThat(after(failure, 1, 0).state()).isEqualTo(AccountState.UNREACHABLE);
        assertThat(after(failure, 1, 0).pause()).isEqualTo(RETRY);
        assertThat(after(failure, 2, 1).state()).isEqualTo(AccountState.CREDENTIAL_REFUSED);
        assertThat(after(failure, 9, 8).state()).isEqualTo(AccountState.CREDENTIAL_REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXPIRED", "BLOCKED"})
    void passwordThatTheServerDisownsIsNotTriedAgain(LoginFailure failure) {
        assertThat(after(failure, 1, 0).state()).isEqualTo(AccountState.CREDENTIAL_REFUSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"TEMPORARY", "THROTTLED", "INSECURE", "PROTOCOL", "NETWORK", "TLS"})
    void anythingElseNeverCondemnsThePassword(LoginFailure failure) {
        assertThat(IntStream.range(0, 50).mapToObj(failures -> after(failure, 0, failures)))
                .allSatisfy(step -> assertThat(step.state()).isEqualTo(AccountState.UNREACHABLE))
                .allSatisfy(step -> assertThat(step.pause()).isPositive().isLessThanOrEqualTo(LONGEST));
    }

    @Test
    void successEndsTheRunOfFailures() {
        NextStep step = NextStep.afterSuccess(Duration.ofSeconds(30));

        assertThat(step).isEqualTo(new NextStep(AccountState.ACTIVE, null, Duration.ofSeconds(30), 0));
    }

    @Test
    void pausesGrowAndAreSpreadOut() {
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(i -> BackOff.after(1, LONGEST, random).toMillis()))
                .allMatch(pause -> pause >= 500 && pause <= 5_000)
                .as("full jitter: a fleet does not come back at once")
                .satisfies(
                        pauses -> assertThat(pauses.stream().distinct().count()).isGreaterThan(700));
        assertThat(average(1)).isLessThan(average(3));
        assertThat(average(3)).isLessThan(average(6));
        assertThat(BackOff.after(Integer.MAX_VALUE, LONGEST, random)).isLessThanOrEqualTo(LONGEST);
    }

    private double average(int failures) {
        return IntStream.range(0, 1000)
                .mapToLong(i -> BackOff.after(failures, LONGEST, random).toMillis())
                .average()
                .orElseThrow();
    }

    private NextStep after(LoginFailure failure, int refusals, int failures) {
        return NextStep.afterRefusal(failure, "detail", refusals, failures, RETRY, LONGEST, random);
    }
}

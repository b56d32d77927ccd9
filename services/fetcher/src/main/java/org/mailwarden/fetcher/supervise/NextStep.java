// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.login.LoginFailure;

/**
 * What follows from a poll: the account's state and the time to the next one. Pure.
 *
 * @param state the state to enter
 * @param reason plain sentence for people; absent when ACTIVE
 * @param pause time to the next poll; meaningless when the state is not polled
 * @param failures failures in a row from now on
 */
record NextStep(AccountState state, @Nullable String reason, Duration pause, int failures) {

    /**
     * After a poll that went well.
     *
     * @param interval time between polls
     * @return the step
     */
    static NextStep afterSuccess(Duration interval) {
        return new NextStep(AccountState.ACTIVE, null, interval, 0);
    }

    /**
     * After a sign-in that failed.
     *
     * @param failure why
     * @param detail plain sentence
     * @param refusals refusals of this credential version so far, this one included
     * @param failures failures in a row before this one
     * @param retryRefusedAfter pause before the second try of a refused password
     * @param longest longest back-off
     * @param random source of the jitter
     * @return the step
     */
    static NextStep afterRefusal(
            LoginFailure failure,
            String detail,
            int refusals,
            int failures,
            Duration retryRefusedAfter,
            Duration longest,
            RandomGenerator random) {
        return switch (failure) {
            case BAD_CREDENTIALS, REJECTED_UNSPECIFIED ->
                refusals >= SignInBudget.MOST_REFUSALS
                        ? new NextStep(
                                AccountState.CREDENTIAL_REFUSED,
                                SignInBudget.REFUSED_TWICE,
                                retryRefusedAfter,
                                failures + 1)
                        : new NextStep(AccountState.UNREACHABLE, detail, retryRefusedAfter, failures + 1);
            case EXPIRED, BLOCKED -> new NextStep(AccountState.CREDENTIAL_REFUSED, detail, longest, failures + 1);
            case TEMPORARY, THROTTLED, INSECURE, PROTOCOL, NETWORK, TLS ->
                afterFault(detail, failures, longest, random);
        };
    }

    /**
     * Whether a server may hold a failed sign-in against the account or the caller.
     *
     * @param failure why it failed
     * @return whether it counts
     */
    static boolean isRefusal(LoginFailure failure) {
        return switch (failure) {
            case BAD_CREDENTIALS, REJECTED_UNSPECIFIED, EXPIRED, BLOCKED -> true;
            case TEMPORARY, THROTTLED, INSECURE, PROTOCOL, NETWORK, TLS -> false;
        };
    }

    /**
     * After a refusal while the server refuses many accounts.
     *
     * @param sentence what the server does
     * @param failures failures in a row before this one
     * @param retryRefusedAfter pause before a refused password is tried again
     * @return the step: nobody is given up for it
     */
    static NextStep duringIncident(String sentence, int failures, Duration retryRefusedAfter) {
        return new NextStep(AccountState.UNREACHABLE, sentence, retryRefusedAfter, failures + 1);
    }

    /**
     * After a connection that broke.
     *
     * @param detail plain sentence
     * @param failures failures in a row before this one
     * @param longest longest back-off
     * @param random source of the jitter
     * @return the step
     */
    static NextStep afterFault(String detail, int failures, Duration longest, RandomGenerator random) {
        return new NextStep(
                AccountState.UNREACHABLE, detail, BackOff.after(failures + 1, longest, random), failures + 1);
    }
}

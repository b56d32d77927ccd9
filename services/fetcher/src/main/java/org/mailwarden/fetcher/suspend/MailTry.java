// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.fetcher.supervise.OneSignIn;

/**
 * What came of trying a retired password at the account's mail server. Pure.
 *
 * @param protocol over which
 * @param outcome what was seen
 * @param reason why it was not checked; absent otherwise
 */
public record MailTry(
        Protocol protocol, Outcome outcome, @Nullable Reason reason) {

    /** What was seen. */
    public enum Outcome {
        /** The mail server said that the password is wrong, or no longer valid. */
        REFUSED,
        /** The mail server took the password: the door is open. */
        ACCEPTED,
        /** It was not asked, or did not answer the question. */
        NOT_CHECKED
    }

    /** Why it was not checked. */
    public enum Reason {
        /** No sound connection came about. */
        NETWORK,
        /** Our own budget of refusals at this server, or of this account, is used up. It is not tried later. */
        BUDGET,
        /** The server did not allow it. */
        THROTTLED,
        /** The server could not answer just then. */
        TEMPORARY,
        /** The server refused by a rule, or without saying why: that does not tell whether the password is right. */
        POLICY,
        /** There is a newer password, against which a refusal would count. */
        NEW_PASSWORD,
        /** The operator has switched it off. */
        SWITCHED_OFF,
        /** The fetcher stopped while it was tried; it is not repeated. */
        INTERRUPTED
    }

    static MailTry notChecked(Protocol protocol, Reason reason) {
        return new MailTry(protocol, Outcome.NOT_CHECKED, reason);
    }

    /**
     * Reads the result of the sign-in. Only a server that names the password as the fault has refused it: "could not ask"
     * never reads as "no".
     *
     * @param protocol over which
     * @param result the result
     * @return what it says of the password
     */
    static MailTry of(Protocol protocol, OneSignIn.Result result) {
        return switch (result) {
            case OneSignIn.Result.Opened() -> new MailTry(protocol, Outcome.ACCEPTED, null);
            case OneSignIn.Result.NotOpened(LoginFailure failure, boolean counts) -> ofFailure(protocol, failure);
            case OneSignIn.Result.NotNow(var pause) -> notChecked(protocol, Reason.BUDGET);
            case OneSignIn.Result.NotWanted() -> notChecked(protocol, Reason.NEW_PASSWORD);
        };
    }

    private static MailTry ofFailure(Protocol protocol, LoginFailure failure) {
        return switch (failure) {
            case BAD_CREDENTIALS, EXPIRED -> new MailTry(protocol, Outcome.REFUSED, null);
            case REJECTED_UNSPECIFIED, BLOCKED -> notChecked(protocol, Reason.POLICY);
            case THROTTLED -> notChecked(protocol, Reason.THROTTLED);
            case TEMPORARY -> notChecked(protocol, Reason.TEMPORARY);
            case NETWORK, TLS, INSECURE, PROTOCOL -> notChecked(protocol, Reason.NETWORK);
        };
    }
}

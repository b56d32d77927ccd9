// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;

/** How an attempt ended, as far as it tells something about who made it. */
public enum Outcome {
    /** The account was opened. */
    SUCCEEDED,
    /** The password was wrong, or nobody has the name. */
    WRONG_PASSWORD,
    /** A rule refused it, whether or not the password was right. */
    REFUSED,
    /** It failed for reasons of the server or the network: it says nothing about the password. */
    UNDECIDED;

    static Outcome of(@Nullable LoginFailure failure) {
        if (failure == null) {
            return SUCCEEDED;
        }
        return switch (failure) {
            case BAD_CREDENTIALS -> WRONG_PASSWORD;
            case EXPIRED, BLOCKED, INSECURE -> REFUSED;
            case TEMPORARY, THROTTLED, REJECTED_UNSPECIFIED, PROTOCOL, NETWORK, TLS -> UNDECIDED;
        };
    }
}

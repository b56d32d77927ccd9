// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.login;

/** Why a sign-in failed. Only {@link #BAD_CREDENTIALS} says that the password was wrong. */
public enum LoginFailure {
    BAD_CREDENTIALS,
    EXPIRED,
    BLOCKED,
    TEMPORARY,
    THROTTLED,
    INSECURE,
    REJECTED_UNSPECIFIED,
    PROTOCOL,
    NETWORK,
    TLS
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.account;

/** Whether the fetcher reads an account, and why not. */
public enum AccountState {
    /** Enrolled, first sign-in still to come. */
    NEW,
    /** Read continuously. */
    ACTIVE,
    /** Stopped by a person. */
    PAUSED,
    /** The server refused the credential: held until a new one is given. */
    CREDENTIAL_REFUSED,
    /** A remediation is running: held so that the poller cannot lock the user out. */
    SUSPENDED,
    /** Cannot be reached or is not trusted (network, TLS, protocol): tried again with back-off. */
    UNREACHABLE
}

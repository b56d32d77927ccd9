// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.TlsFacts;

/** How an attempt to sign in turned out. */
public sealed interface OpenOutcome {

    /**
     * Signed in.
     *
     * @param connection the connection; to be closed by the caller
     * @param tls what protects it
     */
    record Opened(MailConnection connection, TlsFacts tls) implements OpenOutcome {}

    /**
     * Not signed in; nothing is left open.
     *
     * @param failure why; only {@link LoginFailure#BAD_CREDENTIALS} says that the password is wrong
     * @param detail a plain sentence with what to do next, at most 200 printable characters, never the password
     * @param tls what protected the connection; absent when TLS was never established
     */
    record Refused(
            LoginFailure failure, String detail, @Nullable TlsFacts tls) implements OpenOutcome {}
}

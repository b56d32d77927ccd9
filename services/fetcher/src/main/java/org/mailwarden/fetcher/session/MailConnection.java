// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.mailwarden.contracts.login.TlsFacts;

/**
 * A signed-in, guarded connection that only {@link Sessions} makes. The rooms {@code imap} and {@code pop3} read through
 * it: {@code new ImapSession(connection)}, {@code new Pop3Session(connection)}.
 *
 * <p>One thread at a time, except {@link #cut()}.
 */
public sealed interface MailConnection extends AutoCloseable permits ImapConnection, Pop3Connection {

    /** What protects the connection. */
    TlsFacts tls();

    /** Says goodbye and ends the connection; never throws, and does nothing the second time. */
    @Override
    void close();

    /**
     * Ends the connection at once, whatever is being read on it. Any thread may call it; it never waits and never throws.
     */
    void cut();
}

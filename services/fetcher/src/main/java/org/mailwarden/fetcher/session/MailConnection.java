// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

/**
 * A signed-in, guarded connection that only {@link Sessions} makes. The rooms {@code imap} and {@code pop3} read through
 * it: {@code new ImapSession(connection)}, {@code new Pop3Session(connection)}.
 *
 * <p>One thread at a time, except {@link #close()}, which any thread may call to end a read that hangs.
 */
public sealed interface MailConnection extends AutoCloseable permits ImapConnection, Pop3Connection {

    /** Ends the connection; never throws, and does nothing the second time. */
    @Override
    void close();
}

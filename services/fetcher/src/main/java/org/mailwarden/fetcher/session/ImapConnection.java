// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.mail.MessagingException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.mailwarden.contracts.login.TlsFacts;

/** A signed-in IMAP connection. */
public final class ImapConnection implements MailConnection {

    private final IMAPStore store;
    private final Guarded guarded;
    private boolean tellsWhatVanishes;

    ImapConnection(IMAPStore store, Guarded guarded) {
        this.store = store;
        this.guarded = guarded;
    }

    /** The library's store; its {@code isConnected} and {@code close} are not to be called. */
    public IMAPStore store() {
        return store;
    }

    /**
     * A folder of the library that is never opened: its {@code doCommand} speaks over this very connection. An open one
     * would keep an object per message, and a second open one would sign in again.
     *
     * @throws IllegalStateException when the connection is closed
     */
    public IMAPFolder channel() {
        try {
            return (IMAPFolder) store.getFolder("INBOX");
        } catch (MessagingException closed) {
            throw new IllegalStateException("The connection to the mail server is closed");
        }
    }

    /** The guard of this connection. */
    public Guarded guarded() {
        return guarded;
    }

    /** Whether the server said to tell which messages are gone, from now on (QRESYNC, RFC 7162 section 3.2.3). */
    public boolean tellsWhatVanishes() {
        return tellsWhatVanishes;
    }

    /** Notes that the server said so; for the thread that reads. */
    public void toTellWhatVanishes() {
        tellsWhatVanishes = true;
    }

    @Override
    public TlsFacts tls() {
        return guarded.tls();
    }

    @Override
    public void close() {
        guarded.close();
    }

    @Override
    public void cut() {
        guarded.cut();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.eclipse.angus.mail.imap.IMAPStore;

/** A signed-in IMAP connection. */
public final class ImapConnection implements MailConnection {

    private final IMAPStore store;
    private final Guarded guarded;

    ImapConnection(IMAPStore store, Guarded guarded) {
        this.store = store;
        this.guarded = guarded;
    }

    /** The library's store; its {@code isConnected} and {@code close} are not to be called. */
    public IMAPStore store() {
        return store;
    }

    /** The guard of this connection. */
    public Guarded guarded() {
        return guarded;
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

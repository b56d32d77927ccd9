// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.eclipse.angus.mail.pop3.POP3Store;
import org.mailwarden.contracts.login.TlsFacts;

/** A signed-in POP3 connection. */
public final class Pop3Connection implements MailConnection {

    private final POP3Store store;
    private final Guarded guarded;

    Pop3Connection(POP3Store store, Guarded guarded) {
        this.store = store;
        this.guarded = guarded;
    }

    /** The library's store; its {@code isConnected} is not to be called: without a connection it signs in again. */
    public POP3Store store() {
        return store;
    }

    /** The guard of this connection. */
    public Guarded guarded() {
        return guarded;
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

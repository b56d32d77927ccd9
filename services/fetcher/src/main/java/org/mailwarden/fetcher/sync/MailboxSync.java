// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.imap.IdleTimes;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.message.Provenance;
import org.mailwarden.fetcher.message.Receiver;
import org.mailwarden.fetcher.pop3.Pop3Session;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.session.Pop3Connection;

/** Brings what is known of a mailbox up to date, whatever its protocol and its folders, and waits for news of it. */
@ApplicationScoped
public class MailboxSync {

    private final ImapFolders folders;
    private final Pop3Sync pop3;
    private final IdleTimes idleTimes;
    private final List<String> trustedAuthservIds;

    MailboxSync(ImapFolders folders, Pop3Sync pop3, FetcherConfig config) {
        this.folders = folders;
        this.pop3 = pop3;
        this.idleTimes = new IdleTimes(config.idleReissue(), IdleTimes.USUAL.probe());
        this.trustedAuthservIds = config.trustedAuthservIds();
    }

    /**
     * Reads a mailbox.
     *
     * @param account the account
     * @param connection signed in as the account; stays open on IMAP
     * @throws IOException when the connection breaks; what was announced by then is kept
     */
    public void read(AccountChanged account, MailConnection connection) throws IOException {
        Provenance provenance = new Provenance(
                Receiver.of(account.host(), account.address(), trustedAuthservIds),
                connection.tls(),
                account.address(),
                account.owner());
        switch (connection) {
            case ImapConnection c -> folders.read(account, new ImapSession(c, idleTimes), provenance);
            case Pop3Connection c -> {
                try (Pop3Session session = new Pop3Session(c)) {
                    pop3.read(account, session, provenance);
                }
            }
        }
    }

    /**
     * Prepares to wait for news of a mailbox.
     *
     * @param account the account
     * @param connection signed in as the account
     * @return empty when the server does not tell of news by itself
     * @throws IOException when the connection is dead
     */
    public Optional<Waiting> waiting(AccountChanged account, MailConnection connection) throws IOException {
        if (!(connection instanceof ImapConnection c)) {
            return Optional.empty();
        }
        ImapSession session = new ImapSession(c, idleTimes);
        return session.canIdle() ? Optional.of(new Waiting(folders, account, session)) : Optional.empty();
    }
}

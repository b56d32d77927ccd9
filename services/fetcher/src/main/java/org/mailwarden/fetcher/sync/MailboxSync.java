// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.imap.FolderChoice;
import org.mailwarden.fetcher.imap.IdleEnd;
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
    private final ImapSync imap;
    private final Pop3Sync pop3;
    private final IdleTimes idleTimes;
    private final List<String> trustedAuthservIds;

    MailboxSync(ImapFolders folders, ImapSync imap, Pop3Sync pop3, FetcherConfig config) {
        this.folders = folders;
        this.imap = imap;
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
        Provenance provenance =
                new Provenance(Receiver.of(account.host(), account.address(), trustedAuthservIds), connection.tls());
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
     * Whether the server tells of news by itself over this connection.
     *
     * @param connection signed in
     * @throws IOException when the connection is dead
     */
    public boolean canIdle(MailConnection connection) throws IOException {
        return connection instanceof ImapConnection c && new ImapSession(c, idleTimes).canIdle();
    }

    /**
     * Whether IDLE, which watches one folder, watches all that are read.
     *
     * @param account the account
     */
    public boolean watchesAll(AccountChanged account) {
        return account.folders().size() == 1 && !FolderChoice.isAll(account.folders());
    }

    /**
     * Waits for news of a mailbox that was {@link #read} just now: of its inbox when that is read, else of its first
     * folder, since IDLE watches one. {@link MailConnection#cut()} from another thread ends the wait at once.
     *
     * @param account the account
     * @param connection signed in as the account, to a server that {@link #canIdle}
     * @param longest the longest wait
     * @return whether there is something to read; at once when it came since the last reading
     * @throws IOException when the connection is dead
     */
    public IdleEnd idle(AccountChanged account, MailConnection connection, Duration longest) throws IOException {
        if (!(connection instanceof ImapConnection c)) {
            throw new IllegalArgumentException("Only IMAP tells of news by itself");
        }
        ImapSession session = new ImapSession(c, idleTimes);
        String folder = folders.watched(account);
        return imap.isBehind(account.accountId(), folder, session) ? IdleEnd.CHANGED : session.idle(longest);
    }
}

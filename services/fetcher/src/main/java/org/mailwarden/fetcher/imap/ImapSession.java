// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import jakarta.mail.Folder;
import java.io.IOException;
import java.util.List;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailFault;

/**
 * Reads folders with EXAMINE and BODY.PEEK, so that no flag ever changes and the user never notices.
 *
 * <p>One thread at a time. Every method throws {@link MailFault} when the server or the connection fails; after any
 * fault but {@link MailFault.Kind#REFUSED} the session is closed.
 */
public final class ImapSession implements AutoCloseable {

    private final ImapConnection connection;
    private final Guarded guarded;
    private @Nullable IMAPFolder folder;
    private @Nullable SelectedFolder selected;

    /**
     * Reads through a connection.
     *
     * @param connection signed in; closed with this session
     */
    public ImapSession(ImapConnection connection) {
        this.connection = connection;
        this.guarded = connection.guarded();
    }

    /**
     * Opens a folder for reading, instead of the one that was open.
     *
     * @param name of the folder, for instance {@code INBOX}
     * @return what the server says about it
     * @throws MailFault when it does not exist, or the server names no UIDVALIDITY, without which no UID means anything
     */
    public SelectedFolder examine(String name) throws IOException {
        if (name.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new MailFault(MailFault.Kind.REFUSED, "A folder name holds no control characters");
        }
        return guarded.run(Budget.command(guarded.commandDeadline()), () -> {
            IMAPFolder before = folder;
            folder = null;
            selected = null;
            if (before != null && before.isOpen()) {
                before.close(false);
            }
            IMAPFolder next = (IMAPFolder) connection.store().getFolder(name);
            next.open(Folder.READ_ONLY);
            SelectedFolder facts = facts(name, next);
            folder = next;
            selected = facts;
            return facts;
        });
    }

    private static SelectedFolder facts(String name, IMAPFolder folder)
            throws jakarta.mail.MessagingException, IOException {
        long uidValidity = folder.getUIDValidity();
        if (uidValidity < 1) {
            throw new MailFault(MailFault.Kind.REFUSED, "The mail server names no UIDVALIDITY for the folder");
        }
        long uidNext = folder.getUIDNext();
        int exists = folder.getMessageCount();
        if (uidNext < 1) {
            // UIDNEXT is optional in RFC 3501; the last message's UID stands in for it.
            uidNext = exists == 0 ? 1 : folder.getUID(folder.getMessage(exists)) + 1;
        }
        return new SelectedFolder(name, uidValidity, uidNext, exists);
    }

    /**
     * Streams messages in ascending order of UID. UIDs that do not exist are skipped.
     *
     * @param fromUid first, at least 1
     * @param toUid last
     * @param sink takes each message
     * @throws IOException of the sink, or {@link MailFault}
     */
    public void fetch(long fromUid, long toUid, MessageSink sink) throws IOException {
        open();
        new UidFetch(open(), guarded, selection().uidValidity(), sink).fetch(fromUid, toUid);
    }

    /**
     * Lists every UID of the folder.
     *
     * @return ascending
     * @throws MailFault when the server fails
     */
    public List<Long> uids() throws IOException {
        return UidList.of(open(), guarded, 1, UidList.LAST).stream()
                .map(UidList.Entry::uid)
                .toList();
    }

    private IMAPFolder open() {
        if (folder == null) {
            throw new IllegalStateException("Examine a folder first");
        }
        return folder;
    }

    private SelectedFolder selection() {
        if (selected == null) {
            throw new IllegalStateException("Examine a folder first");
        }
        return selected;
    }

    /** Signs out; never throws. */
    @Override
    public void close() {
        connection.close();
    }
}

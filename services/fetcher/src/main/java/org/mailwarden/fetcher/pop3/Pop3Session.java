// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.angus.mail.pop3.POP3Folder;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.Budget;
import org.mailwarden.fetcher.session.Guarded;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.fetcher.session.MailFault;
import org.mailwarden.fetcher.session.Pop3Connection;

/**
 * Reads a maildrop. Nothing is ever deleted.
 *
 * <p>One thread at a time. Every method throws {@link MailFault} when the server or the connection fails.
 */
public final class Pop3Session implements AutoCloseable {

    private final Pop3Connection connection;
    private final Guarded guarded;
    private @Nullable POP3Folder maildrop;
    private int[] sizes = new int[0];

    /**
     * Reads through a connection.
     *
     * @param connection signed in; closed with this session
     */
    public Pop3Session(Pop3Connection connection) {
        this.connection = connection;
        this.guarded = connection.guarded();
    }

    /**
     * Lists the maildrop. A server without UIDL gets ids made from the headers, which need one TOP per message.
     *
     * @return one entry per message, in server order
     * @throws MailFault when the server fails
     */
    public List<UidlEntry> uidl() throws IOException {
        POP3Folder folder = guarded.run(Budget.command(guarded.commandDeadline()), this::open);
        Message[] messages = guarded.run(Budget.listing(guarded.commandDeadline()), () -> {
            Message[] all = folder.getMessages();
            FetchProfile ids = new FetchProfile();
            ids.add(UIDFolder.FetchProfileItem.UID);
            folder.fetch(all, ids);
            return all;
        });
        sizes = guarded.run(Budget.listing(guarded.commandDeadline()), folder::getSizes);
        return entries(folder, messages);
    }

    private POP3Folder open() throws MessagingException {
        POP3Folder folder = maildrop;
        if (folder == null) {
            folder = (POP3Folder) connection.store().getFolder("INBOX");
            folder.open(Folder.READ_ONLY);
            maildrop = folder;
        }
        return folder;
    }

    private List<UidlEntry> entries(POP3Folder folder, Message[] messages) throws IOException {
        List<UidlEntry> entries = new ArrayList<>(messages.length);
        Set<String> taken = new HashSet<>();
        for (Message message : messages) {
            String uidl = guarded.run(Budget.command(guarded.commandDeadline()), () -> folder.getUID(message));
            if (uidl == null || !Uidl.isValid(uidl) || taken.contains(uidl)) {
                uidl = Uidl.ofHeaders(header(message), taken);
            }
            taken.add(uidl);
            entries.add(new UidlEntry(message.getMessageNumber(), uidl));
        }
        return entries;
    }

    /**
     * Reads one message.
     *
     * @param entry of the last {@link #uidl()}
     * @param sink takes the message; not called when it is gone
     * @throws IOException of the sink, or {@link MailFault}
     */
    public void retrieve(UidlEntry entry, MessageSink sink) throws IOException {
        POP3Folder folder = maildrop;
        if (folder == null || entry.number() < 1 || entry.number() > sizes.length) {
            throw new IllegalStateException("List the maildrop first");
        }
        long size = sizes[entry.number() - 1];
        POP3Message message = guarded.run(
                Budget.command(guarded.commandDeadline()), () -> (POP3Message) folder.getMessage(entry.number()));
        try (InputStream raw = size > Limits.POP3_MESSAGE_BYTES ? header(message) : whole(message)) {
            sink.accept(new MessageId.Pop3(entry.number(), entry.uidl()), size, raw);
        } finally {
            message.invalidate(true);
        }
    }

    private InputStream whole(POP3Message message) throws IOException {
        Budget budget = Budget.message(guarded.commandDeadline());
        return guarded.run(budget, () -> {
            try {
                return message.getMimeStream();
            } catch (IndexOutOfBoundsException hostile) {
                // The library insists on parsing the header first and fails on a folded first line; TOP does not parse.
                guarded.begin(budget);
                InputStream top = message.top(Integer.MAX_VALUE);
                return top == null ? new ByteArrayInputStream(new byte[0]) : top;
            }
        });
    }

    private InputStream header(Message message) throws IOException {
        InputStream top = guarded.<@Nullable InputStream>run(
                Budget.message(guarded.commandDeadline()), () -> ((POP3Message) message).top(0));
        if (top == null) {
            throw new MailFault(
                    MailFault.Kind.REFUSED,
                    "The mail server offers neither UIDL nor TOP, so messages have no identity");
        }
        return top;
    }

    /** Signs out; never throws. */
    @Override
    public void close() {
        POP3Folder folder = maildrop;
        maildrop = null;
        if (folder != null && folder.isOpen()) {
            try {
                guarded.run(Budget.command(java.time.Duration.ofSeconds(5)), () -> {
                    folder.close(false);
                    return folder;
                });
            } catch (IOException gone) {
                // Nothing was deleted, so a QUIT that did not arrive changes nothing.
            }
        }
        connection.close();
    }
}

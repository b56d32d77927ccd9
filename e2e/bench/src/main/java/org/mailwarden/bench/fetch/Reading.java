// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Rounds;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.fetcher.imap.ImapSession;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.message.MessageReader;
import org.mailwarden.fetcher.message.MessageSink;
import org.mailwarden.fetcher.session.ImapConnection;
import org.mailwarden.fetcher.session.MailConnection;
import org.mailwarden.fetcher.session.OpenOutcome;
import org.mailwarden.fetcher.session.Sessions;
import org.mailwarden.fetcher.session.SignIn;

/** Reads mailboxes with the fetcher's own rooms, every guard included. */
final class Reading implements AutoCloseable {

    private final Mailboxes mailboxes;
    private final Sessions sessions;

    Reading(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
        this.sessions = mailboxes.sessions();
    }

    /** Connects, signs in, reads the inbox of a user over IMAP and signs out; seconds. */
    double imap(String user, int mails, MessageSink sink) throws IOException, InterruptedException {
        int[] read = new int[1];
        double seconds = Rounds.time(() -> {
            try (MailConnection connection = open(Protocol.IMAP, user)) {
                ImapSession session = new ImapSession((ImapConnection) connection);
                SelectedFolder folder = session.examine("INBOX");
                session.fetch(1, folder.uidNext() - 1, (id, size, raw) -> {
                    sink.accept(id, size, raw);
                    read[0]++;
                });
            }
        });
        if (read[0] != mails) {
            throw new IOException("Only " + read[0] + " of " + mails + " mails were read");
        }
        return seconds;
    }

    MailConnection open(Protocol protocol, String user) throws IOException {
        OpenOutcome outcome =
                sessions.open(mailboxes.endpoint(protocol), new SignIn.Password(user, mailboxes.secret()));
        return switch (outcome) {
            case OpenOutcome.Opened opened -> opened.connection();
            case OpenOutcome.Refused refused -> throw new IOException(refused.detail());
        };
    }

    /** Takes a mail and does nothing with it. */
    static MessageSink dropping() {
        byte[] block = new byte[64 * 1024];
        return (id, size, raw) -> {
            while (raw.read(block) >= 0) {
                // Dropped.
            }
        };
    }

    /** Takes the facts of a mail, and beside them the SHA-256 of all of it. */
    static MessageSink parsing() {
        return (id, size, raw) -> {
            MessageDigest digest = sha256();
            try (InputStream hashed = new DigestInputStream(raw, digest)) {
                MessageReader.read(hashed, size);
            }
            digest.digest();
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}

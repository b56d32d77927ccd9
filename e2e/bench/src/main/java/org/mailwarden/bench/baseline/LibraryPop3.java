// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.baseline;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.eclipse.angus.mail.pop3.POP3Message;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Rounds;

/** POP3 as Jakarta Mail reads it: one RETR after the other, each mail held whole; what comes is dropped. */
public final class LibraryPop3 {

    private final Session session;
    private final int port;

    /**
     * Prepares a client.
     *
     * @param mailboxes whose server
     */
    public LibraryPop3(Mailboxes mailboxes) {
        Properties properties = new Properties();
        properties.put("mail.pop3s.ssl.trust", "*");
        properties.put("mail.pop3s.ssl.checkserveridentity", "false");
        this.session = Session.getInstance(properties);
        this.port = mailboxes.server().ports().pop3s();
    }

    /**
     * Reads the maildrop of a user.
     *
     * @param mails how many there have to be
     * @return seconds for the messages alone
     */
    public double read(String user, String password, int mails) throws IOException, InterruptedException {
        try (Store store = session.getStore("pop3s")) {
            store.connect("localhost", port, user, password);
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                Message[] messages = inbox.getMessages();
                if (messages.length != mails) {
                    throw new IOException("There are " + messages.length + " mails and not " + mails);
                }
                return Rounds.time(() -> drain(messages));
            }
        } catch (MessagingException e) {
            throw new IOException("The library could not read the maildrop", e);
        }
    }

    private static void drain(Message[] messages) throws IOException {
        byte[] block = new byte[64 * 1024];
        for (Message each : messages) {
            POP3Message message = (POP3Message) each;
            try (InputStream raw = message.getMimeStream()) {
                while (raw.read(block) >= 0) {
                    // Dropped.
                }
                message.invalidate(true);
            } catch (MessagingException e) {
                throw new IOException("The library could not read a mail", e);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.mailwarden.fetcher.support.Organisation.Mailbox;

/** The owner of a mailbox at a mail program: files and deletes messages over IMAP. */
public final class ImapUser implements AutoCloseable {

    private final Session session;
    private final Store store;

    public ImapUser(Mailbox mailbox) throws MessagingException {
        this(mailbox, Integer.parseInt(Organisation.config("mailwarden.devservices.mail.imaps-port")));
    }

    public ImapUser(Mailbox mailbox, int port) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.imaps.ssl.trust", "*");
        properties.put("mail.imaps.ssl.checkserveridentity", "false");
        session = Session.getInstance(properties);
        store = session.getStore("imaps");
        store.connect("127.0.0.1", port, mailbox.address(), mailbox.password());
    }

    /** Makes a folder anew; one of that name goes first, and with it its numbers. */
    public void createAnew(String name) throws MessagingException {
        Folder folder = store.getFolder(name);
        if (folder.exists()) {
            folder.delete(true);
        }
        folder.create(Folder.HOLDS_MESSAGES);
    }

    public void remove(String name) throws MessagingException {
        store.getFolder(name).delete(true);
    }

    /** How many messages somebody has looked at. */
    public int seen(String name) throws MessagingException {
        Folder folder = store.getFolder(name);
        folder.open(Folder.READ_ONLY);
        int seen = folder.getMessageCount() - folder.getUnreadMessageCount();
        folder.close(false);
        return seen;
    }

    public void file(String name, String... subjects) throws MessagingException {
        file(name, true, subjects);
    }

    public void fileWithoutId(String name, String... subjects) throws MessagingException {
        file(name, false, subjects);
    }

    private void file(String name, boolean id, String... subjects) throws MessagingException {
        Folder folder = store.getFolder(name);
        folder.open(Folder.READ_WRITE);
        for (String subject : subjects) {
            String messageId = id ? "Message-ID: <" + subject.replace(' ', '-') + "@elsewhere.example>\r\n" : "";
            String raw = "From: sam@elsewhere.example\r\nSubject: " + subject + "\r\n" + messageId
                    + "Date: Mon, 2 Feb 2026 10:00:00 +0000\r\n\r\nText of " + subject + "\r\n";
            folder.appendMessages(new Message[] {
                new MimeMessage(session, new ByteArrayInputStream(raw.getBytes(StandardCharsets.US_ASCII)))
            });
        }
        folder.close(false);
    }

    public void delete(String name, int number) throws MessagingException {
        Folder folder = store.getFolder(name);
        folder.open(Folder.READ_WRITE);
        folder.getMessage(number).setFlag(Flags.Flag.DELETED, true);
        folder.close(true);
    }

    @Override
    public void close() throws MessagingException {
        store.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.e2e.organisation.Person;

/** The sample mail server from outside: delivers over SMTP, counts over IMAP and POP3, reads a recovery mailbox. */
public final class MailClient {

    private static final Pattern LINK = Pattern.compile("https?://\\S+action-token\\S+");

    private final int smtpPort;
    private final int imapsPort;
    private final int pop3sPort;
    private final SSLContext trusted;
    private final AtomicLong connections = new AtomicLong();

    /**
     * How full a mailbox is.
     *
     * @param messages messages in the inbox
     * @param unread those without the flag Seen
     */
    public record Mailbox(int messages, int unread) {}

    /**
     * Makes the client.
     *
     * @param smtpPort SMTP port on loopback
     * @param imapsPort IMAPS port
     * @param pop3sPort POP3S port
     * @param ca the CA the server's certificate is of, PEM
     */
    public MailClient(int smtpPort, int imapsPort, int pop3sPort, Path ca) {
        this.smtpPort = smtpPort;
        this.imapsPort = imapsPort;
        this.pop3sPort = pop3sPort;
        this.trusted = trust(ca);
    }

    /**
     * Delivers messages over one connection.
     *
     * @param messages the messages
     * @param delivered called after each
     */
    public void deliver(Iterable<MimeMessage> messages, Runnable delivered) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(smtpPort));
        try (Transport transport = Session.getInstance(properties).getTransport("smtp")) {
            transport.connect();
            for (MimeMessage message : messages) {
                transport.sendMessage(message, message.getAllRecipients());
                delivered.run();
            }
        } catch (MessagingException e) {
            throw new IllegalStateException("The sample mail could not be delivered: " + e.getMessage(), e);
        }
    }

    /**
     * Looks into a mailbox over IMAP.
     *
     * @param person whose mailbox
     * @return how full it is
     */
    public Mailbox look(Person person) {
        try (Store store = connect(Protocol.IMAP, person.address(), person.password())) {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            return new Mailbox(inbox.getMessageCount(), inbox.getUnreadMessageCount());
        } catch (MessagingException e) {
            throw new IllegalStateException("The mailbox of " + person.username() + " could not be counted", e);
        }
    }

    /**
     * Reads the certificate that the server shows.
     *
     * @return lower-case hex SHA-256 of its DER form
     */
    public String certificateSha256() {
        try (SSLSocket socket = (SSLSocket) trusted.getSocketFactory().createSocket("localhost", imapsPort)) {
            connections.incrementAndGet();
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            byte[] certificate = socket.getSession().getPeerCertificates()[0].getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The sample mail server's certificate could not be read", e);
        }
    }

    /**
     * Counts this client's own connections over IMAPS and POP3S.
     *
     * @return connections so far
     */
    public long connections() {
        return connections.get();
    }

    /**
     * Reads the recovery links that came to a recovery mailbox, newest last.
     *
     * @param person whose
     * @param password password of the recovery mailbox
     * @return the newest link
     */
    public Optional<String> recoveryLink(Person person, String password) {
        List<String> links = new ArrayList<>();
        try (Store store = connect(Protocol.IMAP, person.recoveryAddress(), password)) {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                Matcher matcher = LINK.matcher(text(message));
                if (matcher.find()) {
                    links.add(matcher.group());
                }
            }
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("The recovery mailbox of " + person.username() + " could not be read", e);
        }
        return links.isEmpty() ? Optional.empty() : Optional.of(links.getLast());
    }

    private static String text(jakarta.mail.Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return String.valueOf(part.getContent());
        }
        if (part.getContent() instanceof jakarta.mail.Multipart parts) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < parts.getCount(); i++) {
                all.append(text(parts.getBodyPart(i))).append('\n');
            }
            return all.toString();
        }
        return "";
    }

    private Store connect(Protocol protocol, String login, String password) throws MessagingException {
        String name = protocol == Protocol.IMAP ? "imaps" : "pop3s";
        Properties properties = new Properties();
        properties.put("mail." + name + ".ssl.socketFactory", trusted.getSocketFactory());
        properties.put("mail." + name + ".socketFactory.fallback", "false");
        properties.put("mail." + name + ".timeout", "20000");
        properties.put("mail." + name + ".connectiontimeout", "5000");
        Store store = Session.getInstance(properties).getStore(name);
        connections.incrementAndGet();
        store.connect("localhost", protocol == Protocol.IMAP ? imapsPort : pop3sPort, login, password);
        return store;
    }

    private static SSLContext trust(Path ca) {
        try (InputStream pem = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The sample CA " + ca + " could not be read", e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapServer;
import com.icegreen.greenmail.pop3.Pop3Server;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.ServerSetup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A real IMAP, POP3 and SMTP server (GreenMail) with a certificate of its own authority, inside this JVM, on loopback.
 *
 * <p>Users and messages are kept in memory: they survive {@link #stop} and {@link #start} of this object with their UIDs
 * and UIDVALIDITY, and are lost with the JVM. A mail to an address without a user opens a mailbox that nobody can sign in
 * to until {@link #addUser} gives it a password. Safe for use by several threads.
 */
public final class SampleMailServer implements AutoCloseable {

    private static final long START_LIMIT_MILLIS = 20_000;

    private final MailPorts ports;
    private final CertificateAuthority authority;
    private final IssueSpec certificate;
    private final Managers managers = new Managers();
    private final List<AbstractServer> running = new ArrayList<>();
    private final List<TlsFront> fronts = new ArrayList<>();
    private final AtomicLong connections = new AtomicLong();
    private @Nullable SSLContext context;

    /**
     * Describes a server with a good certificate; nothing runs yet.
     *
     * @param folder the folder of the authority and the certificate; created when absent, used again by later runs
     * @param ports its ports
     */
    public SampleMailServer(Path folder, MailPorts ports) {
        this(folder, ports, IssueSpec.loopback());
    }

    /**
     * Describes a server; nothing runs yet.
     *
     * @param folder the folder of the authority and the certificate; created when absent, used again by later runs
     * @param ports its ports
     * @param certificate what its certificate says
     */
    public SampleMailServer(Path folder, MailPorts ports, IssueSpec certificate) {
        this.ports = ports;
        this.authority = CertificateAuthority.in(folder);
        this.certificate = certificate;
        managers.getUserManager().setMessageDeliveryHandler((message, recipient) -> mailbox(recipient.getEmail()));
    }

    /**
     * Starts listening on all five ports. Does nothing when it listens.
     *
     * @return this
     */
    public SampleMailServer start() {
        synchronized (running) {
            if (!running.isEmpty()) {
                return this;
            }
            // The server's threads find the mail library through the class loader they inherit from here.
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Thread.currentThread().setContextClassLoader(SampleMailServer.class.getClassLoader());
            try {
                running.add(new ImapServer(setup(ports.imap(), ServerSetup.PROTOCOL_IMAP), managers));
                running.add(new Pop3Server(setup(ports.pop3(), ServerSetup.PROTOCOL_POP3), managers));
                running.add(new SmtpServer(setup(ports.smtp(), ServerSetup.PROTOCOL_SMTP), managers));
                for (AbstractServer server : running) {
                    server.setDaemon(true);
                    server.startService();
                    if (!server.waitTillRunning(START_LIMIT_MILLIS)) {
                        throw new IllegalStateException("The mail server cannot listen on port " + server.getPort());
                    }
                }
                // A server that is started again keeps its certificate.
                SSLContext tls = context == null ? authority.issue(certificate).serverContext() : context;
                context = tls;
                fronts.add(new TlsFront(tls, ports.imaps(), ports.imap(), connections::incrementAndGet));
                fronts.add(new TlsFront(tls, ports.pop3s(), ports.pop3(), connections::incrementAndGet));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                stop();
            } catch (RuntimeException cause) {
                stop();
                throw cause;
            } finally {
                Thread.currentThread().setContextClassLoader(before);
            }
            return this;
        }
    }

    /**
     * Counts the connections over IMAPS and POP3S, each from its finished handshake on.
     *
     * @return connections since the server was made
     */
    public long connections() {
        return connections.get();
    }

    /** Stops listening and drops every connection; users and messages stay. */
    public void stop() {
        synchronized (running) {
            fronts.forEach(TlsFront::close);
            fronts.clear();
            running.forEach(AbstractServer::stopService);
            running.clear();
        }
    }

    /**
     * Tells whether the server listens.
     *
     * @return true between start and stop
     */
    public boolean isRunning() {
        synchronized (running) {
            return !running.isEmpty();
        }
    }

    /**
     * Opens a mailbox, or gives an existing one a new password.
     *
     * @param address the mail address
     * @param login the name to sign in with; fixed once the mailbox exists
     * @param password the password, without spaces: GreenMail's POP3 would read only up to the first one
     */
    public synchronized void addUser(String address, String login, String password) {
        GreenMailUser known = managers.getUserManager().getUserByEmail(address);
        if (known != null && !known.getLogin().equalsIgnoreCase(login)) {
            throw new IllegalArgumentException(address + " signs in as " + known.getLogin() + " already");
        }
        if (known != null) {
            known.setPassword(password);
            return;
        }
        create(address, login, password);
    }

    /**
     * Changes a password; open connections stay open.
     *
     * @param login the name to sign in with
     * @param password the new password
     */
    public void changePassword(String login, String password) {
        user(login).setPassword(password);
    }

    /**
     * Removes a mailbox with its messages.
     *
     * @param login the name to sign in with
     */
    public void removeUser(String login) {
        managers.getUserManager().deleteUser(user(login));
    }

    /**
     * Reads a mailbox without marking anything.
     *
     * @param login the name to sign in with, or the address
     * @return the messages of INBOX, oldest first
     */
    public List<ReceivedMail> inbox(String login) {
        try {
            List<ReceivedMail> mails = new ArrayList<>();
            for (StoredMessage message :
                    managers.getImapHostManager().getInbox(user(login)).getNonDeletedMessages()) {
                mails.add(MailText.read(message));
            }
            return mails;
        } catch (FolderException cause) {
            throw new IllegalStateException("The mailbox cannot be read", cause);
        }
    }

    /**
     * Names the file that clients of this server trust.
     *
     * @return the authority's certificate as PEM
     */
    public Path caCertificate() {
        return authority.certificateFile();
    }

    /**
     * Returns the authority, for certificates of other servers.
     *
     * @return the authority
     */
    public CertificateAuthority authority() {
        return authority;
    }

    /**
     * Returns the ports.
     *
     * @return the ports, also while the server is stopped
     */
    public MailPorts ports() {
        return ports;
    }

    /** Stops listening. */
    @Override
    public void close() {
        stop();
    }

    private synchronized GreenMailUser mailbox(String address) {
        GreenMailUser known = managers.getUserManager().getUserByEmail(address);
        return known != null
                ? known
                : create(address, address, UUID.randomUUID().toString());
    }

    private GreenMailUser create(String address, String login, String password) {
        try {
            return managers.getUserManager().createUser(address, login, password);
        } catch (UserException cause) {
            throw new IllegalArgumentException("The mailbox " + address + " could not be opened", cause);
        }
    }

    private GreenMailUser user(String login) {
        GreenMailUser user = managers.getUserManager().getUser(login);
        if (user == null) {
            user = managers.getUserManager().getUserByEmail(login);
        }
        if (user == null) {
            throw new IllegalArgumentException("There is no mailbox of " + login);
        }
        return user;
    }

    private static ServerSetup setup(int port, String protocol) {
        return new ServerSetup(port, "127.0.0.1", protocol);
    }
}

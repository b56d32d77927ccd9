// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.pop3.POP3Store;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * The only maker of connected mail stores: one attempt, one mechanism, always inside verified TLS.
 *
 * <p>Safe for many threads; {@link #open} blocks, at most for the login deadline, and suits virtual threads.
 */
public final class Sessions implements AutoCloseable {

    /**
     * Kept here, since a logger that nobody keeps forgets its level. Their finest level repeats the protocol word by word,
     * with passwords and mails. The library names them after the class that extends its own.
     */
    private static final List<Logger> SILENCED = Stream.of(
                    "org.mailwarden.fetcher.session.protocol", "org.eclipse.angus.mail", "jakarta.mail")
            .map(Logger::getLogger)
            .toList();

    static {
        SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private static final Map<String, String> OPTIONS = Map.of(
            "mail.imap.peek",
            "true",
            "mail.imap.compress.enable",
            "false",
            "mail.imap.referralexception",
            "true",
            "mail.imap.connectionpoolsize",
            "1",
            // USER and PASS: the door of the socket puts the true exchange in their place.
            "mail.pop3.auth.mechanisms",
            "LOGIN");

    private final SessionSettings settings;
    private final Egress egress;
    private final SSLContext context;
    private final KnownGroups groups = new KnownGroups();
    private final ScheduledExecutorService watchdog;
    /** For all IMAP connections: the library searches the whole class path for each of these. */
    private final Map<Security, Session> imap;

    /**
     * Reads the trusted authorities.
     *
     * @param settings how long to wait and whom to trust
     * @param egress which hosts may be connected to
     * @throws IllegalStateException with a plain sentence when the authorities cannot be read
     */
    public Sessions(SessionSettings settings, Egress egress) {
        this.settings = settings;
        this.egress = egress;
        this.context = Trust.context(settings.trust());
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().daemon().name("mail-deadlines").factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        // An alarm that is called off must not keep its connection in memory until it would have rung.
        alarms.setRemoveOnCancelPolicy(true);
        this.watchdog = alarms;
        this.imap = Map.of(Security.TLS, imap(Security.TLS), Security.STARTTLS, imap(Security.STARTTLS));
    }

    /**
     * Signs in.
     *
     * @param endpoint where
     * @param signIn as whom
     * @return a connection to be closed, or why there is none; never throws for what a server or network does
     */
    public OpenOutcome open(MailEndpoint endpoint, SignIn signIn) {
        String secret = signIn.secret().revealString(SecretAccess.because("sign in to the mail server"));
        if (secret.isEmpty() || secret.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            return new OpenOutcome.Refused(
                    LoginFailure.REJECTED_UNSPECIFIED,
                    "The password is empty or holds a line break; set another",
                    null);
        }
        ServerText text = new ServerText(secret);
        Wire wire = new Wire(Budget.login(settings.loginDeadline()));
        SignInAttempt attempt = new SignInAttempt(endpoint, signIn, secret, wire);
        Sockets sockets = new Sockets();
        Future<?> alarm = watchdog.schedule(
                () -> {
                    wire.fail(Wire.Fault.TIMEOUT, "it did not finish the sign-in in time");
                    sockets.closeAll();
                },
                settings.loginDeadline().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            Store store = store(endpoint, attempt, wire, sockets);
            Guarded guarded = new Guarded(wire, text, sockets, store, settings.commandDeadline(), watchdog);
            store.connect(endpoint.host(), endpoint.port(), SignInAttempt.NOTHING, SignInAttempt.NOTHING);
            TlsFacts tls = wire.tls();
            if (tls == null) {
                guarded.close();
                return new OpenOutcome.Refused(
                        LoginFailure.INSECURE, "The connection is not protected by TLS and was closed", null);
            }
            MailConnection connection = store instanceof IMAPStore imap
                    ? new ImapConnection(imap, guarded)
                    : new Pop3Connection((POP3Store) store, guarded);
            return new OpenOutcome.Opened(connection, tls);
        } catch (MessagingException | RuntimeException failure) {
            sockets.closeAll();
            return refused(endpoint, attempt, failure, wire, text);
        } finally {
            alarm.cancel(false);
        }
    }

    private static OpenOutcome.Refused refused(
            MailEndpoint endpoint, SignInAttempt attempt, Exception failure, Wire wire, ServerText text) {
        boolean serverRefused =
                endpoint.protocol() == Protocol.IMAP ? wire.fault() == null : wire.hasRefused(failure.getMessage());
        LoginReplies.Verdict verdict = LoginReplies.classify(new LoginReplies.Trouble(
                endpoint,
                failure,
                wire.fault(),
                wire.reason(),
                wire.stranger(),
                wire.greeted(),
                wire.tls() != null,
                serverRefused,
                attempt.signIn(),
                attempt.nothingInCommon(),
                attempt.complaint()));
        String detail = verdict.advice();
        String said = serverRefused && wire.tls() != null ? text.clean(failure.getMessage()) : "";
        if (!said.isEmpty()) {
            detail += "; the server says: " + said;
        }
        return new OpenOutcome.Refused(verdict.failure(), ServerText.printable(detail, Limits.SERVER_TEXT), wire.tls());
    }

    private Store store(MailEndpoint endpoint, SignInAttempt attempt, Wire wire, Sockets sockets) {
        boolean implicitTls = endpoint.security() == Security.TLS;
        String name = endpoint.protocol() == Protocol.IMAP ? "imap" : "pop3";
        String prefix = "mail." + name + ".";
        TlsLayer tls = new TlsLayer(context, endpoint.host(), endpoint.port(), groups);
        int read = millis(settings.readTimeout());
        Properties properties = new Properties();
        properties.putAll(OPTIONS);
        GuardedSocket.Route route =
                timeout -> sockets.connect(egress.resolve(endpoint.host()), endpoint.port(), timeout);
        properties.put(prefix + "socketFactory", new GuardedFactories.First(() -> {
            GuardedSocket socket =
                    new GuardedSocket(wire, endpoint.protocol(), tls, implicitTls, route, sockets.make(), read);
            return endpoint.protocol() == Protocol.POP3 ? socket.signingIn(attempt) : socket;
        }));
        // The default, true, answers a failed TLS handshake with a plain socket and the password in clear.
        properties.put(prefix + "socketFactory.fallback", "false");
        properties.put(prefix + "ssl.socketFactory", new GuardedFactories.Upgrade());
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.putAll(upgrade(prefix, endpoint.security()));
        properties.put(prefix + "connectiontimeout", String.valueOf(millis(settings.connectTimeout())));
        properties.put(prefix + "timeout", String.valueOf(read));
        return endpoint.protocol() == Protocol.IMAP
                ? new ImapSignIn(Objects.requireNonNull(imap.get(endpoint.security())), properties, attempt)
                : new POP3Store(Session.getInstance(properties), null);
    }

    /** The store looks for these in the session, and the connection in its own properties. */
    private static Map<String, String> upgrade(String prefix, Security security) {
        return security == Security.STARTTLS
                ? Map.of(prefix + "starttls.enable", "true", prefix + "starttls.required", "true")
                : Map.of();
    }

    private static Session imap(Security security) {
        Properties options = new Properties();
        options.putAll(OPTIONS);
        options.putAll(upgrade("mail.imap.", security));
        return Session.getInstance(options);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /** Ends the watchdog; open connections stay open. */
    @Override
    public void close() {
        watchdog.shutdownNow();
    }
}

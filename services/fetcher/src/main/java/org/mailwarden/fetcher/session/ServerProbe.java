// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedTrustManager;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * Looks at a mail server without signing in: no password ever comes near it.
 *
 * <p>Safe for many threads; {@link #look} blocks, at most for the login deadline of its settings.
 */
public final class ServerProbe {

    private final SessionSettings settings;
    private final Egress egress;
    private final X509ExtendedTrustManager judge;

    /**
     * Reads the trusted authorities.
     *
     * @param settings how long to wait and whom to trust
     * @param egress which hosts may be connected to
     * @throws IllegalStateException with a plain sentence when the authorities cannot be read
     */
    public ServerProbe(SessionSettings settings, Egress egress) {
        this.settings = settings;
        this.egress = egress;
        this.judge = Trust.manager(settings.trust());
    }

    /**
     * Connects, greets and leaves.
     *
     * @param endpoint where
     * @return what the server shows, or what is wrong; never throws for what a server or network does
     */
    public ProbeOutcome look(MailEndpoint endpoint) {
        Wire wire = new Wire(Budget.login(settings.loginDeadline()));
        Sockets sockets = new Sockets();
        CertificateRecorder certificate = new CertificateRecorder(judge);
        CompletableFuture.delayedExecutor(settings.loginDeadline().toMillis(), TimeUnit.MILLISECONDS)
                .execute(sockets::closeAll);
        try (GuardedSocket socket = socket(endpoint, wire, sockets, certificate)) {
            // The socket finds the address by itself; this one only fills the parameter.
            socket.connect(
                    InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()),
                    Math.toIntExact(settings.connectTimeout().toMillis()));
            return talk(endpoint, wire, new Hello(endpoint.protocol(), socket), certificate);
        } catch (IOException | RuntimeException failure) {
            LoginReplies.Verdict verdict = LoginReplies.beforeSignIn(endpoint, failure, wire);
            boolean elsewhere = certificate.seen() == null
                    && LoginReplies.find(failure, EgressRefused.class) == null
                    && LoginReplies.find(failure, java.net.UnknownHostException.class) == null;
            return failed(verdict.failure(), verdict.advice(), certificate, elsewhere);
        } finally {
            sockets.closeAll();
        }
    }

    private static ProbeOutcome talk(MailEndpoint endpoint, Wire wire, Hello hello, CertificateRecorder certificate)
            throws IOException {
        boolean imap = endpoint.protocol() == Protocol.IMAP;
        if (Greeting.turnsAway(hello.greeting())) {
            return failed(LoginFailure.TEMPORARY, Greeting.TURNED_AWAY, certificate, true);
        }
        List<String> capabilities = hello.capabilities();
        if (endpoint.security() == Security.STARTTLS) {
            boolean offered = capabilities.stream()
                    .anyMatch(each -> each.toUpperCase(Locale.ROOT).equals(imap ? "STARTTLS" : "STLS"));
            if (!offered || !hello.startTls()) {
                return failed(
                        LoginFailure.INSECURE,
                        "The server does not offer the TLS upgrade, so nothing was sent; use security TLS on port "
                                + (imap ? 993 : 995),
                        certificate,
                        true);
            }
            capabilities = hello.capabilities();
        }
        hello.goodbye();
        TlsFacts tls = wire.tls();
        return tls == null
                ? failed(LoginFailure.INSECURE, "The connection is not protected by TLS", certificate, true)
                : new ProbeOutcome.Answered(tls, certificate.seen(), capabilities);
    }

    private static ProbeOutcome.Failed failed(
            LoginFailure failure, String sentence, CertificateRecorder certificate, boolean elsewhere) {
        return new ProbeOutcome.Failed(
                failure, ServerText.printable(sentence, Limits.SERVER_TEXT), certificate.seen(), elsewhere);
    }

    private GuardedSocket socket(MailEndpoint endpoint, Wire wire, Sockets sockets, CertificateRecorder certificate) {
        SSLContext context = Trust.context(certificate);
        return new GuardedSocket(
                wire,
                endpoint.protocol(),
                new TlsLayer(context, endpoint.host(), endpoint.port(), new KnownGroups()),
                endpoint.security() == Security.TLS,
                timeout -> {
                    List<InetAddress> addresses = egress.resolve(endpoint.host());
                    return sockets.connect(addresses, endpoint.port(), timeout);
                },
                sockets.make(),
                Math.toIntExact(settings.readTimeout().toMillis()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.mailwarden.contracts.login.TlsFacts;

/** Puts TLS with a checked host name over a connected socket. */
final class TlsLayer {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final String host;
    private final int port;
    private final KnownGroups groups;

    TlsLayer(SSLContext context, String host, int port, KnownGroups groups) {
        this.context = context;
        this.host = host;
        this.port = port;
        this.groups = groups;
    }

    /**
     * Shakes hands.
     *
     * @param plain closed when it fails
     * @param again whether the caller connects anew after {@link OneGroupRefused}: to others all groups are offered
     */
    Socket over(Socket plain, Wire wire, boolean again) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        String server = host + ':' + port;
        Optional<String> known = again ? groups.of(server) : Optional.empty();
        StrongKeys keys = new StrongKeys();
        try {
            SSLParameters parameters = socket.getSSLParameters();
            // RFC 8314 section 4.4 asks for the same matching as HTTPS: JSSE checks the name during the handshake.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(PROTOCOLS);
            parameters.setAlgorithmConstraints(keys);
            known.ifPresent(group -> parameters.setNamedGroups(new String[] {group}));
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            SSLSession session = socket.getSession();
            if (known.isEmpty() && session.getProtocol().equals(PROTOCOLS[0])) {
                groups.chose(server, keys.agreed());
            }
            wire.protectedBy(facts(session));
            return socket;
        } catch (IOException | RuntimeException failure) {
            plain.close();
            if (known.isPresent() && keys.agreed() == null && isRefusal(failure) && wire.fault() == null) {
                groups.refused(server);
                throw new OneGroupRefused(failure);
            }
            throw failure;
        }
    }

    /** Whether the server ended the handshake: a network that breaks or is slow says nothing about groups. */
    private static boolean isRefusal(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof SocketTimeoutException) {
                return false;
            }
        }
        return failure instanceof SSLException;
    }

    /** A handshake that came to nothing with one group; the next one offers all. */
    static final class OneGroupRefused extends IOException {

        private static final long serialVersionUID = 1;

        OneGroupRefused(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static TlsFacts facts(SSLSession session) throws IOException {
        try {
            Certificate certificate = session.getPeerCertificates()[0];
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new TlsFacts(
                    session.getProtocol(),
                    session.getCipherSuite(),
                    HexFormat.of().formatHex(digest),
                    certificate instanceof X509Certificate x509
                            ? x509.getNotAfter().toInstant()
                            : null);
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IOException("The certificate of the mail server cannot be read", impossible);
        }
    }
}

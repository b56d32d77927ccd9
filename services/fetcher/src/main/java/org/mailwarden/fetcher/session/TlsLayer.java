// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
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

    TlsLayer(SSLContext context, String host, int port) {
        this.context = context;
        this.host = host;
        this.port = port;
    }

    Socket over(Socket plain, Wire wire) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        try {
            SSLParameters parameters = socket.getSSLParameters();
            // RFC 8314 section 4.4 asks for the same matching as HTTPS: JSSE checks the name during the handshake.
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(PROTOCOLS);
            parameters.setAlgorithmConstraints(new StrongKeys());
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            wire.protectedBy(facts(socket.getSession()));
            return socket;
        } catch (IOException | RuntimeException failure) {
            plain.close();
            throw failure;
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

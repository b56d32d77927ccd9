// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.baseline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.mailwarden.bench.mail.Mailboxes;
import org.mailwarden.bench.run.Rounds;

/**
 * The limit of the wire: sends everything in one write and drops what comes, in large blocks, without looking at it. No
 * client that does anything with a mail can be faster on one connection.
 */
public final class RawImap {

    private final SSLContext context;
    private final int port;
    private final long atLeast;

    /**
     * Prepares a client.
     *
     * @param mailboxes whose server
     * @param atLeast bytes that must come, so that a refusal is not taken for speed
     */
    public RawImap(Mailboxes mailboxes, long atLeast) throws IOException {
        this.context = trusting(mailboxes);
        this.port = mailboxes.server().ports().imaps();
        this.atLeast = atLeast;
    }

    /**
     * Reads the inbox of a user.
     *
     * @return seconds from the beginning of the connection to its end
     */
    public double read(String user, String password) throws IOException, InterruptedException {
        return Rounds.time(() -> {
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
                socket.setTcpNoDelay(true);
                socket.startHandshake();
                drain(socket, user, password);
            }
        });
    }

    private void drain(SSLSocket socket, String user, String password) throws IOException {
        String commands = "a LOGIN " + user + " " + password
                + "\r\nb EXAMINE INBOX\r\nc UID FETCH 1:* (UID BODY.PEEK[])\r\nd LOGOUT\r\n";
        socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        byte[] block = new byte[256 * 1024];
        long bytes = 0;
        InputStream in = socket.getInputStream();
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            bytes += count;
        }
        if (bytes < atLeast) {
            throw new IOException("Only " + bytes + " bytes came over the raw wire");
        }
    }

    private static SSLContext trusting(Mailboxes mailboxes) throws IOException {
        try (InputStream pem =
                java.nio.file.Files.newInputStream(mailboxes.authority().certificateFile())) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("The authority was made by ourselves", impossible);
        }
    }
}

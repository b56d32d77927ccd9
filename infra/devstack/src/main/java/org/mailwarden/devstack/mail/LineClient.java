// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A person at a mail server, line by line and in TLS: shows the words that a mail library keeps to itself. For one thread.
 */
public final class LineClient implements AutoCloseable {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final SSLSocket socket;
    private final BufferedReader in;
    private final OutputStream out;

    private LineClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        this.out = socket.getOutputStream();
    }

    /**
     * Connects to a port of this machine and reads the greeting.
     *
     * @param port a port that speaks TLS at once
     * @param authority whose certificates are trusted
     * @param patience longest wait for a line
     * @return the client, greeted
     * @throws IOException when it cannot connect
     */
    public static LineClient greeted(int port, CertificateAuthority authority, Duration patience) throws IOException {
        return greeted(port, authority, patience, "");
    }

    /**
     * Connects as a load balancer does for somebody, and reads the greeting.
     *
     * @param address where that somebody comes from, IPv4 or IPv6
     * @param port one of {@link ProxyPorts}
     * @param authority whose certificates are trusted
     * @param patience longest wait for a line
     * @return the client, greeted
     * @throws IOException when it cannot connect
     */
    public static LineClient from(InetAddress address, int port, CertificateAuthority authority, Duration patience)
            throws IOException {
        boolean old = address.getAddress().length == 4;
        return greeted(
                port,
                authority,
                patience,
                "PROXY %s %s %s 40000 %d\r\n"
                        .formatted(old ? "TCP4" : "TCP6", address.getHostAddress(), old ? "127.0.0.1" : "::1", port));
    }

    private static LineClient greeted(int port, CertificateAuthority authority, Duration patience, String introduction)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), (int) CONNECT_LIMIT.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            plain.getOutputStream().write(introduction.getBytes(StandardCharsets.US_ASCII));
            LineClient client = new LineClient(
                    (SSLSocket) trusting(authority).getSocketFactory().createSocket(plain, "127.0.0.1", port, true));
            client.read();
            return client;
        } catch (IOException cause) {
            plain.close();
            throw cause;
        }
    }

    /**
     * Sends a line and reads the next one.
     *
     * @param line the line, without its end
     * @return the answer's first line; null when the server has hung up
     * @throws IOException when the connection fails, or nothing comes in time
     */
    public @Nullable String say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return read();
    }

    /**
     * Sends an IMAP command and reads until it is answered.
     *
     * @param command the command, without a tag
     * @return the tagged answer without its tag, for example {@code OK Logged in}; what the server said last when it has hung up
     * @throws IOException when the connection fails, or nothing comes in time
     */
    public String imap(String command) throws IOException {
        String line = say("a " + command);
        String last = "";
        while (line != null && !line.startsWith("a ")) {
            last = line;
            line = read();
        }
        return line == null ? last : line.substring("a ".length());
    }

    /**
     * Reads the next line.
     *
     * @return the line without its end; null when the server has hung up
     * @throws IOException when the connection fails, or nothing comes in time
     */
    public @Nullable String read() throws IOException {
        return in.readLine();
    }

    /**
     * Reads until the server hangs up.
     *
     * @return every line
     * @throws IOException when the connection fails, or nothing comes in time
     */
    public List<String> readToTheEnd() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = read(); line != null; line = read()) {
            lines.add(line);
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static SSLContext trusting(CertificateAuthority authority) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException cause) {
            throw new IllegalStateException("The authority of the sample mail servers cannot be trusted", cause);
        }
    }
}

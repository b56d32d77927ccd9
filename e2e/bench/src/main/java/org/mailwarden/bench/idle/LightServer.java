// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.idle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.mailwarden.devstack.process.FreePorts;

/**
 * An IMAP server in TLS that can do little but let thousands wait: a Dovecot takes a process and close to a megabyte for
 * each. Every user has an inbox that grows by a mail when told so.
 */
final class LightServer implements AutoCloseable {

    private final ServerSocket listener;
    private final SSLContext tls;
    private final Map<String, Integer> mails = new ConcurrentHashMap<>();
    private final Map<String, Connection> waiting = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    LightServer(SSLContext tls) throws IOException {
        this.tls = tls;
        this.listener = new ServerSocket(FreePorts.next(), 1_000, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many wait for news. */
    int waiting() {
        return waiting.size();
    }

    /** Whether a user waits for news. */
    boolean waits(String user) {
        return waiting.containsKey(user);
    }

    /** A mail arrives, and whoever waits for it is told. */
    void deliver(String user) throws IOException {
        int now = mails.merge(user, 1, Integer::sum);
        Connection connection = waiting.get(user);
        if (connection != null) {
            connection.say("* " + now + " EXISTS\r\n");
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket plain) {
        try (plain;
                SSLSocket socket =
                        (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true)) {
            socket.setTcpNoDelay(true);
            socket.setUseClientMode(false);
            new Connection(socket).talk();
        } catch (IOException gone) {
            // A client went away, as all do in the end.
        } finally {
            open.remove(plain);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One client. */
    private final class Connection {

        private final InputStream in;
        private final OutputStream out;
        private String user = "";

        Connection(Socket socket) throws IOException {
            this.in = new BufferedInputStream(socket.getInputStream(), 512);
            this.out = socket.getOutputStream();
        }

        synchronized void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        void talk() throws IOException {
            say("* OK ready\r\n");
            try {
                for (String line = hear(); !line.isEmpty(); line = hear()) {
                    answer(line);
                }
            } finally {
                waiting.remove(user, this);
            }
        }

        private void answer(String line) throws IOException {
            int space = line.indexOf(' ');
            String tag = line.substring(0, Math.max(0, space));
            String command = line.substring(space + 1);
            int count = mails.getOrDefault(user, 0);
            if (command.startsWith("LOGIN ")) {
                user = command.split(" ")[1].replace("\"", "");
            } else if (command.startsWith("AUTHENTICATE PLAIN ")) {
                String[] parts = new String(
                                java.util.Base64.getDecoder().decode(command.substring("AUTHENTICATE PLAIN ".length())),
                                StandardCharsets.UTF_8)
                        .split("\0");
                user = parts.length > 1 ? parts[1] : "";
            } else if (command.equals("CAPABILITY")) {
                say("* CAPABILITY IMAP4rev1 IDLE SASL-IR AUTH=PLAIN\r\n");
            } else if (command.startsWith("EXAMINE")) {
                say("* " + count + " EXISTS\r\n* OK [UIDVALIDITY 7] v\r\n* OK [UIDNEXT " + (count + 1) + "] n\r\n");
            } else if (command.startsWith("UID FETCH")) {
                fetch(command, count);
            } else if (command.equals("IDLE")) {
                idle(count);
            }
            say(tag + " OK done\r\n");
        }

        private void fetch(String command, int count) throws IOException {
            String[] range = command.split(" ")[2].split(":");
            int first = Integer.parseInt(range[0]);
            int last = range[range.length - 1].equals("*") ? count : Integer.parseInt(range[range.length - 1]);
            for (int uid = first; uid <= Math.min(last, count); uid++) {
                String mail = "From: a@sample.example\r\nSubject: " + user + " " + uid + "\r\n\r\nHello\r\n";
                say("* " + uid + " FETCH (UID " + uid
                        + (command.contains("BODY.PEEK")
                                ? " BODY[] {" + mail.length() + "}\r\n" + mail
                                : " RFC822.SIZE " + mail.length())
                        + ")\r\n");
            }
        }

        private void idle(int known) throws IOException {
            say("+ waiting\r\n");
            waiting.put(user, this);
            int now = mails.getOrDefault(user, 0);
            if (now > known) {
                say("* " + now + " EXISTS\r\n");
            }
            hear();
            waiting.remove(user, this);
        }

        /** A line without its end; empty at the end of the stream. */
        private String hear() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }
    }
}

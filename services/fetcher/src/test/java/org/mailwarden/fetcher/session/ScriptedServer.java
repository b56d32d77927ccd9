// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server that says exactly what a test wants, and remembers every line and every connection. */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final SSLContext tls;
    private final boolean implicitTls;
    private final Script script;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final StringBuffer inClear = new StringBuffer();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final List<Integer> keysOffered = new CopyOnWriteArrayList<>();
    private volatile @Nullable String onlyGroup;

    /** What to say. */
    interface Script {
        void talk(Conversation conversation) throws IOException;
    }

    ScriptedServer(SSLContext tls, boolean implicitTls, Script script) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        this.tls = tls;
        this.implicitTls = implicitTls;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Every line of every connection. */
    List<String> received() {
        return received;
    }

    /** Everything that came without TLS. */
    String receivedInClear() {
        return inClear.toString();
    }

    int connections() {
        return connections.size();
    }

    /** From now on it agrees on keys in this group alone. */
    void agreesOnlyIn(String group) {
        onlyGroup = group;
    }

    void agreesInEveryGroup() {
        onlyGroup = null;
    }

    /** How many keys the client offered in groups that the server agrees in, for each handshake. */
    List<Integer> keysOffered() {
        return keysOffered;
    }

    /** How many connections the client has not ended, though it may have been told to. */
    int leftBehind() {
        return connections.size() - ended.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        Conversation conversation = new Conversation(socket);
        try (socket) {
            try {
                if (implicitTls) {
                    conversation.startTls();
                }
                script.talk(conversation);
            } catch (IOException gone) {
                // The client hung up, as many of these tests want.
            }
            conversation.leave();
        } catch (IOException closed) {
            // It is over either way.
        } finally {
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }

    /** One connection. */
    final class Conversation {

        private final Socket raw;
        private Socket socket;
        private String ahead = "";

        Conversation(Socket socket) {
            this.raw = socket;
            this.socket = socket;
        }

        boolean inTls() {
            return socket != raw;
        }

        /** Ends the connection without a goodbye, in the middle of whatever TLS makes of it. */
        void reset() throws IOException {
            raw.setSoLinger(true, 0);
            raw.close();
        }

        /** Says no more, and waits for the client to end the connection too. */
        private void leave() throws IOException {
            try {
                socket.shutdownOutput();
                raw.shutdownOutput();
            } catch (IOException gone) {
                // Nobody listens any more.
            }
            while (raw.getInputStream().read() >= 0) {
                // What it says does not matter.
            }
        }

        void startTls() throws IOException {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
            secured.setUseClientMode(false);
            KeyCount count = new KeyCount();
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setAlgorithmConstraints(count);
            String group = onlyGroup;
            if (group != null) {
                parameters.setNamedGroups(new String[] {group});
            }
            secured.setSSLParameters(parameters);
            try {
                secured.startHandshake();
            } finally {
                keysOffered.add(count.keys.get());
            }
            socket = secured;
        }

        OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        void say(String text) throws IOException {
            out().write(text.getBytes(StandardCharsets.ISO_8859_1));
            out().flush();
        }

        /** Waits for the next line, which the next {@link #hear} returns again. */
        String peekCommand() throws IOException {
            ahead = hear();
            return ahead;
        }

        /** A line without its end; empty at the end of the stream. */
        String hear() throws IOException {
            if (!ahead.isEmpty()) {
                String heard = ahead;
                ahead = "";
                return heard;
            }
            InputStream in = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (!inTls()) {
                    inClear.append((char) b);
                }
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            if (!line.isEmpty()) {
                received.add(line.toString());
            }
            return line.toString();
        }

        /** So many bytes, one character each: what a client sends as a literal. */
        String hear(int bytes) throws IOException {
            String literal = new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
            received.add(literal);
            return literal;
        }

        /** Waits for a line with this word, answering what comes before with the tagged OK it wants. */
        String hearUntil(String word, String capabilities) throws IOException {
            while (true) {
                String line = hear();
                if (line.isEmpty()) {
                    throw new IOException("hung up");
                }
                if (line.toUpperCase(java.util.Locale.ROOT).contains(word)) {
                    return tag(line);
                }
                if (line.contains("CAPABILITY")) {
                    say("* CAPABILITY IMAP4rev1" + capabilities + "\r\n");
                }
                if (line.contains(" ENABLE ")) {
                    say("* ENABLED" + line.substring(line.lastIndexOf(' ')).stripTrailing() + "\r\n");
                }
                say(tag(line) + " OK done\r\n");
            }
        }

        static String tag(String line) {
            return line.substring(0, Math.max(0, line.indexOf(' ')));
        }
    }

    /** JSSE asks about each key that the client offers for the key agreement. */
    private static final class KeyCount implements AlgorithmConstraints {

        private final AtomicInteger keys = new AtomicInteger();

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            if (primitives.contains(CryptoPrimitive.KEY_AGREEMENT)) {
                keys.incrementAndGet();
            }
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return true;
        }
    }
}

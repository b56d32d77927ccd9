// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;

/**
 * Asks whether sign-ins are allowed as many Dovecot servers do, at a steady rate whatever the answers take: each request is
 * due at a moment, and its time counts from there, so that a server that stalls is not asked more kindly for it. Over kept
 * connections (HTTP/1.1), one request at a time on each. Used by one thread.
 */
final class PolicyLoad implements AutoCloseable {

    private static final int ROOM = 16 * 1024;
    private static final String LENGTH = "\r\ncontent-length:";

    private final Selector selector = Selector.open();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final String head;
    private final int names;
    private int asked;

    /**
     * Connects.
     *
     * @param port of breach-watch
     * @param connections how many
     * @param key of the source
     * @param names how many people sign in, one after the other
     */
    PolicyLoad(int port, int connections, String key, int names) throws IOException {
        this.names = names;
        head = "POST /policy?command=allow HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            free.add(connection);
        }
    }

    /**
     * What was seen.
     *
     * @param nanos from when each request was due until its answer, sorted
     * @param seconds from the first request to the last answer
     */
    record Run(long[] nanos, double seconds) {

        /** So many of a hundred requests were answered within, milliseconds. */
        double percentile(double percent) {
            return nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * percent / 100))] / 1e6;
        }
    }

    /**
     * Asks.
     *
     * @param requests how many
     * @param perSecond how many are due in a second
     * @throws IOException when a connection fails, or an answer is not 200
     */
    Run ask(int requests, int perSecond) throws IOException {
        long[] nanos = new long[requests];
        long start = System.nanoTime();
        int sent = 0;
        int answered = 0;
        while (answered < requests) {
            long now = System.nanoTime();
            while (sent < requests && !free.isEmpty() && due(start, sent, perSecond) <= now) {
                free.remove().send(request(), due(start, sent, perSecond));
                sent++;
            }
            long wait = sent == requests || free.isEmpty() ? 1_000_000 : due(start, sent, perSecond) - now;
            if (wait > 0) {
                // Up to a millisecond late, which counts: who spins instead takes a processor from the server.
                selector.select(Math.max(1, wait / 1_000_000));
            } else {
                selector.selectNow();
            }
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (connection.answered()) {
                    nanos[answered++] = System.nanoTime() - connection.due;
                    free.add(connection);
                }
            }
            selector.selectedKeys().clear();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        return new Run(nanos, seconds);
    }

    private static long due(long start, int request, int perSecond) {
        return start + request * 1_000_000_000L / perSecond;
    }

    private byte[] request() {
        int number = asked++;
        String body =
                "{\"login\":\"person-" + number % names + "@fleet.example\",\"protocol\":\"imap\",\"remote\":\"81."
                        + (number >>> 8 & 0x7F) + "." + (number & 0xFF) + ".7\",\"pwhash\":\"" + number % 4096
                        + "\",\"session_id\":\"bench" + number + "\",\"device_id\":\"\",\"tls\":true}";
        return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private static final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocateDirect(ROOM);
        private long due;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send(byte[] request, long dueAt) throws IOException {
            due = dueAt;
            answer.clear();
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        /** Reads what there is; true at the end of the answer. */
        boolean answered() throws IOException {
            if (channel.read(answer) < 0) {
                throw new IOException("The server ended a connection");
            }
            byte[] bytes = new byte[answer.position()];
            answer.get(0, bytes);
            String text = new String(bytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return false;
            }
            int at = text.indexOf(LENGTH);
            if (!text.startsWith("http/1.1 200 ") || at < 0 || at > end) {
                throw new IOException("The server answered " + text);
            }
            int from = at + LENGTH.length();
            int length = Integer.parseInt(
                    text.substring(from, text.indexOf('\r', from)).strip());
            return bytes.length >= end + 4 + length;
        }
    }
}

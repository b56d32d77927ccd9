// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.range;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Asks a range search on this machine over connections that are kept (HTTP/1.1), one request at a time on each. It runs on
 * the same processors as what it measures, so it does no more than it must. Used by one thread.
 */
final class KeptConnections implements AutoCloseable {

    private static final int DIGITS_AT = "GET /range/".length();
    private static final int ROOM = 128 * 1024;
    private static final String LENGTH = "\r\ncontent-length:";

    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();

    /**
     * Connects.
     *
     * @param port of the server
     * @param count how many connections
     */
    KeptConnections(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            Connection connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            connections.add(connection);
        }
    }

    /**
     * What a run saw.
     *
     * @param seconds it took
     * @param bytes of all bodies
     * @param nanos of each request, sorted
     */
    record Run(double seconds, long bytes, long[] nanos) {

        /** So many of a hundred requests were answered within, milliseconds. */
        double percentile(double percent) {
            return nanos[(int) Math.min(nanos.length - 1L, (long) (nanos.length * percent / 100))] / 1e6;
        }
    }

    /**
     * Asks.
     *
     * @param prefixes are asked for in turn
     * @param requests how many in all
     * @return what was seen
     * @throws IOException when a connection fails, or an answer is not 200
     */
    Run ask(int[] prefixes, int requests) throws IOException {
        long[] nanos = new long[requests];
        long bytes = 0;
        int sent = 0;
        int answered = 0;
        long start = System.nanoTime();
        for (Connection connection : connections) {
            if (sent < requests) {
                connection.send(prefixes[sent++ % prefixes.length]);
            }
        }
        while (answered < requests) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                Connection connection = (Connection) key.attachment();
                if (connection.answered()) {
                    bytes += connection.length;
                    nanos[answered++] = System.nanoTime() - connection.asked;
                    if (sent < requests) {
                        connection.send(prefixes[sent++ % prefixes.length]);
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        return new Run(seconds, bytes, nanos);
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.channel.close();
        }
        selector.close();
    }

    private static final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer request = ByteBuffer.allocateDirect(128);
        private final ByteBuffer answer = ByteBuffer.allocateDirect(ROOM);
        private long asked;
        private boolean headRead;
        private long length;
        private long missing;

        Connection(SocketChannel channel) {
            this.channel = channel;
            request.put("GET /range/00000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            request.flip();
        }

        void send(int prefix) throws IOException {
            for (int i = 0; i < 5; i++) {
                request.put(DIGITS_AT + i, (byte) Character.forDigit(prefix >>> 4 * (4 - i) & 0xF, 16));
            }
            request.rewind();
            headRead = false;
            asked = System.nanoTime();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** Reads what there is; true at the end of the answer. */
        boolean answered() throws IOException {
            int read = channel.read(answer);
            if (read < 0) {
                throw new IOException("The server ended a connection");
            }
            if (headRead) {
                missing -= read;
            } else {
                headRead = head();
            }
            if (headRead) {
                answer.clear();
            }
            return headRead && missing == 0;
        }

        private boolean head() throws IOException {
            int end = answer.position();
            for (int i = 3; i < end; i++) {
                if (answer.get(i) == '\n' && answer.get(i - 2) == '\n') {
                    byte[] bytes = new byte[i + 1];
                    answer.get(0, bytes);
                    String head = new String(bytes, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
                    int at = head.indexOf(LENGTH);
                    if (!head.startsWith("http/1.1 200 ") || at < 0) {
                        throw new IOException("The server answered " + head);
                    }
                    int from = at + LENGTH.length();
                    length = Long.parseLong(
                            head.substring(from, head.indexOf('\r', from)).strip());
                    missing = length - (end - i - 1);
                    return true;
                }
            }
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The raw sockets of one connection, so that a deadline can end a handshake or a write that hangs. */
final class Sockets {

    /** A server with more addresses than this is not reached by trying the rest. */
    private static final int MOST_ADDRESSES = 4;

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /** Makes one that is closed already when all were closed: whoever tries again after the deadline must not. */
    Socket make() {
        Socket socket = new ReadAheadSocket();
        open.add(socket);
        if (ended) {
            close(socket);
        }
        return socket;
    }

    /**
     * Connects to the first of these addresses that answers.
     *
     * @param addresses checked by the egress; the name they belong to is not resolved again
     * @param timeoutMillis for all of them together
     */
    Socket connect(List<InetAddress> addresses, int port, int timeoutMillis) throws IOException {
        long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
        @Nullable IOException last = null;
        int left = Math.min(addresses.size(), MOST_ADDRESSES);
        for (InetAddress address : addresses.subList(0, left)) {
            int millis = (int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000 / left--);
            Socket socket = make();
            try {
                socket.connect(new InetSocketAddress(address, port), millis);
                return socket;
            } catch (IOException failure) {
                socket.close();
                last = failure;
            }
        }
        throw last == null ? new ConnectException("No address to connect to") : last;
    }

    void closeAll() {
        ended = true;
        open.forEach(Sockets::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Closed is what it should be.
        }
    }

    /**
     * Reads ahead of the TLS layer, which asks the system for each record twice, five bytes of header first, and a
     * handshake is many small records.
     */
    private static final class ReadAheadSocket extends Socket {

        /** All of a resumed handshake; a longer read passes it by. */
        private static final int AHEAD_BYTES = 2048;

        private @Nullable InputStream input;

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            if (input == null) {
                input = new BufferedInputStream(super.getInputStream(), AHEAD_BYTES);
            }
            return input;
        }
    }
}

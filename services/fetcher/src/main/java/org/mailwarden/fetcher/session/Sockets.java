// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The raw sockets of one connection, so that a deadline can end a handshake or a write that hangs. */
final class Sockets {

    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    Socket make() {
        Socket socket = new Socket();
        open.add(socket);
        return socket;
    }

    void closeAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException gone) {
                // Closed is what it should be.
            }
        }
    }
}

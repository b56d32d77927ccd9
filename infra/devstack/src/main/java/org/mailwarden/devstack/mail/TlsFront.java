// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * Takes TLS connections and passes their content to a plain port of the same machine. GreenMail keeps one certificate per
 * JVM; with this in front, each server has its own.
 */
final class TlsFront implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket listener;
    private final int target;
    private final Runnable connected;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    TlsFront(SSLContext tls, int port, int target, Runnable connected) {
        this.target = target;
        this.connected = connected;
        try {
            listener = tls.getServerSocketFactory().createServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(LOOPBACK, port), 200);
        } catch (IOException cause) {
            throw new UncheckedIOException("The mail server cannot listen on port " + port, cause);
        }
        Thread.ofPlatform().daemon().name("tls-front-" + port).start(this::accept);
    }

    @Override
    public void close() {
        quietly(listener);
        open.forEach(TlsFront::quietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket outside = listener.accept();
                open.add(outside);
                Thread.startVirtualThread(() -> connect(outside));
            } catch (IOException closed) {
                // Closed by close(), or one client that went away before it was taken.
            }
        }
    }

    private void connect(Socket outside) {
        try {
            // The first read does the handshake; here, so that a failed one never reaches the server behind.
            ((javax.net.ssl.SSLSocket) outside).startHandshake();
            connected.run();
            Socket inside = new Socket(LOOPBACK, target);
            outside.setTcpNoDelay(true);
            inside.setTcpNoDelay(true);
            open.add(inside);
            Thread.startVirtualThread(() -> pump(outside, inside));
            pump(inside, outside);
        } catch (IOException refused) {
            quietly(outside);
            open.remove(outside);
        }
    }

    private void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // Either side may leave at any time.
        } finally {
            quietly(from);
            quietly(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyClosed) {
            // Nothing is left to do.
        }
    }
}

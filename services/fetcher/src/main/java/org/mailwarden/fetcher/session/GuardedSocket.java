// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;

/**
 * A socket whose input passes the {@link Guard}. With implicit TLS it connects, shakes hands and checks the host name
 * before the library sees it, so that the guard sits above TLS and the library never holds an unprotected socket.
 */
final class GuardedSocket extends Socket {

    private final Wire wire;
    private final Protocol protocol;
    private final TlsLayer tls;
    private final boolean implicitTls;
    private final Route route;
    private Socket inner;
    private volatile int readTimeoutMillis;
    private @Nullable GuardedInput input;
    private @Nullable SignInAttempt attempt;
    private @Nullable Pop3Door door;

    /** Connects to the checked addresses of the host. */
    @FunctionalInterface
    interface Route {

        /** Connects within a time in milliseconds. */
        Socket connect(int timeoutMillis) throws IOException;
    }

    GuardedSocket(
            Wire wire,
            Protocol protocol,
            TlsLayer tls,
            boolean implicitTls,
            Route route,
            Socket inner,
            int readTimeoutMillis) {
        this.wire = wire;
        this.protocol = protocol;
        this.tls = tls;
        this.implicitTls = implicitTls;
        this.route = route;
        this.inner = inner;
        this.readTimeoutMillis = readTimeoutMillis;
    }

    /** Signs in over POP3 in place of the library. */
    GuardedSocket signingIn(SignInAttempt pop3) {
        attempt = pop3;
        return this;
    }

    /** The same connection after STARTTLS: a fresh guard, so that nothing sent in clear before is believed. */
    GuardedSocket upgraded() throws IOException {
        if (input != null && input.pending() > 0) {
            throw wire.trip("text was slipped in before the TLS upgrade");
        }
        GuardedSocket secured =
                new GuardedSocket(wire, protocol, tls, false, route, tls.over(inner, wire, false), readTimeoutMillis);
        return attempt == null ? secured : secured.signingIn(attempt);
    }

    /** Ignores the address: the library resolved it by itself, and only what the egress has checked is connected to. */
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        try {
            reach(timeout, true);
        } catch (TlsLayer.OneGroupRefused changed) {
            reach(timeout, false);
        }
    }

    private void reach(int timeout, boolean again) throws IOException {
        inner = route.connect(timeout);
        inner.setTcpNoDelay(true);
        inner.setSoTimeout(readTimeoutMillis);
        if (implicitTls) {
            inner = tls.over(inner, wire, again);
        }
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (input == null) {
            input = new GuardedInput(wire, inner, new Guard(wire, protocol), () -> readTimeoutMillis);
            wire.reads(input);
            wire.writes(inner.getOutputStream());
            door = attempt == null ? null : new Pop3Door(attempt, input, inner.getOutputStream());
        }
        return door == null ? input : door.answers();
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        getInputStream();
        return door == null ? inner.getOutputStream() : door.commands();
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
        readTimeoutMillis = timeout;
        if (input == null) {
            inner.setSoTimeout(timeout);
        }
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
        return readTimeoutMillis;
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        inner.setTcpNoDelay(on);
    }

    @Override
    public InetAddress getInetAddress() {
        return inner.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return inner.getLocalAddress();
    }

    @Override
    public int getPort() {
        return inner.getPort();
    }

    @Override
    public int getLocalPort() {
        return inner.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return inner.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return inner.getLocalSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return inner.isConnected();
    }

    @Override
    public boolean isClosed() {
        return inner.isClosed();
    }

    // Not synchronized: closing from another thread is how a hanging read ends.
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws IOException {
        inner.close();
    }
}

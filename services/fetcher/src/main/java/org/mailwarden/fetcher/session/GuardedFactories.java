// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/** The two ways in which the library asks for a socket; every other one is refused, so that none goes around the guard. */
final class GuardedFactories {

    private GuardedFactories() {}

    /** Makes the first socket of a connection. */
    static final class First extends SocketFactory {

        private final Supplier<GuardedSocket> sockets;

        First(Supplier<GuardedSocket> sockets) {
            this.sockets = sockets;
        }

        @Override
        public Socket createSocket() {
            return sockets.get();
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw unguarded();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw unguarded();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw unguarded();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw unguarded();
        }
    }

    /** Upgrades a guarded socket after STARTTLS or STLS. */
    static final class Upgrade extends SSLSocketFactory {

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            if (socket instanceof GuardedSocket guarded) {
                return guarded.upgraded();
            }
            throw unguarded();
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return new String[0];
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return new String[0];
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw unguarded();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw unguarded();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw unguarded();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw unguarded();
        }
    }

    private static IOException unguarded() {
        return new IOException("A mail connection is only made through the guard");
    }
}

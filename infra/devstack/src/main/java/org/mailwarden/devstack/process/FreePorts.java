// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks loopback ports that nobody listens on.
 *
 * <p>Only ports below 32768 are offered: above it Linux takes local ports for outgoing connections, and a server that is
 * restarted there finds its port gone now and then.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePorts() {}

    /**
     * Picks a free port that this JVM was not given before.
     *
     * @return a port from 20000 to 31999
     * @throws IllegalStateException when none is free
     */
    public static synchronized int next() {
        for (int attempt = 0; attempt < 2_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("No free port from " + LOWEST + " to " + HIGHEST);
    }

    /**
     * Tells whether a server could listen on a port.
     *
     * @param port the port, 1 to 65535
     * @return true when binding to 127.0.0.1 works
     */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailwarden.devstack.process.FreePorts;

/**
 * Passes connections on to another port of this machine and puts faults into them. Faults take hold at once, also for
 * connections that are already open. Safe for use by several threads.
 */
public final class FaultProxy implements AutoCloseable {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final ServerSocket listener;
    private final int target;
    private final Map<Direction, List<Fault>> faults = new EnumMap<>(Direction.class);
    private final Set<Link> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /** Which way bytes go. */
    public enum Direction {
        /** What the client says. */
        UPSTREAM,
        /** What the server says. */
        DOWNSTREAM
    }

    private FaultProxy(int target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
        heal();
    }

    /**
     * Listens on a free loopback port, without faults.
     *
     * @param target port of this machine that connections are passed on to
     * @return the running proxy
     */
    public static FaultProxy to(int target) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(LOOPBACK, FreePorts.next()), 200);
            FaultProxy proxy = new FaultProxy(target, listener);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException cause) {
            throw new UncheckedIOException("The fault proxy cannot listen", cause);
        }
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Puts faults into one direction, instead of those that were there.
     *
     * @param direction which one
     * @param now what happens from now on
     */
    public void inject(Direction direction, Fault... now) {
        synchronized (faults) {
            faults.put(direction, List.of(now));
        }
    }

    /**
     * Puts the same faults into both directions.
     *
     * @param now what happens from now on
     */
    public void inject(Fault... now) {
        inject(Direction.UPSTREAM, now);
        inject(Direction.DOWNSTREAM, now);
    }

    /** Takes every fault away; what vanished stays lost. */
    public void heal() {
        inject();
    }

    /** Resets every open connection now. */
    public void cutAll() {
        open.forEach(Link::reset);
    }

    /** How many connections were taken so far. */
    public int connections() {
        return taken.get();
    }

    /** How many connections are open now. */
    public int openNow() {
        return open.size();
    }

    /** The most connections that were open at once. */
    public int mostOpen() {
        return mostOpen.get();
    }

    /** Ends every connection and stops listening. */
    @Override
    public void close() {
        Link.quietly(listener);
        cutAll();
    }

    List<Fault> faults(Direction direction) {
        synchronized (faults) {
            return faults.getOrDefault(direction, List.of());
        }
    }

    void ended(Link link) {
        open.remove(link);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                taken.incrementAndGet();
                Thread.startVirtualThread(() -> connect(client));
            } catch (IOException closed) {
                // Closed by close(), or one client that went away before it was taken.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Link link = new Link(this, client, new Socket(LOOPBACK, target));
            open.add(link);
            mostOpen.accumulateAndGet(open.size(), Math::max);
            link.start();
            if (listener.isClosed()) {
                link.reset();
            }
        } catch (IOException refused) {
            Link.quietly(client);
        }
    }
}

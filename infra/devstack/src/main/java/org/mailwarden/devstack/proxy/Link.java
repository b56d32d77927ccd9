// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.mailwarden.devstack.proxy.FaultProxy.Direction;

/** One connection through the proxy: in each direction one thread that reads and one that writes when the time has come. */
final class Link {

    private static final int BLOCK = 16 * 1024;
    private static final int MOST_UNDER_WAY = 1024;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final AtomicInteger running = new AtomicInteger(2);

    /** Bytes under way, due at a time of {@link System#nanoTime}; none for the end of the stream. */
    private record Packet(byte[] bytes, long due) {}

    Link(FaultProxy proxy, Socket client, Socket server) throws SocketException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        carry(Direction.UPSTREAM, client, server);
        carry(Direction.DOWNSTREAM, server, client);
    }

    private void carry(Direction direction, Socket from, Socket to) {
        BlockingQueue<Packet> underWay = new ArrayBlockingQueue<>(MOST_UNDER_WAY);
        Thread.startVirtualThread(() -> read(direction, from, underWay));
        Thread.startVirtualThread(() -> write(direction, to, underWay));
    }

    private void read(Direction direction, Socket from, BlockingQueue<Packet> underWay) {
        byte[] block = new byte[BLOCK];
        try {
            try {
                int count = from.getInputStream().read(block);
                while (count >= 0) {
                    underWay.put(new Packet(Arrays.copyOf(block, count), due(direction)));
                    count = from.getInputStream().read(block);
                }
            } catch (IOException broken) {
                broken(direction);
            }
            underWay.put(new Packet(new byte[0], due(direction)));
        } catch (InterruptedException nobodyDoes) {
            reset();
        }
    }

    private void write(Direction direction, Socket to, BlockingQueue<Packet> underWay) {
        long passed = 0;
        try {
            Packet packet = next(underWay);
            while (packet.bytes().length > 0) {
                if (!has(direction, Fault.BlackHole.class) && !has(direction, Fault.HalfOpen.class)) {
                    write(direction, to.getOutputStream(), packet.bytes(), passed);
                }
                passed += packet.bytes().length;
                packet = next(underWay);
            }
            end(direction, to);
        } catch (IOException | InterruptedException broken) {
            broken(direction);
            // The reader may be waiting for room; its next read ends it.
            underWay.clear();
        }
    }

    private static Packet next(BlockingQueue<Packet> underWay) throws InterruptedException {
        Packet packet = underWay.take();
        Thread.sleep(Duration.ofNanos(Math.max(0, packet.due() - System.nanoTime())));
        return packet;
    }

    private void broken(Direction direction) {
        if (!has(direction, Fault.HalfOpen.class)) {
            reset();
        }
    }

    /** Writes a packet as the faults of this moment allow. */
    private void write(Direction direction, OutputStream out, byte[] bytes, long passed)
            throws IOException, InterruptedException {
        int most = bytes.length;
        int perSecond = 0;
        long end = Long.MAX_VALUE;
        boolean reset = false;
        for (Fault fault : proxy.faults(direction)) {
            switch (fault) {
                case Fault.Slicer(int size) -> most = Math.min(most, Math.max(1, size));
                case Fault.Bandwidth(int rate) -> {
                    perSecond = Math.max(1, rate);
                    most = Math.min(most, Math.max(1, perSecond / 20));
                }
                case Fault.Reset(long after) -> {
                    end = after;
                    reset = true;
                }
                case Fault.LimitData(long limit) -> end = limit;
                case Fault.FlipByte(long at) -> {
                    if (at >= passed && at < passed + bytes.length) {
                        bytes[(int) (at - passed)] ^= 1;
                    }
                }
                case Fault.Latency _, Fault.BlackHole _, Fault.HalfOpen _ -> {}
            }
        }
        int allowed = (int) Math.clamp(end - passed, 0, bytes.length);
        for (int at = 0; at < allowed; at += most) {
            int count = Math.min(most, allowed - at);
            out.write(bytes, at, count);
            if (perSecond > 0) {
                Thread.sleep(Duration.ofNanos(1_000_000_000L * count / perSecond));
            }
        }
        if (passed + bytes.length >= end) {
            if (reset) {
                reset();
            } else {
                close();
            }
        }
    }

    private long due(Direction direction) {
        long due = System.nanoTime();
        for (Fault fault : proxy.faults(direction)) {
            if (fault instanceof Fault.Latency(var delay, var jitter)) {
                due += delay.toNanos() + ThreadLocalRandom.current().nextLong(jitter.toNanos() + 1);
            }
        }
        return due;
    }

    private void end(Direction direction, Socket to) throws IOException {
        if (has(direction, Fault.HalfOpen.class)) {
            return;
        }
        to.shutdownOutput();
        if (running.decrementAndGet() == 0) {
            close();
        }
    }

    private boolean has(Direction direction, Class<? extends Fault> kind) {
        List<Fault> now = proxy.faults(direction);
        return now.stream().anyMatch(kind::isInstance);
    }

    private void close() {
        quietly(client);
        quietly(server);
        proxy.ended(this);
    }

    /** Ends both sides without a goodbye. */
    void reset() {
        for (Socket socket : List.of(client, server)) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException gone) {
                // It is closed already.
            }
        }
        close();
    }

    static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyClosed) {
            // Nothing is left to do.
        }
    }
}

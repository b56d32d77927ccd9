// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.proxy;

import java.time.Duration;

/** What a network does to the bytes of one direction; the words are those of Toxiproxy. Several may hold at once. */
public sealed interface Fault {

    /**
     * Every byte comes later; how many are under way is not limited, as on a long line.
     *
     * @param delay at least
     * @param jitter at most so much more
     */
    record Latency(Duration delay, Duration jitter) implements Fault {

        /** Always the same delay. */
        public Latency(Duration delay) {
            this(delay, Duration.ZERO);
        }
    }

    /**
     * No more than so many bytes come through in a second.
     *
     * @param bytesPerSecond at least 1
     */
    record Bandwidth(int bytesPerSecond) implements Fault {}

    /** Bytes vanish; the end of a connection still comes through. */
    record BlackHole() implements Fault {}

    /** Bytes vanish and so does the end: one side keeps a connection that the other has long forgotten. */
    record HalfOpen() implements Fault {}

    /**
     * Both sides see the connection reset.
     *
     * @param afterBytes of this direction, counted from the start of the connection
     */
    record Reset(long afterBytes) implements Fault {}

    /**
     * Both sides see the connection closed, in the middle of what was said.
     *
     * @param bytes of this direction, counted from the start of the connection
     */
    record LimitData(long bytes) implements Fault {}

    /**
     * Bytes come in small packets.
     *
     * @param bytes of one packet, at least 1
     */
    record Slicer(int bytes) implements Fault {}

    /**
     * One byte comes through wrong.
     *
     * @param at its place, counted from the start of the connection; 0 is the first
     */
    record FlipByte(long at) implements Fault {}
}

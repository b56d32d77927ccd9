// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Clients that stay in one network, and at what hours of the day they sign in. Those that never sleep are machines: a calendar
 * at home, a printer at the office. They go on while their owner is elsewhere, so that where they are tells nothing of where
 * the owner is. For one thread.
 */
final class Machines {

    private static final int CLIENTS = 6;
    private static final int SECONDS_OF_HOUR = 3_600;
    private static final int HOURS_OF_DAY = 24;

    /** Fewer sign-ins in one network say nothing. */
    private static final int ENOUGH = 24;

    /** A night of somebody, hours. */
    private static final int NIGHT = 6;

    /**
     * One sign-in in so many lies in the quietest hours of what never sleeps. By chance it is one in 4; of somebody who wakes
     * now and then it is less than one in 20.
     */
    private static final int SLEEPLESS_SHARE = 12;

    /** The largest count of an hour; beyond it all are halved, so that what was long ago counts less. */
    private static final int MOST = 15;

    private final int[] clients = new int[CLIENTS];
    private final int[] networks = new int[CLIENTS];

    /** Sign-ins by hour of the day since the client came to its network, halved now and then; 24 a client. */
    private final byte[] counts = new byte[CLIENTS * HOURS_OF_DAY];

    private int size;

    /**
     * Notes a sign-in that succeeded. A client that comes to another network begins anew; a machine takes half of what is known
     * of its hours along, since it moves house with its owner and goes on. What moves on and on is soon none.
     */
    void see(long client, long network, long second) {
        int at = find(client);
        if (at < 0) {
            at = size < CLIENTS ? size++ : leastSeen();
            begin(at, client, network);
        } else if (networks[at] != Long.hashCode(network)) {
            if (neverSleeps(at)) {
                networks[at] = Long.hashCode(network);
                halve(at);
            } else {
                begin(at, client, network);
            }
        }
        int hour = at * HOURS_OF_DAY + (int) (second / SECONDS_OF_HOUR % HOURS_OF_DAY);
        if (counts[hour] == MOST) {
            halve(at);
        }
        counts[hour]++;
    }

    private void halve(int at) {
        for (int i = at * HOURS_OF_DAY; i < (at + 1) * HOURS_OF_DAY; i++) {
            counts[i] /= 2;
        }
    }

    private void begin(int at, long client, long network) {
        clients[at] = Long.hashCode(client);
        networks[at] = Long.hashCode(network);
        Arrays.fill(counts, at * HOURS_OF_DAY, (at + 1) * HOURS_OF_DAY, (byte) 0);
    }

    /** Whether a client in a network is a machine: it stays there and never sleeps. */
    boolean has(long client, long network) {
        int at = find(client);
        return at >= 0 && networks[at] == Long.hashCode(network) && neverSleeps(at);
    }

    private boolean neverSleeps(int at) {
        int seen = seen(at);
        return seen >= ENOUGH && SLEEPLESS_SHARE * quietest(at) >= seen;
    }

    /** Whether a client has stayed in one network for long, and this is another: what never moved is not expected to. */
    boolean staysElsewhere(long client, long network) {
        int at = find(client);
        return at >= 0 && networks[at] != Long.hashCode(network) && seen(at) >= ENOUGH;
    }

    private int seen(int at) {
        int seen = 0;
        for (int i = 0; i < HOURS_OF_DAY; i++) {
            seen += counts[at * HOURS_OF_DAY + i];
        }
        return seen;
    }

    /** Sign-ins in the quietest hours that follow each other as a night does. */
    private int quietest(int at) {
        int least = Integer.MAX_VALUE;
        for (int from = 0; from < HOURS_OF_DAY; from++) {
            int night = 0;
            for (int i = 0; i < NIGHT; i++) {
                night += counts[at * HOURS_OF_DAY + (from + i) % HOURS_OF_DAY];
            }
            least = Math.min(least, night);
        }
        return least;
    }

    private int find(long client) {
        for (int i = 0; i < size; i++) {
            if (clients[i] == Long.hashCode(client)) {
                return i;
            }
        }
        return -1;
    }

    private int leastSeen() {
        int least = 0;
        for (int i = 1; i < size; i++) {
            least = seen(i) < seen(least) ? i : least;
        }
        return least;
    }

    void clear() {
        size = 0;
    }

    void write(ByteBuffer out) {
        out.put((byte) size);
        for (int i = 0; i < size; i++) {
            out.putInt(clients[i]).putInt(networks[i]);
            for (int hour = i * HOURS_OF_DAY; hour < (i + 1) * HOURS_OF_DAY; hour += 2) {
                out.put((byte) (counts[hour] << 4 | counts[hour + 1]));
            }
        }
    }

    void read(ByteBuffer in) {
        int held = in.get();
        if (held < 0 || held > CLIENTS) {
            throw new IllegalArgumentException("more machines than fit");
        }
        for (size = 0; size < held; size++) {
            clients[size] = in.getInt();
            networks[size] = in.getInt();
            for (int hour = size * HOURS_OF_DAY; hour < (size + 1) * HOURS_OF_DAY; hour += 2) {
                int both = in.get();
                counts[hour] = (byte) (both >> 4 & MOST);
                counts[hour + 1] = (byte) (both & MOST);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.nio.ByteBuffer;

/**
 * Clients that stay in one network and sign in at all hours: a calendar at home, a printer at the office. They go on while
 * their owner is elsewhere, so that where they are tells nothing of where the owner is. For one thread.
 */
final class Machines {

    private static final int CLIENTS = 6;
    private static final int SECONDS_OF_HOUR = 3_600;
    private static final int HOURS_OF_DAY = 24;

    /** Nobody who sleeps signs in at so many different hours of one week, always from one place. */
    private static final int WAKEFUL_HOURS = 17;

    /** What tells no name may be several devices of one house, which together sleep less. */
    private static final int WAKEFUL_HOURS_OF_NAMELESS = 20;

    private static final long SECONDS_OF_WEEK = 7L * HOURS_OF_DAY * SECONDS_OF_HOUR;
    private static final int WEEK_SHIFT = 24;
    private static final int WEEKS = 127;
    private static final int HOURS = (1 << HOURS_OF_DAY) - 1;

    /** The highest bit: the week before was one without sleep. */
    private static final int SLEEPLESS = 1 << 31;

    /** The client was seen in more than one network. */
    private static final long SEVERAL = 0;

    private final long[] clients = new long[CLIENTS];
    private final long[] networks = new long[CLIENTS];

    /** Hours of this week in the lowest 24 bits, then the week, then {@link #SLEEPLESS}. */
    private final int[] hours = new int[CLIENTS];

    private int size;

    /** Notes a sign-in that succeeded, and whether its client tells a name. */
    void see(long client, long network, boolean named, long second) {
        int at = find(client);
        if (at < 0) {
            at = size < CLIENTS ? size++ : leastWakeful();
            clients[at] = client;
            networks[at] = network;
            hours[at] = 0;
        }
        networks[at] = networks[at] == network ? network : SEVERAL;
        int week = (int) (second / SECONDS_OF_WEEK % WEEKS);
        if ((hours[at] >>> WEEK_SHIFT & WEEKS) != week) {
            hours[at] = week << WEEK_SHIFT | (wakeful(hours[at], named) ? SLEEPLESS : 0);
        }
        hours[at] |= 1 << (int) (second / SECONDS_OF_HOUR % HOURS_OF_DAY);
    }

    boolean has(long client, boolean named) {
        int at = find(client);
        return at >= 0 && networks[at] != SEVERAL && ((hours[at] & SLEEPLESS) != 0 || wakeful(hours[at], named));
    }

    private static boolean wakeful(int hours, boolean named) {
        return Integer.bitCount(hours & HOURS) >= (named ? WAKEFUL_HOURS : WAKEFUL_HOURS_OF_NAMELESS);
    }

    private int find(long client) {
        for (int i = 0; i < size; i++) {
            if (clients[i] == client) {
                return i;
            }
        }
        return -1;
    }

    private int leastWakeful() {
        int least = 0;
        for (int i = 1; i < size; i++) {
            least = Integer.bitCount(hours[i] & HOURS) < Integer.bitCount(hours[least] & HOURS) ? i : least;
        }
        return least;
    }

    void clear() {
        size = 0;
    }

    void write(ByteBuffer out) {
        out.put((byte) size);
        for (int i = 0; i < size; i++) {
            out.putLong(clients[i]).putLong(networks[i]).putInt(hours[i]);
        }
    }

    void read(ByteBuffer in) {
        int held = in.get();
        if (held < 0 || held > CLIENTS) {
            throw new IllegalArgumentException("more machines than fit");
        }
        for (size = 0; size < held; size++) {
            clients[size] = in.getLong();
            networks[size] = in.getLong();
            hours[size] = in.getInt();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.credentiallink;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests one address may make in a while. In memory and bounded: a token cannot be guessed, so this only keeps
 * strangers from making work. Safe for many threads.
 */
final class AddressBudget {

    private static final int MOST_ADDRESSES = 10_000;

    /** Whoever comes when there is no room for more addresses. */
    private static final String OTHERS = "";

    private final int most;
    private final Duration window;
    private final Clock clock;
    private final Map<String, Integer> taken = new HashMap<>();
    private long current = Long.MIN_VALUE;

    /**
     * Makes a full budget.
     *
     * @param most requests of one address in a window; at least 1
     * @param window how long it lasts
     * @param clock tells which window it is
     */
    AddressBudget(int most, Duration window, Clock clock) {
        this.most = most;
        this.window = window;
        this.clock = clock;
    }

    /** Takes one request of an address; tells whether it was granted. */
    synchronized boolean tryTake(String address) {
        long now = clock.millis() / window.toMillis();
        if (now != current) {
            current = now;
            taken.clear();
        }
        String network = network(address);
        String counted = taken.containsKey(network) || taken.size() < MOST_ADDRESSES ? network : OTHERS;
        return taken.merge(counted, 1, Integer::sum) <= most;
    }

    /** Of IPv6 the 64 bits of the network: whoever has one address there has all of them. */
    private static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length < 5 ? address : String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** When the next connection with each server may begin. Pure: the time is told. One thread at a time. */
final class HostPace {

    private final long interval;
    private final Map<String, Long> last = new HashMap<>();

    /** @param interval nanoseconds between two connections with one server */
    HostPace(long interval) {
        this.interval = interval;
    }

    /**
     * Takes the turn of a server, when it has come.
     *
     * @param host the server
     * @param now present, nanoseconds of a clock that never goes back
     * @return whether a connection may begin
     */
    boolean take(String host, long now) {
        Long before = last.get(host);
        if (before != null && now - before < interval) {
            return false;
        }
        // A turn taken a little late does not delay all that follow.
        last.put(host, before != null && now - before < 2 * interval ? before + interval : now);
        return true;
    }

    /**
     * The servers whose turn has not come.
     *
     * @param now present
     * @return their names
     */
    Set<String> resting(long now) {
        last.values().removeIf(before -> now - before >= interval);
        return Set.copyOf(last.keySet());
    }
}

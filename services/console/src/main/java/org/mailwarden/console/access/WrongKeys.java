// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts API keys that are none, by the address they come from. None can be guessed; this keeps whoever tries from being work for
 * auth, and shows in the answers that something is set wrong. Safe for many threads.
 */
final class WrongKeys {

    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MOST_ADDRESSES = 10_000;

    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final int allowed;
    private final Clock clock;

    private record Count(Instant since, int wrong) {}

    WrongKeys(int allowed, Clock clock) {
        this.allowed = allowed;
        this.clock = clock;
    }

    /** Whether an address has shown too many. */
    boolean areTooMany(String address) {
        Count count = counts.get(address);
        return count != null && count.wrong() >= allowed && !isOver(count, clock.instant());
    }

    void add(String address) {
        Instant now = clock.instant();
        if (counts.size() >= MOST_ADDRESSES) {
            counts.values().removeIf(count -> isOver(count, now));
        }
        if (counts.size() < MOST_ADDRESSES || counts.containsKey(address)) {
            counts.merge(
                    address,
                    new Count(now, 1),
                    (before, one) -> isOver(before, now) ? one : new Count(before.since(), before.wrong() + 1));
        }
    }

    private static boolean isOver(Count count, Instant now) {
        return !now.isBefore(count.since().plus(WINDOW));
    }
}

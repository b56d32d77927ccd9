// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.hibp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a key may do, as the service itself says; plans and their limits change, so nothing of them is written here.
 *
 * @param subscriptionName for people
 * @param rpm requests a minute
 * @param includesStealerLogs whether the stealer log endpoints answer
 * @param includesKAnon whether addresses can be asked for by the start of their hash
 */
record HibpPlan(
        @Nullable String subscriptionName, @Nullable Integer rpm, boolean includesStealerLogs, boolean includesKAnon) {

    private static final int LEAST = 1;

    int requestsPerMinute() {
        return rpm == null ? LEAST : Math.max(LEAST, rpm);
    }

    /** The requests of one key within the last minute. Bursts are allowed. Not safe for use by many threads. */
    static final class Pace {

        private static final Duration BLOCK = Duration.ofMinutes(1);

        private final ArrayDeque<Instant> asked = new ArrayDeque<>();

        /**
         * Asks for a request.
         *
         * @param rpm requests a minute
         * @param now the time
         * @return empty when it may be sent, and it counts from now on; else when it may
         */
        Optional<Instant> ask(int rpm, Instant now) {
            while (!asked.isEmpty() && !asked.getFirst().plus(BLOCK).isAfter(now)) {
                asked.removeFirst();
            }
            if (asked.size() >= rpm) {
                return Optional.of(asked.getFirst().plus(BLOCK));
            }
            asked.addLast(now);
            return Optional.empty();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Clocks of tests. */
final class Ticking {

    private Ticking() {}

    /** A clock that goes on by a second each time it is looked at, so that no two generations have the same name. */
    static Clock clock() {
        AtomicLong seconds =
                new AtomicLong(Instant.parse("2026-11-01T00:00:00Z").getEpochSecond());
        InstantSource source = () -> Instant.ofEpochSecond(seconds.getAndIncrement());
        return source.withZone(ZoneOffset.UTC);
    }
}

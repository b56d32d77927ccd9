// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.time;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Gives every bean the same clock, so that tests can give another. */
@Singleton
public class ClockProducer {

    /** The system's clock in UTC. */
    @Produces
    @Singleton
    @io.quarkus.arc.DefaultBean
    public Clock clock() {
        return Clock.systemUTC();
    }
}

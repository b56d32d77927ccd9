// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.clock;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.mailwarden.auth.ledger.Ledger;

/**
 * Tells whether the clock may be believed. A clock that jumps ahead would end in one moment what people have days for:
 * whoever does that asks here first. Safe for many threads.
 */
@ApplicationScoped
public class SteadyClock {

    private static final Logger LOG = Logger.getLogger(SteadyClock.class);

    private final EntityManager entities;
    private final Ledger ledger;
    private final Clock clock;
    private ClockJumps jumps;
    private boolean doubted;

    SteadyClock(EntityManager entities, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.clock = clock;
        this.jumps = new ClockJumps(clock.instant(), System.nanoTime());
    }

    /**
     * Asks whether nothing may be ended by the clock now. A change of that is told in the log and in the ledger.
     *
     * @return true while it is not believed
     */
    public synchronized boolean isDoubtful() {
        Optional<String> doubt = QuarkusTransaction.requiringNew().call(this::look);
        doubted = doubt.isPresent();
        return doubted;
    }

    private Optional<String> look() {
        Instant database =
                (Instant) entities.createNativeQuery("select clock_timestamp()").getSingleResult();
        Optional<String> doubt = jumps.look(clock.instant(), System.nanoTime(), database);
        if (doubt.isPresent() != doubted) {
            String said = doubt.map(why -> why + " Until then nobody is reminded, and nothing expires or is renewed.")
                    .orElse("The clock is believed again.");
            LOG.warn(said);
            ledger.record("auth", doubt.isPresent() ? "clock.doubted" : "clock.believed", "clock", said, Map.of());
        }
        return doubt;
    }

    /** Takes another time for the one that was believed so far. */
    synchronized void believe(Instant wall) {
        jumps = new ClockJumps(wall, System.nanoTime());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Opens findings again whose acceptance has passed: on the day after the last one, in UTC. */
@ApplicationScoped
public class AcceptanceExpiry {

    private final EntityManager entities;
    private final FindingRows rows;

    AcceptanceExpiry(EntityManager entities, FindingRows rows) {
        this.entities = entities;
        this.rows = rows;
    }

    /** Opens them, each in a transaction of its own. */
    @Scheduled(
            every = "{mailwarden.breach-watch.acceptance-check-every}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void reopenPassed() {
        for (UUID id : QuarkusTransaction.requiringNew().call(this::passed)) {
            QuarkusTransaction.requiringNew().run(() -> reopen(id));
        }
    }

    private List<UUID> passed() {
        return entities.createQuery(
                        "select id from FindingRow where acceptedUntil < :today order by acceptedUntil, id", UUID.class)
                .setParameter("today", day(rows.now()))
                .getResultList();
    }

    private void reopen(UUID id) {
        Instant now = rows.now();
        // Another instance, or a person, may have been first.
        rows.locked(id)
                .filter(row -> row.acceptedUntil != null && row.acceptedUntil.isBefore(day(now)))
                .ifPresent(row -> {
                    LocalDate until = row.acceptedUntil;
                    row.reopen(now);
                    rows.changed(
                            row,
                            FindingRows.ITSELF,
                            "opened again. It was accepted until " + until + ", which has passed.",
                            now);
                });
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}

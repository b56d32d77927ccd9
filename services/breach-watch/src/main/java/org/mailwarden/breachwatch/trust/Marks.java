// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.signin.Trusted;
import org.mailwarden.breachwatch.signin.TrustedMarks;

/**
 * The marks, as the judge asks for them: remembered, and read again when one was made or taken back. A change counts at once
 * on the instance that took it, and within about a second on every other one.
 */
@ApplicationScoped
public class Marks implements TrustedMarks {

    private static final Logger LOG = Logger.getLogger(Marks.class);

    private final EntityManager entities;
    private final Clock clock;
    private volatile @Nullable Known known;

    Marks(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    private record Known(long changes, TrustBook book) {}

    @Override
    public Trusted of(@Nullable UUID account) {
        Known remembered = known == null ? look() : known;
        if (remembered == null) {
            // The database never answered since the start: what is new is told rather than passed over.
            return Trusted.NOTHING;
        }
        return remembered.book().at(clock.instant()).of(account);
    }

    /** Reads the marks again when any was made or taken back, or when one has ended. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void refresh() {
        look();
    }

    /** Reads the marks again; without a database those that were read last stay. */
    synchronized @Nullable Known look() {
        Known before = known;
        try {
            Known now = QuarkusTransaction.requiringNew().call(() -> read(before));
            known = now;
            return now;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "The marks of expected sign-ins cannot be read now; those read last stay in force: %s",
                    e.getClass().getSimpleName());
            return before;
        }
    }

    @SuppressWarnings("unchecked")
    private Known read(@Nullable Known before) {
        // Before the marks: what is made meanwhile is then read once more, and never passed over.
        long changes = ((Number) entities.createNativeQuery("select changes from login_mark_changes")
                        .getSingleResult())
                .longValue();
        if (before != null && before.changes() == changes) {
            return new Known(changes, before.book().at(clock.instant()));
        }
        List<Tuple> rows = entities.createNativeQuery(
                        "select account_id, what, value, until from login_mark where removed_at is null", Tuple.class)
                .getResultList();
        return new Known(
                changes,
                new TrustBook(
                        rows.stream()
                                .map(row -> new TrustBook.Standing(
                                        row.get("account_id", UUID.class),
                                        new MarkValue(
                                                MarkKind.valueOf(row.get("what", String.class)),
                                                row.get("value", String.class)),
                                        row.get("until", java.time.Instant.class)))
                                .toList(),
                        clock.instant()));
    }
}

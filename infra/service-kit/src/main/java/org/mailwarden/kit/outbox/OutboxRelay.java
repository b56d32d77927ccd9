// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.outbox;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.event.EventPublisher;

/**
 * Publishes the outbox in the order of its rows. One relay works at a time (advisory lock), so that events of one key
 * keep their order; rows are marked only after the broker's acknowledgement, so a crash repeats and never loses.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final int BATCH = 200;
    private static final long RELAY_LOCK = 0x6d61696c77617264L;
    private static final Duration ACK_WAIT = Duration.ofSeconds(20);

    private final EntityManager entities;
    private final EventPublisher publisher;
    private final Duration keepSent;

    OutboxRelay(
            EntityManager entities,
            EventPublisher publisher,
            @ConfigProperty(name = "mailwarden.outbox.keep-sent", defaultValue = "P7D") Duration keepSent) {
        this.entities = entities;
        this.publisher = publisher;
        this.keepSent = keepSent;
    }

    /** Publishes what waits, batch by batch. Failures are logged by the scheduler and tried again a second later. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void relay() {
        while (QuarkusTransaction.requiringNew().timeout(60).call(this::relayBatch) == BATCH) {
            Thread.onSpinWait();
        }
    }

    /** Forgets what was published long ago. */
    @Scheduled(every = "1h", delayed = "5m", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void forgetSent() {
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "delete from outbox where sent_at < now() - make_interval(secs => :seconds)")
                        .setParameter("seconds", (double) keepSent.toSeconds())
                        .executeUpdate());
    }

    @SuppressWarnings("unchecked")
    private int relayBatch() {
        boolean alone = (Boolean) entities.createNativeQuery("select pg_try_advisory_xact_lock(:lock)")
                .setParameter("lock", RELAY_LOCK)
                .getSingleResult();
        if (!alone) {
            return 0;
        }
        List<Tuple> rows = entities.createNativeQuery("""
                        select id, type, key, event_time, payload from outbox
                        where sent_at is null order by position limit :batch for update skip locked""", Tuple.class)
                .setParameter("batch", BATCH)
                .getResultList();
        List<Uni<Void>> sends = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (Tuple row : rows) {
            UUID id = row.get(0, UUID.class);
            ids.add(id);
            sends.add(publisher.publish(
                    id,
                    EventType.valueOf(row.get(1, String.class)),
                    row.get(2, String.class),
                    row.get(3, Instant.class),
                    row.get(4, String.class)));
        }
        if (!ids.isEmpty()) {
            Uni.join().all(sends).andFailFast().await().atMost(ACK_WAIT);
            entities.createNativeQuery("update outbox set sent_at = now() where id in (:ids)")
                    .setParameter("ids", ids)
                    .executeUpdate();
        }
        return rows.size();
    }
}

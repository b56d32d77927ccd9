// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.event.EventPublisher;
import org.mailwarden.kit.time.Soon;

/**
 * Publishes the outbox in the order of its rows. One relay works at a time (advisory lock), so that events of one key
 * keep their order; rows are marked only after the broker's acknowledgement, so a crash repeats and never loses. A row
 * that can never be published is set aside, so that it holds up no other; a broker that is away is waited for.
 */
@ApplicationScoped
public class OutboxRelay {

    private static final int BATCH = 200;
    private static final long RELAY_LOCK = 0x6d61696c77617264L;

    /** What comes again however often the same record is sent; everything else is waited for. */
    private static final List<Class<? extends Throwable>> FOR_GOOD = List.of(
            RecordTooLargeException.class,
            RecordBatchTooLargeException.class,
            SerializationException.class,
            IllegalArgumentException.class);

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final Duration ACK_WAIT = Duration.ofSeconds(20);

    /** What many transactions add in this time goes out together. */
    private static final Duration GATHER = Duration.ofMillis(50);

    private final EntityManager entities;
    private final EventPublisher publisher;
    private final Counter setAside;
    private final Duration keepSent;
    private final Soon soon = new Soon(this::publish, GATHER);

    OutboxRelay(
            EntityManager entities,
            EventPublisher publisher,
            MeterRegistry meters,
            @ConfigProperty(name = "mailwarden.outbox.keep-sent", defaultValue = "P7D") Duration keepSent) {
        this.entities = entities;
        this.publisher = publisher;
        this.setAside = Counter.builder("mailwarden.outbox.set.aside")
                .description("Events that can never be published")
                .register(meters);
        this.keepSent = keepSent;
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Added added) {
        soon.ask();
    }

    void end(@Observes ShutdownEvent ending) {
        soon.close();
    }

    /** Has what waits published: what failed, and what a relay left that died. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void relay() {
        soon.ask();
    }

    private void publish() {
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
                        where sent_at is null and set_aside_at is null
                        order by position limit :batch for update skip locked""", Tuple.class)
                .setParameter("batch", BATCH)
                .getResultList();
        if (rows.isEmpty()) {
            return 0;
        }
        List<Uni<Optional<Throwable>>> sends = rows.stream().map(this::send).toList();
        List<Optional<Throwable>> refusals =
                Uni.join().all(sends).andFailFast().await().atMost(ACK_WAIT);
        List<UUID> sent = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Tuple row = rows.get(i);
            refusals.get(i).ifPresentOrElse(refusal -> setAside(row, refusal), () -> sent.add(row.get(0, UUID.class)));
        }
        if (!sent.isEmpty()) {
            entities.createNativeQuery("update outbox set sent_at = now() where id = any(cast(:ids as uuid[]))")
                    .setParameter("ids", sent.toArray(UUID[]::new))
                    .executeUpdate();
        }
        return rows.size();
    }

    /** Sends a row: nothing when it was acknowledged, why not when it never will be, a failure when it may be later. */
    private Uni<Optional<Throwable>> send(Tuple row) {
        return Uni.createFrom()
                .deferred(() -> publisher.publish(
                        row.get(0, UUID.class),
                        EventType.valueOf(row.get(1, String.class)),
                        row.get(2, String.class),
                        row.get(3, Instant.class),
                        row.get(4, String.class)))
                .replaceWith(Optional::<Throwable>empty)
                .onFailure(failure -> refusal(failure).isPresent())
                .recoverWithItem(OutboxRelay::refusal);
    }

    private static Optional<Throwable> refusal(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(cause -> FOR_GOOD.stream().anyMatch(kind -> kind.isInstance(cause)))
                .findFirst();
    }

    private void setAside(Tuple row, Throwable refusal) {
        UUID id = row.get(0, UUID.class);
        String payload = row.get(4, String.class);
        int bytes = payload == null ? 0 : payload.getBytes(StandardCharsets.UTF_8).length;
        // The kind alone: what a serializer says may quote the event.
        String kind = refusal.getClass().getSimpleName();
        LOG.errorf(
                "Event %s of type %s, %d bytes, can never be published (%s) and is set aside: the events after it go on."
                        + " Its row is kept in the table outbox.",
                id, row.get(1, String.class), bytes, kind);
        entities.createNativeQuery("update outbox set set_aside_at = now(), set_aside_reason = :reason where id = :id")
                .setParameter("reason", kind)
                .setParameter("id", id)
                .executeUpdate();
        setAside.increment();
    }
}

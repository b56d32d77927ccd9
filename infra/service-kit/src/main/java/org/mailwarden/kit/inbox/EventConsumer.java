// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.inbox;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.QueryTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventReader;
import org.mailwarden.kit.event.EventReader.Read;

/**
 * Handles each event once per consumer: the event's id goes into the inbox in the same transaction as its effect.
 *
 * <p>What can never be read goes to the dead letters and the channel goes on. What fails because something is away
 * (database, network) is tried again until it is back: nothing is lost, and nothing readable becomes a dead letter because
 * of an outage. Anything else is tried {@value #TRIES} times and then becomes a dead letter.
 */
@ApplicationScoped
public class EventConsumer {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final int TRIES = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EntityManager entities;
    private final EventReader reader;
    private final CountDownLatch stopping = new CountDownLatch(1);

    EventConsumer(EntityManager entities, EventReader reader) {
        this.entities = entities;
        this.reader = reader;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping.countDown();
    }

    /**
     * Handles a record.
     *
     * @param record as received
     * @param consumer name of the consumer, unique in the service
     * @param handler the effect
     * @return the record's acknowledgement, or its way to the dead letters
     */
    public CompletionStage<Void> consume(Message<String> record, String consumer, EventHandler handler) {
        return switch (reader.read(record)) {
            case Read.Understood(Event event) -> handle(record, consumer, event, handler);
            case Read.UnknownType(String type) -> {
                LOG.debugf("Skipped an event of a type this version does not know: %s", type);
                yield record.ack();
            }
            case Read.Unreadable(String reason) -> {
                LOG.warnf("A record went to the dead letters: %s", reason);
                yield record.nack(new UnreadableEvent(reason));
            }
        };
    }

    private CompletionStage<Void> handle(Message<String> record, String consumer, Event event, EventHandler handler) {
        for (int failures = 0; ; failures++) {
            try {
                QuarkusTransaction.requiringNew().run(() -> once(consumer, event, handler));
                return record.ack();
            } catch (UnreadableEvent e) {
                LOG.warnf("Event %s went to the dead letters: %s", event.id(), e.getMessage());
                return record.nack(e);
            } catch (RuntimeException e) {
                boolean away = somethingIsAway(e);
                if (!away && failures + 1 >= TRIES) {
                    LOG.errorf(e, "Event %s (%s) went to the dead letters", event.id(), event.type());
                    return record.nack(new UnreadableEvent("handling failed " + TRIES + " times: "
                            + e.getClass().getSimpleName()));
                }
                LOG.warnf(
                        "Event %s (%s) is tried again: %s",
                        event.id(), event.type(), e.getClass().getSimpleName());
                if (stoppedDuring(pause(failures))) {
                    // Neither acknowledged nor refused: the broker hands it out again after the restart.
                    return record.nack(new IllegalStateException("stopping"));
                }
            }
        }
    }

    private void once(String consumer, Event event, EventHandler handler) {
        int first = entities.createNativeQuery(
                        "insert into inbox (consumer, event_id) values (:consumer, :id) on conflict do nothing")
                .setParameter("consumer", consumer)
                .setParameter("id", event.id())
                .executeUpdate();
        if (first == 1) {
            handler.handle(event);
        }
    }

    static boolean somethingIsAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return isTransient(sql.getSQLState());
            }
            if (cause instanceof java.io.IOException
                    || cause instanceof QueryTimeoutException
                    || cause instanceof LockTimeoutException
                    || cause instanceof jakarta.transaction.RollbackException) {
                return true;
            }
            if (cause instanceof org.hibernate.exception.JDBCConnectionException) {
                return true;
            }
        }
        return failure instanceof PersistenceException && failure.getCause() == null;
    }

    /** Classes 08 connection, 40 rollback, 53 resources, 57 operator intervention, 58 system error; none = pool timeout. */
    private static boolean isTransient(@org.jspecify.annotations.Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58");
    }

    private static Duration pause(int failures) {
        Duration doubled = Duration.ofMillis(100L << Math.min(failures, 6));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private boolean stoppedDuring(Duration pause) {
        try {
            return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventPublisher;

/** Publishes events of messages and waits for the broker: only what it acknowledged may advance the sync state. */
@ApplicationScoped
public class MessagePublisher {

    private static final Duration ACK_WAIT = Duration.ofSeconds(30);

    /** Events of all accounts together; the channel drops what goes far beyond the 1,024 that it has in flight. */
    private static final int MOST_UNACKNOWLEDGED = 1_000;

    private final EventPublisher publisher;
    private final Counter published;
    private final Semaphore free = new Semaphore(MOST_UNACKNOWLEDGED, true);

    MessagePublisher(EventPublisher publisher, MeterRegistry meters) {
        this.publisher = publisher;
        this.published = meters.counter("mailwarden.fetcher.events.published");
    }

    /**
     * Publishes and waits until the broker has acknowledged every one.
     *
     * @param events the events, in order
     * @throws RuntimeException when any was not acknowledged: then none may be taken as published
     */
    public void publishAndAwait(List<Event> events) {
        if (!events.isEmpty()) {
            publication(events).await().indefinitely();
        }
    }

    /**
     * Publishes, and waits only while too many events of the whole fetcher are unacknowledged.
     *
     * @param events the events, in order
     * @return completes when the broker has acknowledged every one, and fails at the latest after 30 seconds: then none
     *     may be taken as published
     * @throws IllegalStateException when the broker is too slow to take any more
     */
    public CompletableFuture<?> publish(List<Event> events) {
        return events.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : publication(events).subscribeAsCompletionStage();
    }

    private Uni<?> publication(List<Event> events) {
        int taken = Math.min(events.size(), MOST_UNACKNOWLEDGED);
        take(taken);
        return Uni.join()
                .all(events.stream().map(publisher::publish).toList())
                .andFailFast()
                .ifNoItem()
                .after(ACK_WAIT)
                .fail()
                .onItem()
                .invoke(() -> published.increment(events.size()))
                .onTermination()
                .invoke(() -> free.release(taken));
    }

    private void take(int events) {
        try {
            if (!free.tryAcquire(events, ACK_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The broker does not keep up: no event was taken for 30 seconds");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The fetcher ends", ended);
        }
    }
}

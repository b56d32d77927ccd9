// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventPublisher;

/** Publishes events of messages and waits for the broker: only what it acknowledged may advance the sync state. */
@ApplicationScoped
public class MessagePublisher {

    private static final Duration ACK_WAIT = Duration.ofSeconds(30);

    private final EventPublisher publisher;
    private final Counter published;

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
            Uni.join()
                    .all(events.stream().map(publisher::publish).toList())
                    .andFailFast()
                    .await()
                    .atMost(ACK_WAIT);
            published.increment(events.size());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventPublisher;

/** Keeps events in the transaction of the change they tell of; the {@link OutboxRelay} publishes them after it. */
@ApplicationScoped
public class Outbox {

    private final EntityManager entities;
    private final EventPublisher publisher;
    private final jakarta.enterprise.event.Event<Added> added;

    Outbox(EntityManager entities, EventPublisher publisher, jakarta.enterprise.event.Event<Added> added) {
        this.entities = entities;
        this.publisher = publisher;
        this.added = added;
    }

    /** There is something to publish, once the transaction is committed. */
    record Added() {}

    /**
     * Adds an event to the running transaction. An event whose id was added before is not added again.
     *
     * @param event the event
     * @throws jakarta.transaction.TransactionalException when no transaction runs
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(Event event) {
        addAll(List.of(event));
    }

    /**
     * Adds events to the running transaction, with one statement however many they are.
     *
     * @param events in the order in which they are published; those whose id was added before are not added again
     * @throws jakarta.transaction.TransactionalException when no transaction runs
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void addAll(List<Event> events) {
        entities.createNativeQuery("""
                        insert into outbox (id, type, key, event_time, payload)
                        select id, type, key, event_time, payload
                        from unnest(cast(:ids as uuid[]), cast(:types as text[]), cast(:keys as text[]),
                            cast(:times as timestamptz[]), cast(:payloads as text[]))
                            with ordinality as event (id, type, key, event_time, payload, place)
                        order by place
                        on conflict (id) do nothing""")
                .setParameter("ids", each(events, Event::id, UUID[]::new))
                .setParameter("types", each(events, event -> event.type().name(), String[]::new))
                .setParameter("keys", each(events, Event::key, String[]::new))
                .setParameter("times", each(events, event -> event.time().toString(), String[]::new))
                .setParameter("payloads", each(events, publisher::data, String[]::new))
                .executeUpdate();
        added.fire(new Added());
    }

    private static <T extends @Nullable Object> T[] each(
            List<Event> events, Function<Event, T> part, IntFunction<T[]> array) {
        return events.stream().map(part).toArray(array);
    }
}

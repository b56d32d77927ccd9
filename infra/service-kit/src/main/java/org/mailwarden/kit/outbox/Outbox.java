// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventPublisher;

/** Keeps events in the transaction of the change they tell of; the {@link OutboxRelay} publishes them after it. */
@ApplicationScoped
public class Outbox {

    private final EntityManager entities;
    private final EventPublisher publisher;

    Outbox(EntityManager entities, EventPublisher publisher) {
        this.entities = entities;
        this.publisher = publisher;
    }

    /**
     * Adds an event to the running transaction. An event whose id was added before is not added again.
     *
     * @param event the event
     * @throws jakarta.transaction.TransactionalException when no transaction runs
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void add(Event event) {
        entities.createNativeQuery("""
                        insert into outbox (id, type, key, event_time, payload)
                        values (:id, :type, :key, :time, cast(:payload as text))
                        on conflict (id) do nothing""")
                .setParameter("id", event.id())
                .setParameter("type", event.type().name())
                .setParameter("key", event.key())
                .setParameter("time", event.time())
                .setParameter("payload", publisher.data(event))
                .executeUpdate();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;

/** Hears of findings. Nothing is done here but putting the question in line: breach-watch is asked outside the handler. */
@ApplicationScoped
public class FindingEvents {

    private final EventConsumer consumer;
    private final EntityManager entities;
    private final Ledger ledger;
    private final Clock clock;
    private final jakarta.enterprise.event.Event<Heard> heard;

    FindingEvents(
            EventConsumer consumer,
            EntityManager entities,
            Ledger ledger,
            Clock clock,
            jakarta.enterprise.event.Event<Heard> heard) {
        this.consumer = consumer;
        this.entities = entities;
        this.ledger = ledger;
        this.clock = clock;
        this.heard = heard;
    }

    /** There is a finding to ask about, once the transaction is committed. */
    record Heard() {}

    /**
     * Takes a record, in order.
     *
     * @param record the record
     * @return its acknowledgement
     */
    @Incoming("findings")
    @Blocking
    public CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "findings", this::handle);
    }

    private void handle(Event event) {
        if (!(event.data() instanceof Finding finding)) {
            return;
        }
        entities.createNativeQuery("""
                        insert into finding_check (finding_id, account_id, next_at) values (:id, :account, :now)
                        on conflict (finding_id) do update
                          set outcome = null, attempts = 0, lease_until = null, next_at = excluded.next_at""")
                .setParameter("id", finding.findingId())
                .setParameter("account", finding.accountId())
                .setParameter("now", clock.instant())
                .executeUpdate();
        heard.fire(new Heard());
        ledger.record(
                "breach-watch",
                "finding.heard",
                finding.findingId().toString(),
                "",
                Map.of(
                        "event",
                        event.type().eventName(),
                        "account",
                        finding.accountId().toString()));
    }
}

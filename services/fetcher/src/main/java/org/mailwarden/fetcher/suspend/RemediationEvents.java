// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;

/** Hears of remediations. */
@ApplicationScoped
public class RemediationEvents {

    private final EventConsumer consumer;
    private final Suspension suspension;

    RemediationEvents(EventConsumer consumer, Suspension suspension) {
        this.consumer = consumer;
        this.suspension = suspension;
    }

    /**
     * Takes a record. In order: a remediation must begin before it is proved.
     *
     * @param record the record
     * @return its acknowledgement
     */
    @Incoming("remediations")
    @Blocking
    public CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "remediations", this::handle);
    }

    private void handle(Event event) {
        // No other action retires a password: reading goes on, and there is nothing to prove with one.
        if (event.data() instanceof Remediation remediation && remediation.action() == RemediationAction.FORCE_RESET) {
            if (event.type() == EventType.REMEDIATION_STARTED) {
                suspension.begin(remediation);
            } else if (event.type() == EventType.REMEDIATION_APPLIED) {
                suspension.prove(remediation);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears of sealed credentials. */
@ApplicationScoped
public class CredentialListener {

    private final EventConsumer consumer;
    private final Fleet fleet;

    CredentialListener(EventConsumer consumer, Fleet fleet) {
        this.consumer = consumer;
        this.fleet = fleet;
    }

    @Incoming("credentials")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "breach-watch.credentials", this::handle);
    }

    private void handle(Event event) {
        if (!(event.data() instanceof CredentialSealed sealed)
                || sealed.accountId() == null
                || sealed.address() == null
                || sealed.changedAt() == null
                || sealed.envelope() == null) {
            throw new UnreadableEvent("a field of the sealed credential is missing");
        }
        if (!event.key().equals(sealed.accountId().toString())) {
            throw new UnreadableEvent("the sealed credential lies under another account's key");
        }
        fleet.accept(sealed);
    }
}

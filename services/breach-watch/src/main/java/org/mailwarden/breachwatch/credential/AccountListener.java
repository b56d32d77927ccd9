// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears of accounts that come, change and go. */
@ApplicationScoped
public class AccountListener {

    private final EventConsumer consumer;
    private final Fleet fleet;

    AccountListener(EventConsumer consumer, Fleet fleet) {
        this.consumer = consumer;
        this.fleet = fleet;
    }

    @Incoming("accounts")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "breach-watch.accounts", this::handle);
    }

    private void handle(Event event) {
        switch (event.data()) {
            case AccountChanged snapshot
            when snapshot.accountId() != null && snapshot.address() != null -> fleet.accept(snapshot);
            case null -> fleet.remove(account(event.key()));
            default -> throw new UnreadableEvent("a field of the account is missing");
        }
    }

    private static UUID account(String key) {
        try {
            return UUID.fromString(key);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("the key of a removed account is no account id");
        }
    }
}

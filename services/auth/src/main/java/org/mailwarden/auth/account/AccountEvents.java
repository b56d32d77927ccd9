// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.account;

import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears of accounts. */
@ApplicationScoped
public class AccountEvents {

    private final EventConsumer consumer;
    private final Accounts accounts;
    private final Event<AccountChanged> heard;

    AccountEvents(EventConsumer consumer, Accounts accounts, Event<AccountChanged> heard) {
        this.consumer = consumer;
        this.accounts = accounts;
        this.heard = heard;
    }

    /**
     * Takes a record, in order.
     *
     * @param record the record
     * @return its acknowledgement
     */
    @Incoming("accounts")
    @Blocking
    public CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "accounts", this::handle);
    }

    private void handle(org.mailwarden.kit.event.Event event) {
        if (event.type() != EventType.ACCOUNT_CHANGED) {
            return;
        }
        if (event.data() instanceof AccountChanged account) {
            accounts.remember(account);
            heard.fire(account);
            return;
        }
        try {
            accounts.forget(UUID.fromString(event.key()));
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("the key is no account id");
        }
    }
}

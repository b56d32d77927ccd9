// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventReader;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears of the fetcher's own sign-ins, for what protected them. */
@ApplicationScoped
public class SignInListener {

    private final EventConsumer consumer;
    private final EventReader reader;
    private final Connections connections;

    SignInListener(EventConsumer consumer, EventReader reader, Connections connections) {
        this.consumer = consumer;
        this.reader = reader;
        this.connections = connections;
    }

    @Incoming("sign-ins")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<String> record) {
        // Most of the topic is what strangers try at mail servers: it costs no transaction here.
        return isOfOthers(record)
                ? record.ack()
                : consumer.consume(record, "breach-watch.posture.sign-ins", this::handle);
    }

    private boolean isOfOthers(Message<String> record) {
        return reader.read(record) instanceof EventReader.Read.Understood(Event event)
                && event.data() instanceof Login login
                && login.source() != null
                && login.source() != LoginSource.FETCHER
                && login.username() != null
                && login.protocol() != null
                && login.host() != null
                && login.occurredAt() != null;
    }

    private void handle(Event event) {
        if (!(event.data() instanceof Login login) || login.source() == null) {
            throw new UnreadableEvent("a sign-in without a source");
        }
        if (login.source() != LoginSource.FETCHER) {
            throw new UnreadableEvent("a field of the sign-in is missing");
        }
        if (login.accountId() == null
                || login.protocol() == null
                || login.host() == null
                || login.occurredAt() == null
                || !event.key().equals(login.accountId().toString())) {
            throw new UnreadableEvent("a field of the fetcher's sign-in is missing, or it lies under another key");
        }
        connections.accept(login.accountId(), login);
    }
}

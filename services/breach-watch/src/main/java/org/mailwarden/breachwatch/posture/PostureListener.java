// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.mailwarden.contracts.posture.UserPosture;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears how people are protected in Keycloak. */
@ApplicationScoped
public class PostureListener {

    private final EventConsumer consumer;
    private final People people;

    PostureListener(EventConsumer consumer, People people) {
        this.consumer = consumer;
        this.people = people;
    }

    @Incoming("posture")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "breach-watch.posture", this::handle);
    }

    private void handle(Event event) {
        switch (event.data()) {
            case UserPosture posture
            when event.key().equals(posture.userId())
                    && posture.username() != null
                    && !posture.username().isBlank()
                    && posture.observedAt() != null -> people.accept(posture);
            case null -> people.remove(event.key());
            default ->
                throw new UnreadableEvent("a field of the posture is missing, or it lies under another user's key");
        }
    }
}

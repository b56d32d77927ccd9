// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.evidence;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.EvidenceSeen;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.inbox.EventConsumer;
import org.mailwarden.kit.inbox.UnreadableEvent;

/** Hears of evidence in mailboxes. */
@ApplicationScoped
public class EvidenceListener {

    private static final int MOST_CHARACTERS = 1_000;

    private final EventConsumer consumer;
    private final EvidenceBook book;

    EvidenceListener(EventConsumer consumer, EvidenceBook book) {
        this.consumer = consumer;
        this.book = book;
    }

    @Incoming("evidence")
    @RunOnVirtualThread
    CompletionStage<Void> on(Message<String> record) {
        return consumer.consume(record, "breach-watch.evidence", this::handle);
    }

    private void handle(Event event) {
        if (!(event.data() instanceof EvidenceSeen seen) || !isWhole(seen)) {
            throw new UnreadableEvent("a field of the evidence is missing, or longer than it may be");
        }
        if (!event.key().equals(seen.accountId().toString())) {
            throw new UnreadableEvent("the evidence lies under another key than its account");
        }
        book.accept(seen);
    }

    @SuppressWarnings("ConstantConditions")
    private static boolean isWhole(EvidenceSeen seen) {
        return seen.accountId() != null
                && seen.kind() != null
                && seen.proof() != null
                && seen.seenAt() != null
                && Stream.of(seen.address(), seen.service(), seen.rule(), seen.senderDomain(), seen.fingerprint())
                        .allMatch(text -> text != null && isText(text))
                && Stream.of(
                                seen.owner(),
                                seen.messageId(),
                                seen.reportedTime(),
                                seen.reportedPlace(),
                                seen.reportedDevice(),
                                seen.reportedAddress(),
                                seen.reportedService())
                        .allMatch(EvidenceListener::isText);
    }

    private static boolean isText(@Nullable String text) {
        return text == null || text.length() <= MOST_CHARACTERS && text.chars().noneMatch(Character::isISOControl);
    }
}

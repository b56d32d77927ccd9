// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.publish;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AttachedFile;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.contracts.mail.BodyPart;
import org.mailwarden.contracts.mail.Envelope;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.contracts.mail.MessageReceived;
import org.mailwarden.fetcher.session.Limits;

/**
 * Keeps an event below what a broker takes: a record that is too large would be refused for ever, and with it every message
 * after it. Lists are shortened in the order in which they are missed least, and named in the event. Pure.
 */
final class EventSize {

    private final SortedSet<String> truncated = new TreeSet<>();
    private int over;

    private EventSize(int over) {
        this.over = over;
    }

    /** The event, or as much of it as fits. */
    static MessageReceived fit(MessageReceived event) {
        int over = EventWeight.of(event) - Limits.EVENT_BYTES;
        return over <= 0 ? event : new EventSize(over).shorten(event);
    }

    private MessageReceived shorten(MessageReceived event) {
        List<BodyPart> structure = shorten("structure", event.structure(), EventWeight::of);
        List<AttachedFile> files = shorten("attachedFiles", event.attachedFiles(), EventWeight::of);
        Envelope envelope = event.envelope();
        List<MailAddress> cc = shorten("envelope.cc", envelope == null ? null : envelope.cc(), EventWeight::of);
        List<MailAddress> to = shorten("envelope.to", envelope == null ? null : envelope.to(), EventWeight::of);
        List<String> recipients = shorten("to", event.to(), EventWeight::of);
        List<AuthenticationResult> results =
                shorten("authenticationResults", event.authenticationResults(), EventWeight::of);
        if (event.truncated() != null) {
            truncated.addAll(event.truncated());
        }
        return new MessageReceived(
                event.accountId(),
                event.folder(),
                event.uidValidity(),
                event.uid(),
                event.uidl(),
                event.fingerprint(),
                event.size(),
                event.messageId(),
                event.inReplyTo(),
                event.from(),
                recipients == null ? List.of() : recipients,
                event.subject(),
                event.date(),
                event.contentType(),
                event.parts(),
                event.attachments(),
                event.quarantined(),
                event.seenAt(),
                event.sha256(),
                event.headerSize(),
                event.internalDate(),
                envelope == null || cc == null || to == null ? envelope : with(envelope, to, cc),
                event.listId(),
                structure,
                files,
                event.firstExternalHop(),
                results,
                event.tls(),
                List.copyOf(truncated),
                event.quarantineReason());
    }

    private static Envelope with(Envelope envelope, List<MailAddress> to, List<MailAddress> cc) {
        return new Envelope(
                envelope.from(),
                envelope.fromCount(),
                envelope.sender(),
                envelope.replyTo(),
                envelope.replyToCount(),
                to,
                envelope.toCount(),
                cc,
                envelope.ccCount());
    }

    /** Drops from the end as many as it takes. */
    private <T> @Nullable List<T> shorten(String name, @Nullable List<T> list, ToIntFunction<T> weight) {
        if (list == null || over <= 0) {
            return list;
        }
        int end = list.size();
        while (end > 0 && over > 0) {
            over -= weight.applyAsInt(list.get(--end));
        }
        if (end < list.size()) {
            truncated.add(name);
        }
        return list.subList(0, end);
    }
}

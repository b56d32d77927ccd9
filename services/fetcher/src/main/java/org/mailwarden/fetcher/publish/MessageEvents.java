// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.publish;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.contracts.mail.Envelope;
import org.mailwarden.contracts.mail.MailAddress;
import org.mailwarden.contracts.mail.MailboxReset;
import org.mailwarden.contracts.mail.MessageGone;
import org.mailwarden.contracts.mail.MessageReceived;
import org.mailwarden.fetcher.message.MessageId;
import org.mailwarden.fetcher.message.ParsedMessage;
import org.mailwarden.fetcher.session.Limits;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;

/**
 * Makes the events of messages. Their ids follow from what the server calls the message, so that an event published again
 * after a crash is recognised as the same. Pure.
 */
public final class MessageEvents {

    /** The folder of a POP3 maildrop (RFC 1939 knows no other). */
    public static final String MAILDROP = "INBOX";

    private MessageEvents() {}

    /**
     * A message seen for the first time.
     *
     * @param account the account
     * @param folder its folder
     * @param id what the server calls it
     * @param message its facts
     * @param tls what protected the session it was read over; absent when unknown
     * @param at when it was read
     * @return the event, at most {@link org.mailwarden.fetcher.session.Limits#EVENT_BYTES} of data
     */
    public static Event received(
            UUID account, String folder, MessageId id, ParsedMessage message, @Nullable TlsFacts tls, Instant at) {
        return switch (id) {
            case MessageId.Imap(long uidValidity, long uid) ->
                event(
                        EventType.MESSAGE_RECEIVED,
                        EventId.of(EventType.MESSAGE_RECEIVED, account, folder, uidValidity, uid),
                        account,
                        at,
                        received(account, folder, uidValidity, uid, null, message, tls, at));
            case MessageId.Pop3(int number, String uidl) ->
                event(
                        EventType.MESSAGE_RECEIVED,
                        // Some servers give an id to a second message.
                        EventId.of(EventType.MESSAGE_RECEIVED, account, uidl, message.fingerprint()),
                        account,
                        at,
                        received(account, folder, null, null, uidl, message, tls, at));
        };
    }

    /**
     * A message that is no longer in its folder.
     *
     * @param account the account
     * @param folder its folder
     * @param id what the server called it
     * @param at when its absence was noticed
     * @return the event
     */
    public static Event gone(UUID account, String folder, MessageId.Imap id, Instant at) {
        return event(
                EventType.MESSAGE_GONE,
                EventId.of(EventType.MESSAGE_GONE, account, folder, id.uidValidity(), id.uid()),
                account,
                at,
                new MessageGone(account, folder, id.uidValidity(), id.uid(), null, at));
    }

    /**
     * A message that is no longer in its maildrop.
     *
     * @param account the account
     * @param uidl what the server called it
     * @param fingerprint of the message, since a server may call another one the same
     * @param at when its absence was noticed
     * @return the event
     */
    public static Event goneFromMaildrop(UUID account, String uidl, String fingerprint, Instant at) {
        return event(
                EventType.MESSAGE_GONE,
                EventId.of(EventType.MESSAGE_GONE, account, uidl, fingerprint),
                account,
                at,
                new MessageGone(account, MAILDROP, null, null, uidl, at));
    }

    /**
     * A folder that the server renumbered.
     *
     * @param account the account
     * @param folder the folder
     * @param oldUidValidity what it was
     * @param newUidValidity what it is
     * @param at when it was noticed
     * @return the event
     */
    public static Event reset(UUID account, String folder, long oldUidValidity, long newUidValidity, Instant at) {
        return event(
                EventType.MAILBOX_RESET,
                EventId.of(EventType.MAILBOX_RESET, account, folder, oldUidValidity, newUidValidity),
                account,
                at,
                new MailboxReset(account, folder, oldUidValidity, newUidValidity, at));
    }

    private static MessageReceived received(
            UUID account,
            String folder,
            @Nullable Long uidValidity,
            @Nullable Long uid,
            @Nullable String uidl,
            ParsedMessage message,
            @Nullable TlsFacts tls,
            Instant at) {
        Envelope envelope = message.envelope();
        List<String> recipients = recipients(envelope);
        SortedSet<String> truncated = new TreeSet<>(message.truncated());
        if (recipients.size() < envelope.toCount() + envelope.ccCount()) {
            truncated.add("to");
        }
        return EventSize.fit(new MessageReceived(
                account,
                folder,
                uidValidity,
                uid,
                uidl,
                message.fingerprint(),
                message.size(),
                message.messageId(),
                message.inReplyTo(),
                envelope.from().isEmpty() ? null : envelope.from().getFirst().address(),
                recipients,
                message.subject(),
                message.date(),
                message.contentType(),
                message.parts(),
                message.attachments(),
                message.quarantined(),
                at,
                message.sha256(),
                message.headerSize(),
                null,
                envelope,
                message.listId(),
                message.structure(),
                message.attachedFiles(),
                message.firstExternalHop(),
                message.authenticationResults().isEmpty() ? null : message.authenticationResults(),
                tls,
                List.copyOf(truncated),
                message.quarantine()));
    }

    private static List<String> recipients(Envelope envelope) {
        return Stream.concat(envelope.to().stream(), envelope.cc().stream())
                .map(MailAddress::address)
                .limit(Limits.RECIPIENTS)
                .toList();
    }

    private static Event event(EventType type, UUID id, UUID account, Instant at, Object data) {
        return new Event(id, type, account.toString(), at, data);
    }
}

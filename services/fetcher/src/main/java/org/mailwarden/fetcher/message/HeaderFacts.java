// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.james.mime4j.stream.Field;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.contracts.mail.Envelope;
import org.mailwarden.contracts.mail.ReceivedHop;
import org.mailwarden.fetcher.message.Addresses.Mailboxes;
import org.mailwarden.fetcher.session.Limits;

/** Collects the facts of a message's own header. The first of a repeated field counts, as mail programs show it. */
final class HeaderFacts {

    private final Set<String> truncated;
    private final Trace trace;
    private final Addresses addresses = new Addresses();
    private final Mailboxes from = new Mailboxes(Limits.SENDERS);
    private final Mailboxes sender = new Mailboxes(1);
    private final Mailboxes replyTo = new Mailboxes(Limits.SENDERS);
    private final Mailboxes to = new Mailboxes(Limits.RECIPIENTS);
    private final Mailboxes cc = new Mailboxes(Limits.RECIPIENTS);
    private @Nullable String messageId;
    private @Nullable String inReplyTo;
    private @Nullable String subject;
    private @Nullable String listId;
    private @Nullable Instant date;

    HeaderFacts(Receiver receiver, Set<String> truncated) {
        this.trace = new Trace(receiver);
        this.truncated = truncated;
    }

    /** Takes a field; its name is in lower case. */
    void field(String name, Field field) {
        switch (name) {
            case "message-id" -> messageId = messageId == null ? identifier(field, "messageId") : messageId;
            case "in-reply-to" -> inReplyTo = inReplyTo == null ? identifier(field, "inReplyTo") : inReplyTo;
            case "subject" -> subject = subject == null ? subject(field) : subject;
            case "list-id" -> listId = listId == null ? listId(field) : listId;
            case "date" -> date = date == null ? MailDate.read(HeaderText.raw(field)) : date;
            case "from" -> once(field, from);
            case "sender" -> once(field, sender);
            case "reply-to" -> once(field, replyTo);
            case "to" -> addresses.read(field, to);
            case "cc" -> addresses.read(field, cc);
            case "received" -> {
                if (!trace.isOver()) {
                    trace.received(HeaderText.raw(field));
                }
            }
            case "authentication-results" -> {
                if (!trace.isOver()) {
                    trace.authenticationResults(HeaderText.raw(field));
                }
            }
            default -> {}
        }
    }

    private void once(Field field, Mailboxes mailboxes) {
        if (mailboxes.count() == 0) {
            addresses.read(field, mailboxes);
        }
    }

    private @Nullable String identifier(Field field, String name) {
        String text = HeaderText.visible(HeaderText.raw(field));
        int open = text.indexOf('<');
        int close = text.indexOf('>', open + 1);
        String id = open >= 0 && close > open ? text.substring(open, close + 1) : text;
        return kept(id, Limits.MESSAGE_ID_CHARACTERS, name);
    }

    private @Nullable String subject(Field field) {
        String text = HeaderText.visible(HeaderText.decoded(HeaderText.raw(field)));
        return kept(text, Limits.SUBJECT_CHARACTERS, "subject");
    }

    /** RFC 2919: the identifier is what stands in the last angle brackets. */
    private @Nullable String listId(Field field) {
        String text = HeaderText.visible(HeaderText.raw(field));
        int open = text.lastIndexOf('<');
        int close = text.indexOf('>', open + 1);
        return kept(
                open >= 0 && close > open ? text.substring(open + 1, close).strip() : text,
                Limits.HOST_CHARACTERS,
                "listId");
    }

    private @Nullable String kept(String text, int limit, String name) {
        if (text.length() > limit) {
            truncated.add(name);
        }
        return text.isEmpty() ? null : HeaderText.cut(text, limit);
    }

    @Nullable
    String messageId() {
        return messageId;
    }

    @Nullable
    String inReplyTo() {
        return inReplyTo;
    }

    @Nullable
    String subject() {
        return subject;
    }

    @Nullable
    String listId() {
        return listId;
    }

    @Nullable
    Instant date() {
        return date;
    }

    boolean hasTooManyAddresses() {
        return addresses.isCut();
    }

    @Nullable
    ReceivedHop firstExternalHop() {
        if (trace.isCut()) {
            truncated.add("firstExternalHop");
        }
        return trace.external();
    }

    List<AuthenticationResult> authenticationResults() {
        List<AuthenticationResult> results = trace.results();
        if (results.size() > Limits.AUTHENTICATION_RESULTS) {
            truncated.add("authenticationResults");
            return results.subList(0, Limits.AUTHENTICATION_RESULTS);
        }
        return results;
    }

    Envelope envelope() {
        mark(from, "envelope.from");
        mark(replyTo, "envelope.replyTo");
        mark(to, "envelope.to");
        mark(cc, "envelope.cc");
        return new Envelope(
                from.kept(),
                from.count(),
                sender.kept().isEmpty() ? null : sender.kept().getFirst(),
                replyTo.kept(),
                replyTo.count(),
                to.kept(),
                to.count(),
                cc.kept(),
                cc.count());
    }

    private void mark(Mailboxes mailboxes, String name) {
        if (mailboxes.isCut()) {
            truncated.add(name);
        }
    }
}

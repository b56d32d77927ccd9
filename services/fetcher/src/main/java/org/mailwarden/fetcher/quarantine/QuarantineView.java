// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.quarantine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.QuarantineReason;
import org.mailwarden.fetcher.session.Limits;

/**
 * A quarantined message as a person sees it.
 *
 * @param folder its folder
 * @param uidValidity IMAP UIDVALIDITY; absent for POP3
 * @param uid IMAP UID; absent for POP3
 * @param uidl POP3 unique id; absent for IMAP
 * @param fingerprint the same as in the MessageReceived event
 * @param size bytes
 * @param messageId Message-ID; absent when none could be read
 * @param from address of the sender; absent when none could be read
 * @param subject its subject; absent when none could be read
 * @param reason which limit was hit
 * @param explanation the same in a sentence, with what to do next
 * @param quarantinedAt when
 */
public record QuarantineView(
        String folder,
        @Nullable Long uidValidity,
        @Nullable Long uid,
        @Nullable String uidl,
        String fingerprint,
        long size,
        @Nullable String messageId,
        @Nullable String from,
        @Nullable String subject,
        QuarantineReason reason,
        String explanation,
        Instant quarantinedAt) {

    private static final String NEXT =
            " What was read until then is in its MessageReceived event; look at the message with care in a mail program.";

    static QuarantineView of(Quarantined message) {
        boolean pop3 = message.uid() == 0;
        return new QuarantineView(
                message.folder(),
                pop3 ? null : message.uidValidity(),
                pop3 ? null : message.uid(),
                pop3 ? message.uidl() : null,
                message.fingerprint(),
                message.size(),
                message.messageId(),
                message.sender(),
                message.subject(),
                message.reason(),
                explanation(message.reason()) + NEXT,
                message.at());
    }

    private static String explanation(QuarantineReason reason) {
        return switch (reason) {
            case HEADER_TOO_LONG -> "Its header is longer than " + Limits.HEADER_BYTES + " bytes.";
            case TOO_MANY_FIELDS -> "A part of it has more than " + Limits.HEADER_FIELDS + " header fields.";
            case LINE_TOO_LONG -> "One of its lines is longer than " + Limits.MESSAGE_LINE_BYTES + " bytes.";
            case TOO_MANY_ADDRESSES -> "It names more than " + Limits.ADDRESSES + " addresses.";
            case NESTED_TOO_DEEP -> "Its parts are nested deeper than " + Limits.MIME_DEPTH + ".";
            case TOO_MANY_PARTS -> "It has more than " + Limits.MIME_PARTS + " parts.";
            case MESSAGE_TOO_LARGE ->
                "It is larger than " + Limits.MESSAGE_BYTES + " bytes, so that only its beginning was read.";
            case NOTHING_RECEIVED -> "The mail server announced it and sent nothing.";
            case UNREADABLE -> "It is built in a way that no parser can follow.";
        };
    }
}

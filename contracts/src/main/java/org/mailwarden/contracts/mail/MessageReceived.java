// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message was seen for the first time. Carries header facts within limits, never a body.
 *
 * @param accountId the account
 * @param folder IMAP folder; {@code INBOX} for POP3
 * @param uidValidity IMAP UIDVALIDITY (RFC 9051 section 2.3.1.1); absent for POP3
 * @param uid IMAP UID; absent for POP3
 * @param uidl POP3 unique id (RFC 1939 section 7); absent for IMAP
 * @param fingerprint lower-case hex SHA-256 over the raw header block and the size: recognises the message again after a
 *     UIDVALIDITY change or a change of protocol
 * @param size bytes of the raw message
 * @param messageId Message-ID header, at most 250 characters; absent when the message has none
 * @param inReplyTo first In-Reply-To id, at most 250 characters; absent when none
 * @param from address of the first From mailbox, at most 320 characters; absent when unreadable
 * @param to addresses of To and Cc, at most 50
 * @param subject decoded subject, control characters removed, at most 200 characters; absent when none
 * @param date Date header; absent when missing or unreadable
 * @param contentType media type of the whole message, at most 100 characters
 * @param parts number of MIME leaf parts, at least 1
 * @param attachments number of parts with an attachment disposition or a file name
 * @param quarantined true when a limit was hit and only part of the facts could be read
 * @param seenAt when the fetcher read it
 */
public record MessageReceived(
        UUID accountId,
        String folder,
        @Nullable Long uidValidity,
        @Nullable Long uid,
        @Nullable String uidl,
        String fingerprint,
        long size,
        @Nullable String messageId,
        @Nullable String inReplyTo,
        @Nullable String from,
        List<String> to,
        @Nullable String subject,
        @Nullable Instant date,
        String contentType,
        int parts,
        int attachments,
        boolean quarantined,
        Instant seenAt) {

    /** Copies the list so that the event cannot change. */
    public MessageReceived {
        to = List.copyOf(to);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a message, within the limits of the MessageReceived event.
 *
 * @param fingerprint lower-case hex SHA-256 over the raw header block and the size
 * @param size bytes that were read; the server's claim when the message was too large to read
 * @param messageId Message-ID with its angle brackets; absent when there is none
 * @param inReplyTo first In-Reply-To id; absent when there is none
 * @param from address of the first From mailbox; absent when unreadable
 * @param to addresses of To and Cc, at most 50
 * @param subject decoded; absent when there is none
 * @param date Date header; absent when missing or unreadable
 * @param contentType media type of the whole message, lower case
 * @param parts leaf parts, at least 1
 * @param attachments parts with an attachment disposition or a file name
 * @param quarantined true when a limit was hit and only part of the facts could be read
 */
public record ParsedMessage(
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
        boolean quarantined) {

    /** Copies the list so that the facts cannot change. */
    public ParsedMessage {
        to = List.copyOf(to);
    }
}

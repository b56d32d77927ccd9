// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.AttachedFile;
import org.mailwarden.contracts.mail.AuthenticationResult;
import org.mailwarden.contracts.mail.BodyPart;
import org.mailwarden.contracts.mail.Envelope;
import org.mailwarden.contracts.mail.QuarantineReason;
import org.mailwarden.contracts.mail.ReceivedHop;

/**
 * The facts of a message, each within the limits of the MessageReceived event.
 *
 * @param fingerprint lower-case hex SHA-256 over the raw header block and the size
 * @param size bytes that were read; the server's claim when the message was too large to read
 * @param headerSize bytes of the raw header block, its empty line included
 * @param sha256 lower-case hex SHA-256 of the raw message; absent when only part of it was fetched
 * @param messageId Message-ID with its angle brackets; absent when there is none
 * @param inReplyTo first In-Reply-To id; absent when there is none
 * @param envelope who wrote to whom
 * @param subject decoded; absent when there is none
 * @param date Date header; absent when missing or unreadable
 * @param listId List-Id without its angle brackets; absent when there is none
 * @param firstExternalHop where it came in from outside; absent when that is not known
 * @param authenticationResults what can be believed; may be empty
 * @param contentType media type of the whole message, lower case
 * @param parts leaf parts, at least 1
 * @param attachments parts with an attachment disposition or a file name
 * @param structure MIME entities in the order of the message
 * @param attachedFiles the attachments
 * @param truncated names of the event's fields that hold less than the message
 * @param quarantine which limit was hit so that only part of the facts could be read; absent when none was
 */
public record ParsedMessage(
        String fingerprint,
        long size,
        long headerSize,
        @Nullable String sha256,
        @Nullable String messageId,
        @Nullable String inReplyTo,
        Envelope envelope,
        @Nullable String subject,
        @Nullable Instant date,
        @Nullable String listId,
        @Nullable ReceivedHop firstExternalHop,
        List<AuthenticationResult> authenticationResults,
        String contentType,
        int parts,
        int attachments,
        List<BodyPart> structure,
        List<AttachedFile> attachedFiles,
        SortedSet<String> truncated,
        @Nullable QuarantineReason quarantine) {

    /** Copies the collections so that the facts cannot change. */
    public ParsedMessage {
        authenticationResults = List.copyOf(authenticationResults);
        structure = List.copyOf(structure);
        attachedFiles = List.copyOf(attachedFiles);
        truncated = new TreeSet<>(truncated);
    }

    /** Whether only part of the facts could be read. */
    public boolean quarantined() {
        return quarantine != null;
    }
}

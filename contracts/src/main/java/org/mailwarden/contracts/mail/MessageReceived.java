// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.TlsFacts;

/**
 * A message was seen for the first time. Carries header facts within limits, never a body, and stays under 64 KiB: what
 * does not fit is left out and named in {@code truncated}.
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
 * @param sha256 lower-case hex SHA-256 of the raw message; absent when only part of it was fetched
 * @param headerSize bytes of the raw header block, its empty line included
 * @param internalDate when the mail server stored it (IMAP INTERNALDATE); absent for POP3 and when not asked for
 * @param envelope who wrote to whom, with names and counts
 * @param listId identifier of the mailing list (RFC 2919), at most 255 characters; absent when none
 * @param structure the MIME entities, at most 100
 * @param attachedFiles the attachments, at most 50
 * @param firstExternalHop where the message came in from outside the receiving organisation; absent when every hop is
 *     inside, or no Received header is readable
 * @param authenticationResults what the receiving organisation's own servers found out about the sender, at most 20; absent
 *     when there is no result that the sender could not have written
 * @param tls what protected the session it was read over
 * @param truncated names of the fields of this event that hold less than the message, for instance {@code subject},
 *     {@code envelope.to}, {@code structure}; empty when nothing was cut
 * @param quarantineReason which limit was hit; absent when not quarantined
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
        Instant seenAt,
        @Nullable String sha256,
        @Nullable Long headerSize,
        @Nullable Instant internalDate,
        @Nullable Envelope envelope,
        @Nullable String listId,
        @Nullable List<BodyPart> structure,
        @Nullable List<AttachedFile> attachedFiles,
        @Nullable ReceivedHop firstExternalHop,
        @Nullable List<AuthenticationResult> authenticationResults,
        @Nullable TlsFacts tls,
        @Nullable List<String> truncated,
        @Nullable QuarantineReason quarantineReason) {

    /** Copies the lists so that the event cannot change. */
    public MessageReceived {
        to = List.copyOf(to);
        structure = structure == null ? null : List.copyOf(structure);
        attachedFiles = attachedFiles == null ? null : List.copyOf(attachedFiles);
        authenticationResults = authenticationResults == null ? null : List.copyOf(authenticationResults);
        truncated = truncated == null ? null : List.copyOf(truncated);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mail of proven origin says that something happened to an account of the mailbox's owner at another service. Holds what a
 * rule recognised and nothing else of the mail. What is reported is text of the mail: at most 200 characters each, without
 * control and format characters.
 *
 * @param accountId the account in whose mailbox the mail lies
 * @param address its mail address
 * @param owner Keycloak user name; absent when unknown
 * @param kind what happened
 * @param service name of the service that wrote, at most 100 characters
 * @param rule name of the rule that recognised it, at most 200 characters
 * @param senderDomain domain in the From header, lower case
 * @param proof how it is known that the mail comes from there
 * @param addressedToAccount whether the mail names the account's address as a recipient; a forwarded one may not
 * @param sentAt Date header; absent when missing or unreadable
 * @param seenAt when the fetcher read it
 * @param old whether it was sent so long before that it is history and no news
 * @param fingerprint of the message, as in MessageReceived
 * @param messageId Message-ID with its angle brackets; absent when there is none
 * @param reportedTime when it happened; absent when not recognised
 * @param reportedPlace where it happened; absent when not recognised
 * @param reportedDevice with what it was done; absent when not recognised
 * @param reportedAddress from which network address; absent when not recognised
 * @param reportedService about which other service it speaks, such as the one that lost data; absent when about its own
 */
public record EvidenceSeen(
        UUID accountId,
        String address,
        @Nullable String owner,
        EvidenceKind kind,
        String service,
        String rule,
        String senderDomain,
        SenderProof proof,
        boolean addressedToAccount,
        @Nullable Instant sentAt,
        Instant seenAt,
        boolean old,
        String fingerprint,
        @Nullable String messageId,
        @Nullable String reportedTime,
        @Nullable String reportedPlace,
        @Nullable String reportedDevice,
        @Nullable String reportedAddress,
        @Nullable String reportedService) {}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.mailwarden.contracts.mail.SenderProof;

/**
 * What one mail told.
 *
 * @param kind what happened
 * @param service the service that wrote
 * @param senderDomain the domain it wrote from
 * @param proof how it is known that it did
 * @param addressedToAccount whether the mail names the account's address as a recipient
 * @param at when the mail was sent
 * @param messageId its Message-ID; absent when it has none
 * @param time when it happened, in the words of the mail; absent when not recognised
 * @param place where; absent when not recognised
 * @param device with what; absent when not recognised
 * @param address from which network address; absent when not recognised
 * @param about the other service it speaks about; absent when about its own
 */
record Told(
        EvidenceKind kind,
        String service,
        String senderDomain,
        SenderProof proof,
        boolean addressedToAccount,
        Instant at,
        @Nullable String messageId,
        @Nullable String time,
        @Nullable String place,
        @Nullable String device,
        @Nullable String address,
        @Nullable String about) {}

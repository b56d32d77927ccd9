// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that was seen is no longer on the server.
 *
 * @param accountId the account
 * @param folder IMAP folder; {@code INBOX} for POP3
 * @param uidValidity absent for POP3
 * @param uid absent for POP3
 * @param uidl absent for IMAP
 * @param seenAt when its absence was noticed
 */
public record MessageGone(
        UUID accountId,
        String folder,
        @Nullable Long uidValidity,
        @Nullable Long uid,
        @Nullable String uidl,
        Instant seenAt) {}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * The server renumbered a folder: its UIDVALIDITY changed (RFC 9051 section 2.3.1.1).
 *
 * @param accountId the account
 * @param folder the folder
 * @param oldUidValidity what it was
 * @param newUidValidity what it is now
 * @param seenAt when it was noticed
 */
public record MailboxReset(UUID accountId, String folder, long oldUidValidity, long newUidValidity, Instant seenAt) {}

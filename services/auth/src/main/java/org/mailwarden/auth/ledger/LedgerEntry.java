// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.time.Instant;
import org.mailwarden.auth.Pure;

/**
 * A row of the audit ledger.
 *
 * @param seq counts up from 1 without a gap
 * @param ts when, in microseconds
 * @param actor who: a service or a person's name
 * @param action what was done, for instance {@code remediation.started}
 * @param object to what, usually an id
 * @param reason why, a plain sentence or empty
 * @param payload canonical JSON (keys sorted, no blanks); never a secret
 * @param prevHash hash of the row before, 64 zeroes for the first
 * @param hash SHA-256 over everything above, lower-case hex
 */
@Pure
public record LedgerEntry(
        long seq,
        Instant ts,
        String actor,
        String action,
        String object,
        String reason,
        String payload,
        String prevHash,
        String hash) {}

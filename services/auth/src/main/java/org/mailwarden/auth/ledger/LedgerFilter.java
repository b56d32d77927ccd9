// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are wanted; what is empty or null does not matter.
 *
 * @param person a name or an address: rows that name it, found by its keyed hash
 * @param actions any of these actions
 * @param object the exact object
 * @param from written then or later
 * @param before written earlier
 */
public record LedgerFilter(
        @Nullable String person,
        Set<String> actions,
        @Nullable String object,
        @Nullable Instant from,
        @Nullable Instant before) {

    /** Every row. */
    public static final LedgerFilter ALL = new LedgerFilter(null, Set.of(), null, null, null);

    /** Copies the set. */
    public LedgerFilter {
        actions = Set.copyOf(actions);
    }
}

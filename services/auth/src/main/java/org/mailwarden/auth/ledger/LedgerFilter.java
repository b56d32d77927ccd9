// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Which rows are wanted; what is null does not matter.
 *
 * @param person a name or an address: rows that name it, found by its keyed hash
 * @param action the exact action
 * @param object the exact object
 */
public record LedgerFilter(
        @Nullable String person,
        @Nullable String action,
        @Nullable String object) {

    /** Every row. */
    public static final LedgerFilter ALL = new LedgerFilter(null, null, null);
}

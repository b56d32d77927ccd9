// SPDX-License-Identifier: Apache-2.0
/** The audit ledger: rows chained by hash, written with the change they tell of. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.ledger;

// SPDX-License-Identifier: Apache-2.0
/** The forced reset and its ledger. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.reset;

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

/**
 * What the database says the ledger's end is.
 *
 * @param seq number of the last row, 0 when there is none
 * @param hash its hash
 * @param checkpoint number of the last checkpoint that was signed, 0 before the first
 */
public record LedgerHead(long seq, String hash, long checkpoint) {}

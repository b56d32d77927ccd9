// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** How a scan ended. */
public sealed interface ScanOutcome {

    /**
     * The list was read to its end.
     *
     * @param lines lines of it
     * @param pairs pairs of the fleet's addresses
     * @param sha256 lower-case hex SHA-256 of the file
     */
    record Scanned(long lines, long pairs, String sha256) implements ScanOutcome {}

    /**
     * The file is no list of addresses and passwords.
     *
     * @param sentence what is wrong and what to do next
     */
    record NotACombolist(String sentence) implements ScanOutcome {}

    /** Somebody stopped it. */
    record Cancelled() implements ScanOutcome {}
}

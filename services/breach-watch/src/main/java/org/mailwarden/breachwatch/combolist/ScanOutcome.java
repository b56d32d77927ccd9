// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.util.Map;

/** How a scan ended. */
public sealed interface ScanOutcome {

    /**
     * The list was read to its end.
     *
     * @param lines lines of it
     * @param pairs pairs of the fleet's addresses
     * @param sha256 lower-case hex SHA-256 of the file
     * @param rejects how many lines, or addresses of the fleet, led to no pair, by reason; reasons that did not occur are absent
     */
    record Scanned(long lines, long pairs, String sha256, Map<Reject, Long> rejects) implements ScanOutcome {

        /** Copies the counts. */
        public Scanned {
            rejects = Map.copyOf(rejects);
        }
    }

    /**
     * The file is no list of addresses and passwords, or none that can be read. What was heard of it until then counts for
     * nothing.
     *
     * @param sentence what is wrong and what to do next
     */
    record NotACombolist(String sentence) implements ScanOutcome {}

    /** Somebody stopped it. */
    record Cancelled() implements ScanOutcome {}
}

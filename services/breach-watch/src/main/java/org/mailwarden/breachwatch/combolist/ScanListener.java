// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** Hears what a scan finds, and may stop it. Called from the scanning thread. */
public interface ScanListener {

    /**
     * A pair of the fleet was found.
     *
     * @param pair the pair; wiped by the scanner after this call
     */
    void found(Pair pair);

    /**
     * Hears of progress.
     *
     * @param done bytes read
     * @param total bytes to read
     */
    void progress(long done, long total);

    /** Whether the scan should stop. */
    boolean cancelled();
}

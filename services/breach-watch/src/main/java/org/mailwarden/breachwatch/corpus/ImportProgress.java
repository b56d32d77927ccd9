// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

/** Hears how far an import is, and may stop it. */
public interface ImportProgress {

    /** Nobody listens, and nobody stops it. */
    ImportProgress UNHEARD = new ImportProgress() {
        @Override
        public void progress(long done, long total) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * Hears of progress; called about every MiB, from the importing thread.
     *
     * @param done bytes read
     * @param total bytes to read
     */
    void progress(long done, long total);

    /** Whether the import should stop. */
    boolean cancelled();

    /** Whether one that stops is to go on later: what it has done so far is kept then, and deleted otherwise. */
    default boolean goesOnLater() {
        return false;
    }
}

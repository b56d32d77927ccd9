// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

/** How a download ended. Only {@link Landed} changed an answer. */
public sealed interface DownloadOutcome {

    /**
     * What came serves.
     *
     * @param generation name of what is seen now
     * @param changed the prefixes whose ranges are new
     * @param first whether nothing served before
     * @param newEntries hashes that were not there before
     * @param entries hashes in all
     * @param stale the prefixes whose old state was kept, or that are not known at all
     */
    record Landed(String generation, PrefixSet changed, boolean first, long newEntries, long entries, PrefixSet stale)
            implements DownloadOutcome {}

    /**
     * Every range that came is the one that serves already.
     *
     * @param stale the prefixes that did not come
     */
    record Unchanged(PrefixSet stale) implements DownloadOutcome {}

    /**
     * The server answers no more. What was fetched is kept, and the next download goes on there.
     *
     * @param reason why, as part of a sentence
     * @param done prefixes that need not be asked for again
     */
    record Away(String reason, int done) implements DownloadOutcome {}

    /** Another corpus was imported meanwhile: what came belongs to the one before, and was dropped. */
    record Overtaken() implements DownloadOutcome {}

    /** Somebody stopped it. */
    record Cancelled() implements DownloadOutcome {}
}

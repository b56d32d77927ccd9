// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.finding;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Finding;

/** Asks breach-watch for a finding. An event only says that it is worth asking: anybody on the network could forge one. */
public interface FindingReader {

    /** What breach-watch told. */
    sealed interface Answer {
        /**
         * The finding.
         *
         * @param finding as breach-watch holds it now
         */
        record Told(Finding finding) implements Answer {}

        /** There is no such finding. */
        record Unknown() implements Answer {}

        /**
         * Could not ask; never to be taken for "no".
         *
         * @param why plain sentence
         */
        record Unavailable(String why) implements Answer {}
    }

    /**
     * Reads a finding. Blocking, bounded in time.
     *
     * @param findingId the finding
     * @return what breach-watch told
     */
    Answer read(UUID findingId);

    /** What breach-watch told of many. */
    sealed interface Listing {
        /**
         * A page of findings.
         *
         * @param findings as breach-watch holds them now, the newest first
         * @param next where the next page begins; absent on the last
         */
        record Told(List<Finding> findings, @Nullable String next) implements Listing {

            /** Copies the list. */
            public Told {
                findings = List.copyOf(findings);
            }
        }

        /**
         * Could not ask; never to be taken for "none".
         *
         * @param why plain sentence
         */
        record Unavailable(String why) implements Listing {}
    }

    /**
     * Reads a page of findings, closed ones among them. Blocking, bounded in time.
     *
     * @param from raised at this moment or later
     * @param after where the page begins, as the page before said; absent for the first
     * @return what breach-watch told
     */
    Listing list(Instant from, @Nullable String after);
}

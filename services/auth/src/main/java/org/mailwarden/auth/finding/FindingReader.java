// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.finding;

import java.util.UUID;
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
}

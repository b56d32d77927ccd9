// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.util.List;

/**
 * Proposals for an address.
 *
 * @param address the address, lower case
 * @param candidates best first; the first one is what to try
 * @param sources what each source said
 */
public record Discovery(String address, List<Candidate> candidates, List<SourceAnswer> sources) {

    /** Copies the lists. */
    public Discovery {
        candidates = List.copyOf(candidates);
        sources = List.copyOf(sources);
    }
}

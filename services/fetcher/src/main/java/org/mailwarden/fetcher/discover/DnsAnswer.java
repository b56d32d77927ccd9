// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.util.List;

/** What the DNS says about a name. */
public sealed interface DnsAnswer {

    /**
     * Its records.
     *
     * @param records in text form, at least one, at most 20
     */
    record Records(List<String> records) implements DnsAnswer {

        /** Copies the list. */
        public Records {
            records = List.copyOf(records);
        }
    }

    /** There are none. */
    record None() implements DnsAnswer {}

    /** It could not be asked. */
    record Unavailable() implements DnsAnswer {}
}

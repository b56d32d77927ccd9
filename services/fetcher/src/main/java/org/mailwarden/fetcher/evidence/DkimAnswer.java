// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import java.util.List;

/** What the DKIM signatures of a message (RFC 6376) say. */
sealed interface DkimAnswer {

    /**
     * At least one of the wanted signers signed all of it.
     *
     * @param domains who signed, lower case
     */
    record Signed(List<String> domains) implements DkimAnswer {

        /** Copies the list. */
        public Signed {
            domains = List.copyOf(domains);
        }
    }

    /** No wanted signer did, or what was signed has changed. */
    record Unsigned() implements DkimAnswer {}

    /** It could not be found out. */
    record Unavailable() implements DkimAnswer {}
}

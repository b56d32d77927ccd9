// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import org.mailwarden.fetcher.discover.DnsAnswer;

/** Finds the key records of signers (RFC 6376 section 3.6). */
interface KeyLookup {

    /**
     * Looks up.
     *
     * @param name {@code selector._domainkey.domain}, lower case
     * @return its records as one text each, that there are none, or that it could not be asked
     */
    DnsAnswer find(String name);
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

/** Where a proposal comes from, best first. */
public enum Source {
    /** The table of large providers. */
    PRESET,
    /** The domain's own autoconfig document, over HTTPS. */
    AUTOCONFIG,
    /** Service records of the domain (RFC 6186). */
    SRV,
    /** The servers that receive the domain's mail belong to a provider of the table. */
    MX,
    /** A customary name that exists. */
    GUESS
}

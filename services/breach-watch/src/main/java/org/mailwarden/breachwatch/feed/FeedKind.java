// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

/** The kinds of source. */
public enum FeedKind {

    /** Files of address and password pairs that an admin names. Built in; cannot be created. */
    COMBOLIST,

    /** The API of Have I Been Pwned, version 3. */
    HIBP,

    /** A MISP feed: manifest.json and an event a file. */
    MISP,

    /** CSV or JSON with a mapping. */
    TABLE
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

/** How far to trust a proposal before {@code POST /accounts/test} has tried it. */
public enum Confidence {
    /** The provider or the domain itself says so over a protected connection. */
    HIGH,
    /** An unprotected answer says so. */
    MEDIUM,
    /** A name that is customary. */
    LOW
}

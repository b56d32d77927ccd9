// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

/** What a mark is about. */
public enum MarkKind {
    /** Where people are. */
    COUNTRY,
    /** By addresses, or by autonomous system. */
    NETWORK,
    /** A program, whatever its version. */
    CLIENT
}

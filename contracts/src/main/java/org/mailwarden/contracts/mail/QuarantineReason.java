// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

/** Why only part of a message could be read. */
public enum QuarantineReason {
    /** A header block or field is longer than the limit. */
    HEADER_TOO_LONG,
    /** An entity has more header fields than the limit. */
    TOO_MANY_FIELDS,
    /** A line is longer than the limit. */
    LINE_TOO_LONG,
    /** The address headers hold more addresses than the limit. */
    TOO_MANY_ADDRESSES,
    /** Entities are nested deeper than the limit. */
    NESTED_TOO_DEEP,
    /** There are more entities than the limit. */
    TOO_MANY_PARTS,
    /** The message is larger than the limit: only its beginning was read. */
    MESSAGE_TOO_LARGE,
    /** The server announced a message and sent nothing. */
    NOTHING_RECEIVED,
    /** The message breaks the parser. */
    UNREADABLE
}

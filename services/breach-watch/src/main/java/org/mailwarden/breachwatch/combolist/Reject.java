// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** Why a line, or an address of the fleet in it, led to no pair. */
public enum Reject {
    /** The line holds no at sign: a heading, or a user name that is no address. */
    NO_ADDRESS,
    /** The line is longer than 64 KiB; it is searched for addresses all the same. */
    LINE_TOO_LONG,
    /** Nothing stands behind the fleet's address. */
    NO_PASSWORD,
    /** What stands behind the fleet's address is not separated from it. */
    NO_SEPARATOR,
    /** The browser that was robbed had not stored the password. */
    NOT_SAVED,
    /** A word for nothing stands in its place, such as {@code null}, or stars. */
    PLACEHOLDER,
    /** What stands in its place is too long for a password. */
    PASSWORD_TOO_LONG,
    /** A hash that is not compared (MD5, NTLM, bcrypt, ...). The pair is heard nevertheless: a password may look like one. */
    OTHER_HASH,
    /** The same record stood in the file before. */
    DUPLICATE
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** What stands where the password is expected. */
public enum PasswordKind {
    /** A password in clear. */
    CLEAR,
    /** 40 hex digits: most likely the SHA-1 of a password. */
    SHA1,
    /**
     * It looks like a hash of a kind that is not compared. A password may look like that too, so it is worth a comparison; but
     * when it is not the current password, nothing follows.
     */
    OTHER_HASH
}

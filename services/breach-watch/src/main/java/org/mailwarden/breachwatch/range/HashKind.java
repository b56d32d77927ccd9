// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

/** The kinds of hash that a range search may be about. */
enum HashKind {
    /** Of the password in UTF-8: 40 hex digits. */
    SHA1(35),
    /** MD4 of the password in UTF-16, as Windows keeps it: 32 hex digits. */
    NTLM(27);

    private final int suffixDigits;

    HashKind(int suffixDigits) {
        this.suffixDigits = suffixDigits;
    }

    /** Hex digits behind the five of the prefix. */
    int suffixDigits() {
        return suffixDigits;
    }
}

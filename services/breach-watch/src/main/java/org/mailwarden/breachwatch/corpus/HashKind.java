// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

/** What a corpus is made of. Both are cut alike: 20 bits of prefix, 64 bits of key, and the tail. */
public enum HashKind {
    /** 160 bits, what credentials are matched against. */
    SHA1("SHA-1", "corpus-", 40),
    /** 128 bits (MD4 of the UTF-16 password): only served, never matched, as such a hash is as good as its password. */
    NTLM("NTLM", "ntlm-", 32);

    private final String text;
    private final String generations;
    private final int digits;

    HashKind(String text, String generations, int digits) {
        this.text = text;
        this.generations = generations;
        this.digits = digits;
    }

    /** How people call it. */
    public String text() {
        return text;
    }

    /** What its generations' names begin with. */
    String generations() {
        return generations;
    }

    /** Hex digits of a hash. */
    int digits() {
        return digits;
    }

    /** Hex digits behind the prefix. */
    public int suffixDigits() {
        return digits - Layout.PREFIX_BITS / 4;
    }
}

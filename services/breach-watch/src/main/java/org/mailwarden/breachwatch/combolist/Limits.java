// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

/** Every bound of the reading of a list, with the reason for its number. */
final class Limits {

    /** Bytes of text that are held at once. It stays in a processor's second cache, and a heap never sees more of a list. */
    static final int BUFFER = 1 << 20;

    /**
     * Bytes before and behind an at sign that a record may reach to. Blocks of stealer logs have 3 to 6 lines of some hundred
     * bytes, addresses of pages up to 2,000; what is farther away belongs to something else.
     */
    static final int WINDOW = 1 << 12;

    /** A longer line is counted as cut: beyond the window, what it holds belongs to no address of it. */
    static final int LONGEST_LINE = 1 << 16;

    /** Bytes of the part before the at sign (RFC 5321, 4.5.3.1.1). */
    static final int LONGEST_LOCAL = 64;

    /** Bytes of a domain (RFC 5321, 4.5.3.1.2). */
    static final int LONGEST_DOMAIN = 255;

    /** Bytes of quotes, marks and escapes that are looked through in front of an address. */
    static final int GLUE = 12;

    /** Bytes of a password. Mail servers and bcrypt stop at 72 to 128; what is longer is the rest of a broken line. */
    static final int LONGEST_PASSWORD = 256;

    /**
     * Candidates from which on an address that stands once more in a line begins a new pair. Each place gives nine at most; a
     * line of nothing but one address must not gather millions.
     */
    static final int MANY_CANDIDATES = 16;

    /** Lines of a block that are looked at before and behind the line with the address. */
    static final int BLOCK_LINES = 8;

    /** Bytes from which the kind of a file is told: a tar names itself at byte 257. */
    static final int HEAD = 1 << 12;

    /** Bytes without one address after which a file is given up. Banners and headings are far shorter. */
    static final long NO_ADDRESS_WITHIN = 64L << 20;

    /** Expanded bytes for each packed one. Lists pack 3 to 10 to 1, with every line 47 times over 100 to 1; a bomb 1,000 to 1. */
    static final long MOST_EXPANSION = 200;

    /** Expanded bytes before the ratio counts: a small archive cannot do harm, whatever its ratio. */
    static final long EXPANSION_FLOOR = 16L << 20;

    /** Expanded bytes of one archive. The largest list that went round has 100 GB. */
    static final long MOST_EXPANDED = 256L << 30;

    /** Files in one archive. Stealer logs have some thousand folders with a few files each. */
    static final int MOST_ENTRIES = 50_000;

    /** Pairs that are remembered to tell a repeated one: 8 MB. Pairs beyond are heard again, which does no harm. */
    static final int REMEMBERED_PAIRS = 1 << 19;

    private Limits() {}
}

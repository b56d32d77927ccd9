// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

/** What a row of a generation holds. All of an entry lies in it, so that a look-up waits once for memory or the disk. Pure. */
enum RowForm {
    /** Key (8 bytes, little-endian), the 76 bits behind it as in the hash (10), count (1). */
    SHA1(19, 18, -1L),
    /** The same with 44 bits behind the key (6). */
    NTLM(15, 14, -1L),
    /**
     * Count (1), and the key without its last 8 bits: with the prefix 76 bits of the hash, enough to match and too little to
     * answer for a range. A row lies within one line of the cache.
     */
    MATCH_ONLY(8, 0, -1L << 8);

    private final int bytes;
    private final int countOffset;
    private final long keyMask;

    RowForm(int bytes, int countOffset, long keyMask) {
        this.bytes = bytes;
        this.countOffset = countOffset;
        this.keyMask = keyMask;
    }

    static RowForm of(HashKind kind, boolean matchOnly) {
        if (!matchOnly) {
            return kind == HashKind.SHA1 ? SHA1 : NTLM;
        }
        if (kind != HashKind.SHA1) {
            throw new IllegalArgumentException("Only SHA-1 is matched");
        }
        return MATCH_ONLY;
    }

    int bytes() {
        return bytes;
    }

    /** Where a row begins. */
    long at(long entry) {
        return entry * bytes;
    }

    /** Where the count of a row is. */
    long countAt(long entry) {
        return at(entry) + countOffset;
    }

    /** What of a key is held: rows are in its order, and compared by it alone. */
    long held(long key) {
        return key & keyMask;
    }
}

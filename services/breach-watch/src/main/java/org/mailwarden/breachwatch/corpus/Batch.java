// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.io.IOException;

/**
 * Finds out where many hashes should be, and brings what lies there into the cache. Each phase does one thing in a loop of
 * few instructions: so many more waits for memory pass side by side, as a processor runs a few hundred instructions ahead
 * and no further. Used by one thread.
 */
final class Batch {

    /** Hashes at a time: more do not make it faster. */
    static final int SIZE = 32;

    /** Rows on each side of where a hash should be, which it is found among five times out of six. */
    private static final int AROUND = 2;

    private final ByteStore.Numbers rows;
    private final ByteStore.Numbers index;
    private final RowForm form;
    private final int indexBits;
    private final long lastNumber;
    private final long[] from = new long[SIZE];
    private final long[] after = new long[SIZE];
    private final long[] front = new long[SIZE];
    private final long[] back = new long[SIZE];

    Batch(ByteStore.Numbers rows, ByteStore.Numbers index, Manifest manifest) {
        this.rows = rows;
        this.index = index;
        this.form = manifest.form();
        this.indexBits = manifest.indexBits();
        this.lastNumber = form.at(manifest.entries()) - Long.BYTES;
    }

    /**
     * Takes the next hashes.
     *
     * @param hashes of which
     * @param start the first
     * @param count how many, at most {@link #SIZE}
     */
    void take(Sha1Hash[] hashes, int start, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            front[i] = Layout.indexAt(Layout.indexRow(hashes[start + i], indexBits));
        }
        for (int i = 0; i < count; i++) {
            from[i] = index.longAt(front[i]);
            after[i] = index.longAt(front[i] + Layout.INDEX_BYTES);
        }
        for (int i = 0; i < count; i++) {
            from[i] &= Layout.INDEX_MASK;
            after[i] &= Layout.INDEX_MASK;
            long entry = Layout.likely(hashes[start + i].key(), indexBits, from[i], after[i]);
            front[i] = Math.min(form.at(Math.max(entry - AROUND, 0)), lastNumber);
            back[i] = Math.min(form.at(entry + AROUND + 1) - Long.BYTES, lastNumber);
        }
        if (lastNumber < 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            // A row may lie across two lines of the cache, and is a place or two away more often than not. The numbers
            // are
            // kept so that reading them is not left out.
            front[i] = rows.longAt(front[i]) ^ rows.longAt(back[i]);
        }
    }

    /** Where the entries begin that a hash may be among. */
    long from(int i) {
        return from[i];
    }

    /** Where they end. */
    long after(int i) {
        return after[i];
    }
}

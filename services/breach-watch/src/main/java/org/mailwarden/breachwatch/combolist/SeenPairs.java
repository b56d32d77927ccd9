// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * Tells a pair that was met before, by half of a keyed hash, under a key that is gone with the scan. Wild lists repeat a line
 * up to 47 times. Used by one thread.
 */
final class SeenPairs {

    private static final int FIRST_SIZE = 1 << 8;

    private final MessageDigest digest = Sha256.digest();
    private final byte[] key = new byte[Long.BYTES * 4];
    private long[] seen = new long[FIRST_SIZE];
    private int size;

    SeenPairs() {
        new SecureRandom().nextBytes(key);
    }

    /** Remembers a pair; false when it was met before. When there is no room left, every pair counts as new. */
    boolean add(Pair pair) {
        long hash = hash(pair);
        int slot = slot(seen, hash);
        if (seen[slot] == hash) {
            return false;
        }
        if (size < Limits.REMEMBERED_PAIRS) {
            seen[slot] = hash;
            if (++size > seen.length / 2) {
                grow();
            }
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[seen.length * 2];
        for (long hash : seen) {
            if (hash != 0) {
                larger[slot(larger, hash)] = hash;
            }
        }
        seen = larger;
    }

    private static int slot(long[] table, long hash) {
        int slot = (int) hash & table.length - 1;
        while (table[slot] != 0 && table[slot] != hash) {
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    /** The key comes first and every part with its length: nothing can be appended unseen. Zero means free, so never is one. */
    private long hash(Pair pair) {
        digest.update(key);
        part(pair.address().getBytes(StandardCharsets.UTF_8));
        part(pair.form().name().getBytes(StandardCharsets.US_ASCII));
        String site = pair.site();
        part((site == null ? "" : site).getBytes(StandardCharsets.UTF_8));
        pair.candidates().forEach(this::part);
        return ByteBuffer.wrap(digest.digest()).getLong() | 1;
    }

    private void part(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpus;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A SHA-1 split the way the corpus stores it: prefix (bits 0 to 19), key (bits 20 to 83), tail (bits 84 to 159). No text
 * form: the hash of a password is as good as the password to whoever guesses.
 *
 * @param prefix 0 to 1048575
 * @param key the next 64 bits, compared unsigned
 * @param tailHigh the next 12 bits, 0 to 4095
 * @param tailLow the last 64 bits
 */
public record Sha1Hash(int prefix, long key, int tailHigh, long tailLow) implements Comparable<Sha1Hash> {

    /** Bytes of a SHA-1. */
    public static final int LENGTH = 20;

    /**
     * Splits a hash.
     *
     * @param sha1 20 bytes
     * @return the parts
     */
    public static Sha1Hash of(byte[] sha1) {
        if (sha1.length != LENGTH) {
            throw new IllegalArgumentException("A SHA-1 has " + LENGTH + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(sha1);
        long first = bytes.getLong(0);
        long second = bytes.getLong(8);
        long low = bytes.getInt(16) & 0xFFFFFFFFL;
        int prefix = (int) (first >>> 44);
        long key = (first << 20) | (second >>> 44);
        int tailHigh = (int) (second >>> 32) & 0xFFF;
        return new Sha1Hash(prefix, key, tailHigh, (second << 32) | low);
    }

    /**
     * Hashes a password.
     *
     * @param utf8 its bytes
     * @return the hash
     */
    public static Sha1Hash ofPassword(byte[] utf8) {
        try {
            return of(MessageDigest.getInstance("SHA-1").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }

    @Override
    public int compareTo(Sha1Hash other) {
        int byPrefix = Integer.compare(prefix, other.prefix);
        if (byPrefix != 0) {
            return byPrefix;
        }
        int byKey = Long.compareUnsigned(key, other.key);
        if (byKey != 0) {
            return byKey;
        }
        int byTail = Integer.compare(tailHigh, other.tailHigh);
        return byTail != 0 ? byTail : Long.compareUnsigned(tailLow, other.tailLow);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "***";
    }
}

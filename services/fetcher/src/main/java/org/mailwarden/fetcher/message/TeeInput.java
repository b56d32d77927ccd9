// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Passes bytes on and shows each of them, once and in order, to somebody else; also those that are skipped. For one thread. */
public final class TeeInput extends FilterInputStream {

    private static final int SKIPPED_AT_ONCE = 8192;

    private final Taker taker;

    /** Who is shown the bytes. */
    public interface Taker {

        /**
         * Takes bytes, which stay the caller's.
         *
         * @param buffer holds them
         * @param offset where they begin
         * @param count how many they are, at least 1
         */
        void take(byte[] buffer, int offset, int count);
    }

    /**
     * Begins.
     *
     * @param in what is read
     * @param taker who is shown it
     */
    public TeeInput(InputStream in, Taker taker) {
        super(in);
        this.taker = taker;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            taker.take(buffer, offset, count);
        }
        return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
        byte[] skipped = new byte[(int) Math.min(SKIPPED_AT_ONCE, Math.max(0, wanted))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stream that comes in parts. Used by one thread. */
abstract class PartStream extends InputStream {

    private ByteBuffer part = ByteBuffer.allocate(0);

    /**
     * Gives the next part.
     *
     * @return bytes to be read before this is called again; none at the end
     * @throws IOException when it cannot be read
     */
    abstract ByteBuffer next() throws IOException;

    /** Bytes of the last part that were not read yet. */
    final int unread() {
        return part.remaining();
    }

    @Override
    public final int read() throws IOException {
        return has() ? part.get() & 0xFF : -1;
    }

    @Override
    public final int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!has()) {
            return -1;
        }
        int most = Math.min(length, part.remaining());
        part.get(bytes, offset, most);
        return most;
    }

    private boolean has() throws IOException {
        if (!part.hasRemaining()) {
            part = next();
        }
        return part.hasRemaining();
    }
}

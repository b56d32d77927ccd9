// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.combolist;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** What comes out of an archive, until it is more than an honest list would be. */
final class BoundedExpansion extends FilterInputStream {

    private final LongSupplier packed;
    private long expanded;

    /**
     * Bounds a stream.
     *
     * @param in unpacks
     * @param packed bytes of the archive that were read so far
     */
    BoundedExpansion(InputStream in, LongSupplier packed) {
        super(in);
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws Unreadable {
        expanded += read;
        boolean bomb =
                expanded > Limits.EXPANSION_FLOOR && expanded / Limits.MOST_EXPANSION > Math.max(1, packed.getAsLong());
        if (bomb || expanded > Limits.MOST_EXPANDED) {
            throw new Unreadable("The archive expands to more than "
                    + (bomb ? Limits.MOST_EXPANSION + " times its size" : (Limits.MOST_EXPANDED >> 30) + " GB")
                    + ", as archives do that are made to fill up a machine. If you trust it, unpack it and import the"
                    + " text file.");
        }
    }
}

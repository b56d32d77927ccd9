// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.signin;

import java.nio.ByteBuffer;

/** Numbers in as few bytes as they need, seven bits a byte, the lowest first. */
final class Varint {

    private static final int LONGEST = 10;

    private Varint() {}

    static void write(ByteBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }

    static long read(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < LONGEST; i++) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than " + LONGEST + " bytes");
    }
}

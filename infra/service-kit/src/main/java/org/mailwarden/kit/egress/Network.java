// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import java.net.InetAddress;

/**
 * A range of addresses (RFC 4632). Pure.
 *
 * @param base an address of the range
 * @param prefix bits that all its addresses share, 0 to 32 or 128
 */
public record Network(InetAddress base, int prefix) {

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException when the prefix is too long for the address
     */
    public Network {
        int bits = base.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("A prefix is 0 to " + bits + " bits long, not " + prefix);
        }
    }

    /**
     * Reads a range as operators write it.
     *
     * @param text for instance {@code 10.20.0.0/16}, {@code fd00::/8}, or one address
     * @return the range
     * @throws IllegalArgumentException with a plain sentence when it is no range
     */
    public static Network of(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            InetAddress base = InetAddress.ofLiteral(parts[0]);
            return new Network(base, parts.length == 1 ? base.getAddress().length * 8 : Integer.parseInt(parts[1]));
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no network. Write it as address/bits, for instance 10.20.0.0/16 or fd00::/8.",
                    unreadable);
        }
    }

    /**
     * Whether an address belongs to the range.
     *
     * @param address any
     * @return false too when it is of the other family
     */
    public boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}

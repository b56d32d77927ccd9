// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.logins;

import java.util.random.RandomGenerator;

/**
 * Who gives people their addresses. Whether a network is new to somebody is a matter of this, not of the address.
 *
 * @param number tells it from others
 * @param kind what it sells
 * @param city where it is, or the seat of one that serves a country
 * @param blocks the first three bytes of each of its /24
 */
record Provider(int number, Kind kind, City city, int[] blocks) {

    enum Kind {
        /** A line to a house: cities are known well. */
        HOME,
        /** Phones of a country behind few addresses: often only the country is known. */
        MOBILE,
        /** One building of the organisation. */
        OFFICE,
        /** A hotel, a café, a dormitory. */
        GUESTS,
        HOSTING,
        VPN,
        TOR,
        /** The gateway of the organisation. */
        EGRESS
    }

    /** Whether its place says nothing about who uses it. */
    boolean hides() {
        return kind == Kind.HOSTING || kind == Kind.VPN || kind == Kind.TOR || kind == Kind.EGRESS;
    }

    /** An address of one of its blocks. */
    String address(RandomGenerator random) {
        return address(blocks[random.nextInt(blocks.length)], 1 + random.nextInt(254));
    }

    static String address(int block, int last) {
        return (block >>> 16) + "." + (block >>> 8 & 0xFF) + "." + (block & 0xFF) + "." + last;
    }
}

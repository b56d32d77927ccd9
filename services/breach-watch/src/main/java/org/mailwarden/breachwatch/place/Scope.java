// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

/** Where an address is valid, by the registries of special-purpose addresses (RFC 6890 and what amends it). */
public enum Scope {
    /** On the Internet: it has a place. */
    PUBLIC,
    /** Within one organisation (RFC 1918, RFC 4193). */
    PRIVATE,
    /** Between a provider and its customers (RFC 6598, carrier-grade NAT). */
    SHARED,
    /** The machine itself. */
    LOOPBACK,
    /** One link (RFC 3927, RFC 4291). */
    LINK_LOCAL,
    /** Examples (RFC 5737, RFC 3849, RFC 9637). */
    DOCUMENTATION,
    /** Nobody's: an address that no honest client has. */
    RESERVED;

    /** The scope of an address. */
    public static Scope of(Address address) {
        return address.isIpv4() ? ofIpv4(address.ipv4()) : ofIpv6(address);
    }

    private static Scope ofIpv4(int bits) {
        int first = bits >>> 24;
        int second = bits >>> 16 & 0xFF;
        int third = bits >>> 8 & 0xFF;
        return switch (first) {
            case 0 -> RESERVED;
            case 10 -> PRIVATE;
            case 100 -> second >>> 6 == 1 ? SHARED : PUBLIC;
            case 127 -> LOOPBACK;
            case 169 -> second == 254 ? LINK_LOCAL : PUBLIC;
            case 172 -> second >>> 4 == 1 ? PRIVATE : PUBLIC;
            case 192 ->
                second == 168
                        ? PRIVATE
                        : second == 0 && third == 2 ? DOCUMENTATION : second == 0 && third == 0 ? RESERVED : PUBLIC;
            case 198 -> second == 51 && third == 100 ? DOCUMENTATION : second == 18 || second == 19 ? RESERVED : PUBLIC;
            case 203 -> second == 0 && third == 113 ? DOCUMENTATION : PUBLIC;
            // Multicast and the former class E.
            default -> first >= 224 ? RESERVED : PUBLIC;
        };
    }

    private static Scope ofIpv6(Address address) {
        long high = address.high();
        if (high == 0 && address.low() == 1) {
            return LOOPBACK;
        }
        if (high >>> 54 == 0xFE80 >>> 6) {
            return LINK_LOCAL;
        }
        if (high >>> 57 == 0xFC >>> 1) {
            return PRIVATE;
        }
        if (high >>> 32 == 0x2001_0DB8L || high >>> 44 == 0x3FFF0) {
            return DOCUMENTATION;
        }
        // Global unicast is 2000::/3; nothing else is handed out.
        return high >>> 61 == 1 ? PUBLIC : RESERVED;
    }
}

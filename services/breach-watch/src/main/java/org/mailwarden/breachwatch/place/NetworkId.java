// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * The network an address belongs to, in 64 bits: a /24 of IPv4, a /48 or /56 of IPv6, or an autonomous system. Two clients of
 * one network are alike for whoever judges sign-ins.
 *
 * @param bits kind in the two highest bits, then what tells it from others; see {@link #of} and {@link #ofProvider}
 */
public record NetworkId(long bits) {

    private static final long IPV6 = 1L << 62;
    private static final long PROVIDER = 2L << 62;
    private static final long LONG_PREFIX = 1L << 61;
    private static final int PREFIX_SHIFT = 32;

    /** The examples of RFC 5737 are small; tests and the demo need several networks of them. */
    private static final int DOCUMENTATION_PREFIX = 27;

    /** What a household or a small office has (RFC 6177). */
    public static final int SITE_OF_HOUSEHOLD = 56;

    /** What an organisation has (RFC 6177). */
    public static final int SITE_OF_ORGANISATION = 48;

    /**
     * The network of an address by its prefix.
     *
     * @param address the address
     * @param ipv6Prefix {@link #SITE_OF_ORGANISATION} or {@link #SITE_OF_HOUSEHOLD}
     */
    public static NetworkId of(Address address, int ipv6Prefix) {
        if (address.isIpv4()) {
            int prefix = Scope.of(address) == Scope.DOCUMENTATION ? DOCUMENTATION_PREFIX : 24;
            return ofIpv4(address.ipv4(), prefix);
        }
        boolean household = ipv6Prefix == SITE_OF_HOUSEHOLD;
        long kept = (address.high() >>> 64 - ipv6Prefix) << SITE_OF_HOUSEHOLD - ipv6Prefix;
        return new NetworkId(IPV6 | (household ? LONG_PREFIX : 0) | kept & (1L << SITE_OF_HOUSEHOLD) - 1);
    }

    /**
     * An autonomous system.
     *
     * @param number its number, RFC 6793
     */
    public static NetworkId ofProvider(long number) {
        return new NetworkId(PROVIDER | number);
    }

    private static NetworkId ofIpv4(int address, int prefix) {
        return new NetworkId((long) prefix << PREFIX_SHIFT | Integer.toUnsignedLong(address & -1 << 32 - prefix));
    }

    /**
     * A wider network around it, which a provider often holds as a whole: /16 of IPv4, /32 of IPv6. An autonomous system is
     * wide enough.
     */
    public NetworkId neighbourhood() {
        return switch ((int) (bits >>> 62)) {
            case 0 -> bits >>> PREFIX_SHIFT == DOCUMENTATION_PREFIX ? this : ofIpv4((int) bits, 16);
            case 1 -> new NetworkId(bits & ~(LONG_PREFIX | 0xFF_FFFFL));
            default -> this;
        };
    }

    /** As operators write it: {@code 192.0.2.0/27}, {@code 2001:db8:7::/48}, {@code AS64500}. */
    @Override
    public String toString() {
        try {
            return switch ((int) (bits >>> 62)) {
                case 0 ->
                    InetAddress.getByAddress(ByteBuffer.allocate(4)
                                            .putInt((int) bits)
                                            .array())
                                    .getHostAddress()
                            + "/" + (bits >>> PREFIX_SHIFT);
                case 1 ->
                    shortened(bits << 8)
                            + ((bits & LONG_PREFIX) == 0 ? "/" + SITE_OF_ORGANISATION : "/" + SITE_OF_HOUSEHOLD);
                default -> "AS" + (bits & 0xFFFF_FFFFL);
            };
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String shortened(long high) {
        StringBuilder text = new StringBuilder();
        for (int shift = 48; shift >= 0 && high << 48 - shift != 0; shift -= 16) {
            text.append(Long.toHexString(high >>> shift & 0xFFFF)).append(':');
        }
        return text.append(text.isEmpty() ? "::" : ":").toString();
    }
}

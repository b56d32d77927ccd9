// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.place;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; IPv4 is kept as IPv4-mapped IPv6 (RFC 4291, section 2.5.5.2), so that both are one.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Address(long high, long low) {

    /** The longest text of an address with four decimal groups at its end (RFC 5952). */
    private static final int LONGEST = 45;

    private static final int LONGEST_ZONE = 32;
    private static final long MAPPED = 0xFFFF_0000_0000L;

    /** Well-known prefix of IPv4 behind NAT64 (RFC 6052): 64:ff9b::/96. */
    private static final long NAT64 = 0x0064_FF9B_0000_0000L;

    /**
     * Reads an address as servers write it. Host names, shortened IPv4 forms and octal groups are not addresses here: they
     * mean different things to different readers.
     *
     * @param text anything; absent, too long and malformed texts are no address
     * @return the address; a zone ({@code %eth0}) is dropped
     */
    public static Optional<Address> parse(@Nullable String text) {
        if (text == null || text.isEmpty() || text.length() > LONGEST + LONGEST_ZONE || text.charAt(0) == '[') {
            return Optional.empty();
        }
        if (text.indexOf(':') < 0) {
            long value = ipv4(text);
            return value < 0 ? Optional.empty() : Optional.of(ofIpv4((int) value));
        }
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        try {
            return Optional.of(of(InetAddress.ofLiteral(bare)));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** The address of the JDK. */
    public static Address of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? ofIpv4(bytes.getInt()) : new Address(bytes.getLong(), bytes.getLong());
    }

    private static Address ofIpv4(int bits) {
        return new Address(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    /** Four decimal groups without leading zeros, or -1. */
    private static long ipv4(String text) {
        long bits = 0;
        int groups = 0;
        int i = 0;
        while (i < text.length() && groups < 4) {
            int group = 0;
            int start = i;
            for (; i < text.length() && i - start < 4 && text.charAt(i) >= '0' && text.charAt(i) <= '9'; i++) {
                group = group * 10 + text.charAt(i) - '0';
            }
            int digits = i - start;
            if (digits == 0 || group > 255 || (digits > 1 && text.charAt(start) == '0')) {
                return -1;
            }
            bits = bits << 8 | group;
            groups++;
            if (i < text.length() && (text.charAt(i) != '.' || groups == 4 || ++i == text.length())) {
                return -1;
            }
        }
        return groups == 4 ? bits : -1;
    }

    /** Whether it is an IPv4 address. */
    public boolean isIpv4() {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    /**
     * The client behind a translator: IPv4 within NAT64 (RFC 6052), 6to4 (RFC 3056) and Teredo (RFC 4380) addresses. Any
     * other address is itself.
     */
    public Address behindTranslator() {
        if (high == NAT64 && low >>> 32 == 0) {
            return ofIpv4((int) low);
        }
        if (high >>> 48 == 0x2002) {
            return ofIpv4((int) (high >>> 16));
        }
        if (high >>> 32 == 0x2001_0000L) {
            return ofIpv4(~(int) low);
        }
        return this;
    }

    /** Its 32 bits; only for IPv4. */
    int ipv4() {
        return (int) low;
    }

    /** The same address for the JDK. */
    public InetAddress inet() {
        try {
            return InetAddress.getByAddress(
                    isIpv4()
                            ? ByteBuffer.allocate(4).putInt(ipv4()).array()
                            : ByteBuffer.allocate(16).putLong(high).putLong(low).array());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As it is written. */
    @Override
    public String toString() {
        return inet().getHostAddress();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.message;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Which addresses cannot come from outside. Pure. */
final class Networks {

    private Networks() {}

    /** Loopback, link-local, private (RFC 1918, RFC 4193), shared (RFC 6598), unspecified, multicast and reserved. */
    static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        if (address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        if (address instanceof Inet6Address) {
            return (first & 0xfe) == 0xfc;
        }
        return first == 0 || first >= 240 || first == 100 && (bytes[1] & 0xc0) == 64;
    }
}

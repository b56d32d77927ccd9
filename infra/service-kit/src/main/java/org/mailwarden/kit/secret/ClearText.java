// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.secret;

import java.net.URI;
import java.util.Locale;

/** Decides where a secret may be sent: over TLS anywhere, in clear only within this machine. Pure. */
public final class ClearText {

    private ClearText() {}

    /**
     * Decides.
     *
     * @param address where a secret would go
     * @return whether it may
     */
    public static boolean isAllowed(URI address) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(address.getScheme())
                || host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }
}

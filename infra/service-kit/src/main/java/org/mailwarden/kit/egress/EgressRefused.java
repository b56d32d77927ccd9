// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import java.io.IOException;

/**
 * A host is not one that Mailwarden may connect to. The text is the same whatever stands behind the host, so that nobody
 * maps a network by asking; the log tells the operator the address.
 */
public final class EgressRefused extends IOException {

    private static final long serialVersionUID = 1L;

    /** What people read, and what the operator can do. */
    public static final String SENTENCE = "Mailwarden may not connect to this host: it is not on the public Internet."
            + " If it is your own, list its network in the setting allowed-networks of the service";

    EgressRefused() {
        super(SENTENCE);
    }
}

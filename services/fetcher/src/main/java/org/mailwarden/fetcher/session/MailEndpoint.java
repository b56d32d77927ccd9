// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/**
 * Where a mailbox is. A connection in clear has no representation.
 *
 * @param protocol how it is read
 * @param host DNS name or address, as the certificate must name it
 * @param port 1 to 65535
 * @param security TLS from the first byte, or a required upgrade
 */
public record MailEndpoint(Protocol protocol, String host, int port, Security security) {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when the host is blank or holds control characters, or the port is out of range
     */
    public MailEndpoint {
        if (host.isBlank() || host.length() > 253 || host.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("A mail host is a DNS name or an address, without blanks");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is a number from 1 to 65535, not " + port);
        }
    }
}

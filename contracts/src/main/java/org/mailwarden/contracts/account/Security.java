// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.account;

/** How a connection is protected. There is deliberately no value for a connection in clear. */
public enum Security {
    /** TLS from the first byte (RFC 8314). */
    TLS,
    /** Upgrade with STARTTLS or STLS, required: a server that does not offer it is refused. */
    STARTTLS
}

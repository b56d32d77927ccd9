// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.time.Duration;

/**
 * How long to wait for a mail server, and whom to trust.
 *
 * @param connectTimeout for the TCP connection
 * @param readTimeout for one read; longer than 17 s, which is what Dovecot's penalty makes an innocent client wait
 * @param loginDeadline for everything until the sign-in is answered, however slowly the bytes come
 * @param commandDeadline for one command afterwards
 * @param trust the authorities that vouch for a server
 */
public record SessionSettings(
        Duration connectTimeout,
        Duration readTimeout,
        Duration loginDeadline,
        Duration commandDeadline,
        TrustSource trust) {

    /**
     * The values for production.
     *
     * @param trust the authorities that vouch for a server
     * @return the settings
     */
    public static SessionSettings defaults(TrustSource trust) {
        return new SessionSettings(
                Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60), Limits.COMMAND_DEADLINE, trust);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.imap;

import java.time.Duration;

/**
 * How a wait for news is watched over.
 *
 * @param reissue longest time without asking the server anything; more than zero
 * @param probe how long the server may take to answer then; more than zero
 */
public record IdleTimes(Duration reissue, Duration probe) {

    /**
     * Together under 10 minutes, within which a dead connection has to be found. RFC 2177 asks for 29 minutes at most, but
     * the address translation on the way to many servers forgets a silent connection after 10.
     */
    public static final IdleTimes USUAL = new IdleTimes(Duration.ofMinutes(9), Duration.ofSeconds(20));

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException when one of them is not more than zero
     */
    public IdleTimes {
        if (!reissue.isPositive() || !probe.isPositive()) {
            throw new IllegalArgumentException("The times of IDLE are more than zero");
        }
    }
}

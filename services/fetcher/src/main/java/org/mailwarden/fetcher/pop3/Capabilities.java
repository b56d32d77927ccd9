// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.pop3;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a POP3 server says about itself after the sign-in (RFC 2449). Pure.
 *
 * @param pipelining whether commands may be sent before the last one is answered (section 6.6)
 * @param loginDelay shortest time between two sign-ins (section 6.5), zero when there is none
 */
public record Capabilities(boolean pipelining, Duration loginDelay) {

    /** Of a server that does not know CAPA: nothing may be taken for granted. */
    static final Capabilities UNKNOWN = new Capabilities(false, Duration.ZERO);

    /**
     * Reads the answer to CAPA; what is malformed counts as absent.
     *
     * @param lines one capability each
     * @param longestDelay most of a login delay that is obeyed
     * @return the capabilities
     */
    static Capabilities of(List<String> lines, Duration longestDelay) {
        boolean pipelining = false;
        Duration delay = Duration.ZERO;
        for (String line : lines) {
            String[] words = line.strip().toUpperCase(Locale.ROOT).split(" +");
            if (words[0].equals("PIPELINING")) {
                pipelining = true;
            } else if (words[0].equals("LOGIN-DELAY") && words.length > 1 && words[1].matches("[0-9]{1,9}")) {
                delay = Duration.ofSeconds(Long.parseLong(words[1]));
            }
        }
        return new Capabilities(pipelining, delay.compareTo(longestDelay) > 0 ? longestDelay : delay);
    }
}

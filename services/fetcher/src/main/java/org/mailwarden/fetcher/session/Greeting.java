// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/** Tells by its first line what listens on a port. Pure. */
final class Greeting {

    /** What a server means that greets with BYE or -ERR. */
    static final String TURNED_AWAY =
            "The server turns connections away now; try again later, or ask its administrator";

    private Greeting() {}

    /** Whether a server of the protocol takes no connection now (RFC 9051 section 7.1.5). */
    static boolean turnsAway(String line) {
        return line.regionMatches(true, 0, "* BYE", 0, 5) || line.startsWith("-ERR");
    }

    /**
     * Recognises what is not the server that was meant.
     *
     * @param endpoint where the connection went
     * @param line a first line that is no greeting of the protocol
     * @return a sentence with what to do next
     */
    static String stranger(MailEndpoint endpoint, String line) {
        boolean tls = endpoint.security() == Security.TLS;
        String where = "Port " + endpoint.port() + " of " + endpoint.host();
        if (endpoint.protocol() == Protocol.IMAP && line.startsWith("+OK")) {
            return where + " is POP3, not IMAP; use port " + (tls ? 993 : 143) + ", or protocol POP3";
        }
        if (endpoint.protocol() == Protocol.POP3 && line.startsWith("* ")) {
            return where + " is IMAP, not POP3; use port " + (tls ? 995 : 110) + ", or protocol IMAP";
        }
        if (line.startsWith("220")) {
            return where + " sends mail (SMTP); reading it needs an " + endpoint.protocol() + " port";
        }
        if (line.startsWith("SSH-") || line.startsWith("HTTP/") || line.startsWith("<")) {
            return where + " is no mail server; check host and port";
        }
        return where + " does not greet as " + endpoint.protocol() + "; check protocol and port";
    }
}

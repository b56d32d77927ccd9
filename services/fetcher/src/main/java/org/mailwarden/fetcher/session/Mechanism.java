// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailwarden.contracts.account.Protocol;

/** How a secret is sent to a server. Pure. */
enum Mechanism {
    /** RFC 7628. */
    OAUTHBEARER,
    /** Google's and Microsoft's older form of the same. */
    XOAUTH2,
    /** RFC 4616. */
    PLAIN,
    /** The obsolete SASL form of user name and password, which some servers offer alone. */
    LOGIN,
    /** The protocol's own command: LOGIN of IMAP, USER and PASS of POP3. */
    COMMAND;

    /**
     * Chooses the one mechanism of an attempt. Nothing else is tried after it: each try may count towards a lockout.
     *
     * @param signIn who signs in
     * @param protocol the protocol
     * @param offered the SASL mechanisms that the server offers, upper case
     * @param command whether the server takes the protocol's own command
     * @return empty when the server offers none that fits
     */
    static Optional<Mechanism> choose(SignIn signIn, Protocol protocol, Set<String> offered, boolean command) {
        List<Mechanism> fitting = switch (signIn) {
            case SignIn.Bearer bearer -> List.of(OAUTHBEARER, XOAUTH2);
            case SignIn.MasterUser master -> List.of(PLAIN);
            case SignIn.Password password ->
                // The command saves POP3 a round trip; in IMAP only PLAIN carries names beyond ASCII safely.
                protocol == Protocol.POP3 ? List.of(COMMAND, PLAIN, LOGIN) : List.of(PLAIN, LOGIN, COMMAND);
        };
        return fitting.stream()
                .filter(mechanism -> mechanism == COMMAND ? command : offered.contains(mechanism.name()))
                .findFirst();
    }
}

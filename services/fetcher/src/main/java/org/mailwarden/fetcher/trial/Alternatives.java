// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.trial;

import java.util.List;
import java.util.stream.Stream;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.fetcher.session.MailEndpoint;

/** Where else on the same host the mailbox may be: the mistakes people make are a wrong port and a wrong security. Pure. */
final class Alternatives {

    private Alternatives() {}

    /** The settings to look at, likeliest first; never more than three, and never the given ones. */
    static List<MailEndpoint> of(MailEndpoint given) {
        boolean imap = given.protocol() == Protocol.IMAP;
        Security other = given.security() == Security.TLS ? Security.STARTTLS : Security.TLS;
        return Stream.of(
                        new MailEndpoint(given.protocol(), given.host(), given.port(), other),
                        new MailEndpoint(given.protocol(), given.host(), imap ? 993 : 995, Security.TLS),
                        new MailEndpoint(given.protocol(), given.host(), imap ? 143 : 110, Security.STARTTLS))
                .filter(endpoint -> !endpoint.equals(given))
                .distinct()
                .toList();
    }
}

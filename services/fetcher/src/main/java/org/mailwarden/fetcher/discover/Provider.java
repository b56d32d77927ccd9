// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/**
 * A provider as it describes itself in its own help pages. All of them take TLS at the usual ports.
 *
 * @param name for people
 * @param imap IMAP server, port 993; absent when there is none
 * @param pop3 POP3 server, port 995; absent when there is none
 * @param localUser whether the sign-in name is the part before the @
 * @param authentication what it takes, best first
 * @param hint what a person has to know or do
 */
record Provider(
        String name,
        @Nullable String imap,
        @Nullable String pop3,
        boolean localUser,
        List<String> authentication,
        String hint) {

    List<Candidate> candidates(MailAddress address, Source source, Confidence confidence) {
        List<Candidate> found = new ArrayList<>();
        String username = localUser ? address.local() : address.whole();
        if (imap != null) {
            found.add(new Candidate(
                    Protocol.IMAP, imap, 993, Security.TLS, username, authentication, source, confidence, hint));
        }
        if (pop3 != null) {
            found.add(new Candidate(
                    Protocol.POP3, pop3, 995, Security.TLS, username, authentication, source, confidence, hint));
        }
        return found;
    }
}

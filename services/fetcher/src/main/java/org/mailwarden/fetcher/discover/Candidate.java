// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Security;

/**
 * Settings an account may have.
 *
 * @param protocol how it is read
 * @param host mail server, lower case
 * @param port 1 to 65535
 * @param security how the connection is protected
 * @param username sign-in name
 * @param authentication {@code PASSWORD}, {@code APP_PASSWORD}, {@code OAUTH2}: what the server takes, best first; empty
 *     when unknown
 * @param source where this comes from
 * @param confidence how far to trust it
 * @param hint what a person has to know or do; absent for nothing
 */
public record Candidate(
        Protocol protocol,
        String host,
        int port,
        Security security,
        String username,
        List<String> authentication,
        Source source,
        Confidence confidence,
        @Nullable String hint) {

    /** Copies the list. */
    public Candidate {
        authentication = List.copyOf(authentication);
    }

    /** What makes two proposals the same. */
    String place() {
        return protocol + " " + host + " " + port + " " + security;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.caller;

import io.quarkus.security.identity.SecurityIdentity;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.mailwarden.kit.web.Problems;

/** Tells the services of Mailwarden apart by the client their token was issued to. */
public final class CallingService {

    private CallingService() {}

    /**
     * Lets one service in.
     *
     * @param identity the caller, who has the role {@code service} already
     * @param client the client id of the service that may call
     * @return the client id
     */
    public static String require(SecurityIdentity identity, String client) {
        boolean calls = identity.getPrincipal() instanceof JsonWebToken token && client.equals(token.getClaim("azp"));
        if (!calls) {
            throw Problems.of(
                    403, "not-this-service", "Only " + client + " may call this. Use a token of that client.");
        }
        return client;
    }
}

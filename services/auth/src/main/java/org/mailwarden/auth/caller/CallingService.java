// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.caller;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.mailwarden.kit.web.Problems;

/** Tells the services of Mailwarden apart by the client their token was issued to. */
public final class CallingService {

    private CallingService() {}

    /**
     * Lets some services in.
     *
     * @param identity the caller, who has the role {@code service} already
     * @param clients the client ids of the services that may call, one at least
     * @return the client id of the one that calls
     */
    public static String require(SecurityIdentity identity, String... clients) {
        List<String> known = List.of(clients);
        String caller = identity.getPrincipal() instanceof JsonWebToken token ? token.getClaim("azp") : null;
        if (caller == null || !known.contains(caller)) {
            throw Problems.of(
                    403,
                    "not-this-service",
                    "Only " + String.join(" and ", known) + " may call this. Use a token of that client.");
        }
        return caller;
    }
}

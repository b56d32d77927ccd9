// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.apikey;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.mailwarden.kit.web.Roles;

/** The tokens for which auth exchanges API keys: who issues them, and what they may say. */
public final class ApiKeyTokens {

    /** Who issues them: auth, which signs them with a key of its own. */
    public static final String ISSUER = "urn:mailwarden:auth:api-keys";

    /** Whom they are for: the same as the tokens of Keycloak. */
    public static final String AUDIENCE = "mailwarden-api";

    /** Where auth tells the public half of its key. */
    public static final String PUBLIC_KEYS = "/.well-known/jwks.json";

    /** What a program may be given: not {@code approver}, for four eyes are two people's, and not {@code service}. */
    public static final Set<String> ROLES = Set.of(Roles.VIEWER, Roles.ANALYST, Roles.ADMIN, Roles.AUDITOR);

    private ApiKeyTokens() {}

    /**
     * Whether somebody came with an API key.
     *
     * @param caller the caller
     * @return false for people, and for programs with a token of Keycloak
     */
    public static boolean isOf(SecurityIdentity caller) {
        return caller.getPrincipal() instanceof JsonWebToken token && ISSUER.equals(token.getIssuer());
    }
}

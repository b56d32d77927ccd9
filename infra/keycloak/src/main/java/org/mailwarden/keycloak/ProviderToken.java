// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.time.Instant;
import java.util.UUID;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.AccessToken;
import org.keycloak.util.TokenUtil;

/**
 * The token with which the provider calls auth. It runs inside the issuer, so it signs its own, for one minute, and no secret
 * has to be set up, kept and changed.
 */
final class ProviderToken {

    /** The client that auth sees; no such client exists, so nobody can sign in as it. */
    static final String CLIENT = "mailwarden-keycloak-provider";

    private static final String AUDIENCE = "mailwarden-api";
    private static final String ROLE = "service";
    private static final int LIFESPAN_SECONDS = 60;

    private ProviderToken() {}

    /**
     * Signs a token.
     *
     * @param factory has the realm's keys
     * @param realmId realm of a sign-in
     * @param issuer issuer of its tokens
     * @return for a minute
     */
    static String of(KeycloakSessionFactory factory, String realmId, String issuer) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            session.getContext().setRealm(realm);
            long now = Instant.now().getEpochSecond();
            AccessToken token = new AccessToken();
            token.id(UUID.randomUUID().toString())
                    .type(TokenUtil.TOKEN_TYPE_BEARER)
                    .issuer(issuer)
                    .subject(CLIENT)
                    .audience(AUDIENCE)
                    .issuedFor(CLIENT)
                    .iat(now)
                    .exp(now + LIFESPAN_SECONDS);
            token.setRealmAccess(new AccessToken.Access().addRole(ROLE));
            return session.tokens().encode(token);
        });
    }
}

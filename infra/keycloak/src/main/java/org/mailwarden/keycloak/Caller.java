// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.resources.admin.AdminAuth;

/**
 * Who calls. Only a token that was issued for the endpoint and carries the endpoint's role gets this far.
 *
 * @param clientId the calling client
 * @param auth the caller as the audit wants it
 */
record Caller(String clientId, AdminAuth auth) {

    /**
     * Lets a caller in.
     *
     * @param session the request
     * @param audience client id that must be in the token's audience, and that owns the role
     * @param role client role that the token must carry
     * @return the caller
     * @throws jakarta.ws.rs.WebApplicationException 401 without a token for this audience, 403 without the role
     */
    static Caller require(KeycloakSession session, String audience, String role) {
        AuthenticationManager.AuthResult result = new AppAuthManager.BearerTokenAuthenticator(session)
                .setAudience(audience)
                .authenticate();
        if (result == null) {
            throw Refusal.unauthenticated();
        }
        AccessToken.Access access = result.token().getResourceAccess(audience);
        if (access == null || !access.isUserInRole(role)) {
            throw Refusal.missingRole(role);
        }
        AdminAuth auth = new AdminAuth(session.getContext().getRealm(), result.token(), result.user(), result.client());
        return new Caller(result.client().getClientId(), auth);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.actiontoken.ActionTokenContext;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionToken;
import org.keycloak.authentication.actiontoken.execactions.ExecuteActionsActionTokenHandler;
import org.keycloak.models.UserModel;

/**
 * Keeps {@code emailVerified} as it was when a link that is not bound to an e-mail address is opened. Keycloak's own
 * handler takes opening as proof of the address; our links go to the recovery address and prove nothing of the kind.
 */
public final class EmailVerifiedKeeper extends ExecuteActionsActionTokenHandler {

    @Override
    public Response handleToken(
            ExecuteActionsActionToken token, ActionTokenContext<ExecuteActionsActionToken> tokenContext) {
        UserModel user = tokenContext.getAuthenticationSession().getAuthenticatedUser();
        boolean before = user != null && user.isEmailVerified();
        Response response = super.handleToken(token, tokenContext);
        if (token.getEmail() == null && user != null && user.isEmailVerified() != before) {
            user.setEmailVerified(before);
        }
        return response;
    }

    /** Above Keycloak's own handler of the same id. */
    @Override
    public int order() {
        return 1;
    }
}

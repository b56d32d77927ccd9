// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.directgrant.ValidatePassword;

/** Keycloak's step of the password grant, with the sign-in check. It takes the place of the original. */
public final class CheckedPasswordGrant extends ValidatePassword {

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        String password = retrievePassword(context);
        boolean valid = WrongPassword.during(password, () -> {
            super.authenticate(context);
            return context.getStatus() == FlowStatus.SUCCESS;
        });
        if (valid && password != null) {
            SignInCheck.passwordWasRight(context.getSession(), context.getUser(), password);
        }
    }

    /** Above Keycloak's own of the same id. */
    @Override
    public int order() {
        return 1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import jakarta.ws.rs.core.MultivaluedMap;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.browser.PasswordForm;
import org.keycloak.authentication.authenticators.browser.PasswordFormFactory;
import org.keycloak.models.KeycloakSession;

/** Keycloak's form for the password alone, with the sign-in check. It takes the place of the original. */
public final class CheckedPasswordForm extends PasswordFormFactory {

    @Override
    public Authenticator create(KeycloakSession session) {
        return new Form(session);
    }

    /** Above Keycloak's own of the same id. */
    @Override
    public int order() {
        return 1;
    }

    private static final class Form extends PasswordForm {

        Form(KeycloakSession session) {
            super(session);
        }

        @Override
        protected boolean validateForm(AuthenticationFlowContext context, MultivaluedMap<String, String> formData) {
            return SignInCheck.watched(context, formData, () -> super.validateForm(context, formData));
        }
    }
}

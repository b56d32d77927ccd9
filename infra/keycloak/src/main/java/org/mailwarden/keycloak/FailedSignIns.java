// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Forgets the failed sign-ins of somebody in the fleet who has set a new password. After a reset the owner's own devices go on
 * with the old one, and the lockout they cause would refuse the new one too. A lockout for good stays: an administrator chose
 * it.
 */
final class FailedSignIns {

    private static final Logger AUDIT = Logger.getLogger("org.mailwarden.audit");

    private FailedSignIns() {}

    /**
     * Looks at an event, within the request that raised it.
     *
     * @param session the request's session
     * @param event what happened
     */
    static void forgetAfter(KeycloakSession session, Event event) {
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        if (event.getType() != EventType.UPDATE_CREDENTIAL
                || event.getUserId() == null
                || !PasswordCredentialModel.TYPE.equals(details.get(Details.CREDENTIAL_TYPE))) {
            return;
        }
        RealmModel realm = session.getContext().getRealm();
        UserModel user = session.users().getUserById(realm, event.getUserId());
        if (user != null
                && new Fleet(session).isMember(user)
                && session.loginFailures().getUserLoginFailure(realm, user.getId()) != null) {
            session.loginFailures().removeUserLoginFailure(realm, user.getId());
            AUDIT.infof("failed sign-ins of user %s forgotten: a new password was set", user.getId());
        }
    }
}

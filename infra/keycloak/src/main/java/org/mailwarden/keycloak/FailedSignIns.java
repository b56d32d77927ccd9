// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Forgets the failed sign-ins of somebody in the fleet who has a new password, whoever set it. After a reset the owner's own
 * devices go on with the old one, and the lockout they cause would refuse the new one too. Once: what fails after that
 * counts. A lockout for good stays: an administrator chose it.
 */
final class FailedSignIns {

    private static final Logger AUDIT = Logger.getLogger("org.mailwarden.audit");

    private static final Pattern SET_BY_AN_ADMINISTRATOR = Pattern.compile("users/([^/]+)/reset-password");

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
        forget(session, event.getRealmId(), event.getUserId());
    }

    /**
     * Looks at what an administrator did, within the request that did it.
     *
     * @param session the request's session
     * @param event what happened
     */
    static void forgetAfter(KeycloakSession session, AdminEvent event) {
        String path = event.getResourcePath();
        if (event.getOperationType() != OperationType.ACTION || event.getError() != null || path == null) {
            return;
        }
        Matcher user = SET_BY_AN_ADMINISTRATOR.matcher(path);
        if (user.matches()) {
            forget(session, event.getRealmId(), user.group(1));
        }
    }

    private static void forget(KeycloakSession session, String realmId, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        UserModel user = realm == null ? null : session.users().getUserById(realm, userId);
        if (user != null
                && new Fleet(session).isMember(user)
                && session.loginFailures().getUserLoginFailure(realm, user.getId()) != null) {
            session.loginFailures().removeUserLoginFailure(realm, user.getId());
            AUDIT.infof("failed sign-ins of user %s forgotten: a new password was set", user.getId());
        }
    }
}

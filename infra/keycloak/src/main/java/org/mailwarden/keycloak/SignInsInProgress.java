// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionProvider;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/**
 * Sign-ins that a user has begun and not finished, for instance an open form for a new password. They outlive a logout and
 * the password with which they were begun, and Keycloak has no call that ends those of one user.
 */
final class SignInsInProgress {

    private static final Logger LOG = Logger.getLogger(SignInsInProgress.class);

    private final KeycloakSession session;

    SignInsInProgress(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Ends those of a user, with the browser's other tabs. A form whose password was not sent yet belongs to nobody and stays.
     *
     * @return how many browsers stood at a form; empty when this Keycloak does not show what is in progress
     */
    Optional<Integer> end(UserModel user) {
        RealmModel realm = session.getContext().getRealm();
        AuthenticationSessionProvider inProgress = session.authenticationSessions();
        Optional<List<String>> ids = ids(inProgress);
        return ids.map(known -> {
            List<RootAuthenticationSessionModel> theirs = known.stream()
                    .map(id -> inProgress.getRootAuthenticationSession(realm, id))
                    .filter(root -> root != null && belongsTo(root, user))
                    .toList();
            theirs.forEach(root -> inProgress.removeRootAuthenticationSession(realm, root));
            return theirs.size();
        });
    }

    private static boolean belongsTo(RootAuthenticationSessionModel root, UserModel user) {
        return root.getAuthenticationSessions().values().stream().anyMatch(tab -> {
            UserModel known = tab.getAuthenticatedUser();
            return known != null && known.getId().equals(user.getId());
        });
    }

    /** The interface finds by id alone; the cache behind it is public in the one implementation there is, but not published. */
    private static Optional<List<String>> ids(AuthenticationSessionProvider inProgress) {
        try {
            Object cache = inProgress.getClass().getMethod("getCache").invoke(inProgress);
            if (cache instanceof Map<?, ?> map) {
                return Optional.of(map.keySet().stream().map(String::valueOf).toList());
            }
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException cause) {
            LOG.warnf(
                    "Sign-ins in progress cannot be listed: %s",
                    cause.getClass().getSimpleName());
        }
        return Optional.empty();
    }
}

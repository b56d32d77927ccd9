// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;

/** Who belongs to the fleet, and who is never touched. */
final class Fleet {

    private final KeycloakSession session;
    private final RealmModel realm;

    Fleet(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * Finds a user by id or, without one, by name.
     *
     * @throws jakarta.ws.rs.WebApplicationException 404 when there is none
     */
    UserModel user(@Nullable String userId, @Nullable String username) {
        UserModel user = userId != null
                ? session.users().getUserById(realm, userId)
                : session.users().getUserByUsername(realm, username);
        if (user == null) {
            throw Refusal.noSuchUser();
        }
        return user;
    }

    /** Number of users in the group. */
    int size() {
        GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, "/fleet");
        return group == null ? 0 : session.users().getUsersCount(realm, Set.of(group.getId()));
    }

    boolean isMember(UserModel user) {
        return isIn(user, "/fleet");
    }

    boolean isProtected(UserModel user) {
        return isIn(user, "/protected");
    }

    /** Whether no other enabled user has realm role {@code admin}; roles by group count for the user, not for others. */
    boolean isLastEnabledAdmin(UserModel user) {
        RoleModel admin = realm.getRole("admin");
        if (admin == null || !user.isEnabled() || !user.hasRole(admin)) {
            return false;
        }
        return session.users()
                .getRoleMembersStream(realm, admin)
                .noneMatch(other -> other.isEnabled()
                        && other.getServiceAccountClientLink() == null
                        && !other.getId().equals(user.getId()));
    }

    /** Names of the realm roles, with those that groups and other roles give. */
    List<String> realmRoles(UserModel user) {
        return RoleUtils.getDeepUserRoleMappings(user).stream()
                .filter(role -> !role.isClientRole())
                .map(RoleModel::getName)
                .sorted()
                .toList();
    }

    private boolean isIn(UserModel user, String path) {
        GroupModel group = KeycloakModelUtils.findGroupByPath(session, realm, path);
        return group != null && user.isMemberOf(group);
    }
}

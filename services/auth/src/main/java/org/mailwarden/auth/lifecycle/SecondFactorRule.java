// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.mailwarden.auth.Pure;

/**
 * Who must have a second factor. Whoever has none is sent a link to the recovery address, where the first one is enrolled.
 *
 * @param users Keycloak user names; may be empty
 * @param groups names of Keycloak groups; {@code fleet} means everybody; may be empty
 * @param roles names of Keycloak realm roles, also those a group gives; may be empty
 * @param actions what the link has the person enrol, in order; at least one
 * @param perDay most people who are asked in a day, 1 to 10000
 */
@Pure
public record SecondFactorRule(
        List<String> users, List<String> groups, List<String> roles, List<String> actions, int perDay) {

    private static final Set<String> ENROLMENTS = Set.of(
            "CONFIGURE_TOTP", "webauthn-register", "webauthn-register-passwordless", "CONFIGURE_RECOVERY_AUTHN_CODES");

    /** Refuses a rule about nobody or with nothing to enrol. */
    public SecondFactorRule {
        users = users.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        groups = List.copyOf(groups);
        roles = List.copyOf(roles);
        actions = List.copyOf(actions);
        if (users.isEmpty() && groups.isEmpty() && roles.isEmpty()) {
            throw new IllegalArgumentException("A rule for second factors names users, groups or roles");
        }
        if (actions.isEmpty() || !ENROLMENTS.containsAll(actions)) {
            throw new IllegalArgumentException(
                    "A rule for second factors has actions of CONFIGURE_TOTP, webauthn-register,"
                            + " webauthn-register-passwordless and CONFIGURE_RECOVERY_AUTHN_CODES, at least one");
        }
        if (perDay < 1 || perDay > 10_000) {
            throw new IllegalArgumentException("A rule for second factors asks 1 to 10000 people a day");
        }
    }

    /**
     * Tells whether a person falls under the rule.
     *
     * @param username Keycloak user name; case does not matter
     * @param theirGroups names of the person's groups
     * @param theirRoles names of the person's realm roles
     * @return whether the person must have a second factor
     */
    public boolean covers(String username, Set<String> theirGroups, Set<String> theirRoles) {
        return users.contains(username.toLowerCase(Locale.ROOT))
                || groups.stream().anyMatch(theirGroups::contains)
                || roles.stream().anyMatch(theirRoles::contains);
    }
}

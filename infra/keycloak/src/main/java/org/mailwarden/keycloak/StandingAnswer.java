// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.List;

/**
 * What the response may do to a user.
 *
 * @param id Keycloak user id
 * @param username as Keycloak writes it
 * @param fleet whether the user is in the group {@code fleet}
 * @param protectedUser whether the user is in the group {@code protected}
 * @param lastEnabledAdmin whether the user is the only enabled one with realm role {@code admin}
 * @param enabled whether the user may sign in
 * @param roles names of the realm roles, with those that groups and other roles give
 */
public record StandingAnswer(
        String id,
        String username,
        boolean fleet,
        boolean protectedUser,
        boolean lastEnabledAdmin,
        boolean enabled,
        List<String> roles) {}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.util.Set;
import org.mailwarden.auth.Pure;

/**
 * Whether somebody may sign in, and what they may do then.
 *
 * @param enabled whether the user may sign in
 * @param roles names of the realm roles, with those that groups and other roles give
 */
@Pure
public record UserRights(boolean enabled, Set<String> roles) {

    /** Copies the roles. */
    public UserRights {
        roles = Set.copyOf(roles);
    }
}

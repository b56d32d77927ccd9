// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.time.Instant;
import java.util.Set;

/**
 * What an API key was exchanged for.
 *
 * @param token what the services are shown instead of the key
 * @param name under which name the key acts
 * @param roles what it may do
 * @param expiresAt when the token ends
 */
public record KeyRights(String token, String name, Set<String> roles, Instant expiresAt) {

    /** Copies the roles. */
    public KeyRights {
        roles = Set.copyOf(roles);
    }

    /** Names no token: it must not reach a log. */
    @Override
    public String toString() {
        return "KeyRights[name=" + name + ", expiresAt=" + expiresAt + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a one-time link.
 *
 * @param userId Keycloak user id
 * @param actions required actions the link runs, from {@link #ALLOWED}; a list of 1 to 5, each once
 * @param lifespanSeconds how long the link works, 60 to 86,400
 * @param redirectUri where the browser goes afterwards; needs a client that allows it
 * @param clientId client the redirect belongs to
 */
public record RecoveryLinkRequest(
        @Nullable String userId,
        @Nullable List<String> actions,
        int lifespanSeconds,
        @Nullable String redirectUri,
        @Nullable String clientId) {

    /** Actions that give the account back to its owner; none that reads or deletes anything. */
    static final Set<String> ALLOWED = Set.of(
            "UPDATE_PASSWORD",
            "CONFIGURE_TOTP",
            "webauthn-register",
            "webauthn-register-passwordless",
            "CONFIGURE_RECOVERY_AUTHN_CODES");

    private static final int MIN_LIFESPAN = 60;
    private static final int MAX_LIFESPAN = 86_400;

    /**
     * Checks the request without looking at any user.
     *
     * @return the request with everything that must be there
     * @throws jakarta.ws.rs.WebApplicationException 400 with what to change
     */
    Valid valid() {
        if (userId == null || userId.isBlank()) {
            throw Refusal.invalid("userId is missing");
        }
        if (actions == null || actions.isEmpty()) {
            throw Refusal.invalid("actions is empty");
        }
        if (!ALLOWED.containsAll(actions) || new HashSet<>(actions).size() != actions.size()) {
            throw Refusal.invalid(
                    "actions may hold each of " + ALLOWED.stream().sorted().toList() + " once");
        }
        if (lifespanSeconds < MIN_LIFESPAN || lifespanSeconds > MAX_LIFESPAN) {
            throw Refusal.invalid("lifespanSeconds is " + MIN_LIFESPAN + " to " + MAX_LIFESPAN);
        }
        if (redirectUri != null && clientId == null) {
            throw Refusal.invalid("A redirectUri needs the clientId it belongs to");
        }
        return new Valid(userId, List.copyOf(actions), lifespanSeconds);
    }

    /**
     * The parts that are always there.
     *
     * @param userId Keycloak user id
     * @param actions allowed actions
     * @param lifespanSeconds seconds
     */
    record Valid(String userId, List<String> actions, int lifespanSeconds) {}
}

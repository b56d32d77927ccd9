// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.time.Instant;

/**
 * What a browser's cookie stands for. Its tokens never leave the console but for Keycloak and the services.
 *
 * @param id what Keycloak calls the session, in the claim {@code sid} of each of its tokens
 * @param username the name of the person at Keycloak
 * @param name the person's full name, the username when Keycloak knows none
 * @param accessToken what the services are shown
 * @param refreshToken what Keycloak is shown to go on, or to end the session
 * @param expiresAt when the session ends if nothing is asked any more
 */
public record Session(
        String id, String username, String name, String accessToken, String refreshToken, Instant expiresAt) {

    /** Names no token: they must not reach a log. */
    @Override
    public String toString() {
        return "Session[username=" + username + ", expiresAt=" + expiresAt + "]";
    }
}

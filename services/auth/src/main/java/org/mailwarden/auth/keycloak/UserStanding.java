// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

/**
 * What may be done to a user.
 *
 * @param username as Keycloak writes it
 * @param protectedUser whether it is in the group {@code protected}
 * @param lastEnabledAdmin whether it is the only enabled one with realm role {@code admin}
 */
public record UserStanding(String username, boolean protectedUser, boolean lastEnabledAdmin) {}

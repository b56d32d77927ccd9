// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

/**
 * What the response may do to a user.
 *
 * @param fleet whether the user is in the group {@code fleet}
 * @param protectedUser whether the user is in the group {@code protected}
 * @param lastEnabledAdmin whether the user is the only enabled one with realm role {@code admin}
 */
public record StandingAnswer(boolean fleet, boolean protectedUser, boolean lastEnabledAdmin) {}

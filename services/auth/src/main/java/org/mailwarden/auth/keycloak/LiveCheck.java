// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import org.mailwarden.auth.Pure;

/**
 * Answer of Keycloak's own hash check: no sign-in, no event of failure, no lockout counted.
 *
 * @param matches whether the candidate is the current password
 * @param hasPassword whether the user has a password at all
 */
@Pure
public record LiveCheck(boolean matches, boolean hasPassword) {}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.posture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well a person is protected.
 *
 * @param userId Keycloak user id
 * @param username Keycloak user name
 * @param enabled whether the user may sign in
 * @param protectedUser whether remediations never run automatically on this user
 * @param secondFactors credential types enrolled, for instance {@code otp}, {@code webauthn}; empty when none
 * @param passwordChangedAt when the password was last set; absent when there is none
 * @param observedAt when this was read
 */
public record UserPosture(
        String userId,
        String username,
        boolean enabled,
        boolean protectedUser,
        List<String> secondFactors,
        @Nullable Instant passwordChangedAt,
        Instant observedAt) {

    /** Copies the list so that the snapshot cannot change. */
    public UserPosture {
        secondFactors = List.copyOf(secondFactors);
    }
}

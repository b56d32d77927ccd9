// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * A person as last seen at Keycloak.
 *
 * @param userId Keycloak user id
 * @param username name the person signs in with
 * @param enabled whether the person may sign in
 * @param protectedUser whether nothing is ever done to the person automatically
 * @param secondFactors types of enrolled second factors, sorted, each once
 * @param groups names of the person's groups, sorted
 * @param recoverable whether Keycloak holds an address for recovery links
 * @param passwordChangedAt when the password was last set; absent when there is none
 * @param observedAt when this was read
 */
@Pure
public record Person(
        String userId,
        String username,
        boolean enabled,
        boolean protectedUser,
        List<String> secondFactors,
        List<String> groups,
        boolean recoverable,
        @Nullable Instant passwordChangedAt,
        Instant observedAt) {

    /** Copies the lists so that the snapshot cannot change. */
    public Person {
        secondFactors = List.copyOf(secondFactors);
        groups = List.copyOf(groups);
    }

    /** Whether a second factor is enrolled. */
    public boolean hasSecondFactor() {
        return !secondFactors.isEmpty();
    }

    /**
     * Compares everything but the time of reading.
     *
     * @param other the same person, seen at another time
     * @return whether nothing changed
     */
    public boolean sameAs(Person other) {
        return equals(new Person(
                other.userId,
                other.username,
                other.enabled,
                other.protectedUser,
                other.secondFactors,
                other.groups,
                other.recoverable,
                other.passwordChangedAt,
                observedAt));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.proof;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.LiveCheck;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserSessions;

/**
 * What was read back after the steps of a reset.
 *
 * @param userId the user that was reset
 * @param startedAt when the reset began; every password set before then is retired
 * @param retiredPasswords ids of the password credentials there were at that time
 * @param user the user, read again
 * @param sessions everything still open, read again
 * @param keycloakAlone whether Keycloak alone held the retired password, so that nobody can present it
 * @param oldPassword answer of the live check for the retired password; absent while nobody presented it
 * @param mail what the mail servers told
 */
@Pure
public record ProofInput(
        String userId,
        Instant startedAt,
        Set<String> retiredPasswords,
        Outcome<FleetUser> user,
        Outcome<UserSessions> sessions,
        boolean keycloakAlone,
        @Nullable Outcome<LiveCheck> oldPassword,
        MailReading mail) {

    /** Copies the set so that the input cannot change. */
    public ProofInput {
        retiredPasswords = Set.copyOf(retiredPasswords);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * Every door that a signed-in person or program still holds open.
 *
 * @param online number of online sessions
 * @param offlineByClient number of offline sessions per client id; a client with an offline grant is always listed
 * @param consents ids of the clients the user gave consent to
 * @param oldestStart when the oldest of the online and offline sessions began, in whole seconds; absent when there is none
 */
@Pure
public record UserSessions(
        int online,
        Map<String, Integer> offlineByClient,
        List<String> consents,
        @Nullable Instant oldestStart) {

    /** Copies the collections so that the snapshot cannot change. */
    public UserSessions {
        offlineByClient = Map.copyOf(offlineByClient);
        consents = List.copyOf(consents);
    }

    /** Whether no session, offline grant or consent is left. */
    public boolean none() {
        return online == 0 && offlineByClient.isEmpty() && consents.isEmpty();
    }
}

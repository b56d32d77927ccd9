// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.util.List;
import java.util.Map;

/**
 * Every door that a signed-in person or program still holds open.
 *
 * @param online number of online sessions
 * @param offlineByClient number of offline sessions per client id; a client with an offline grant is always listed
 * @param consents ids of the clients the user gave consent to
 */
public record UserSessions(int online, Map<String, Integer> offlineByClient, List<String> consents) {

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

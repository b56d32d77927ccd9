// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up what is still open while it is being read. For one thread. */
final class OpenDoors {

    private final int online;
    private final Map<String, Integer> offlineByClient = new HashMap<>();
    private final List<String> consents = new ArrayList<>();
    private @Nullable Instant oldest;

    OpenDoors(JsonNode onlineSessions) {
        online = onlineSessions.size();
        onlineSessions.forEach(this::noteStart);
    }

    void consent(String clientId) {
        consents.add(clientId);
    }

    void offline(String clientId, JsonNode sessions) {
        offlineByClient.merge(clientId, sessions.size(), Integer::sum);
        sessions.forEach(this::noteStart);
    }

    UserSessions counted() {
        return new UserSessions(online, offlineByClient, consents, oldest);
    }

    private void noteStart(JsonNode session) {
        Instant start = Instant.ofEpochMilli(session.path("start").asLong());
        if (oldest == null || start.isBefore(oldest)) {
            oldest = start;
        }
    }
}

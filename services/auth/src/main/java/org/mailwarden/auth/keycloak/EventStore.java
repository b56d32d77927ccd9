// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keycloak's own store of sign-in events, which an administrator can empty. Safe for many threads. */
@ApplicationScoped
public class EventStore {

    private final KeycloakSettings settings;
    private final KeycloakHttp http;

    EventStore(KeycloakSettings settings, KeycloakHttp http) {
        this.settings = settings;
        this.http = http;
    }

    /**
     * A stored event.
     *
     * @param id Keycloak's id of it
     * @param type for instance {@code LOGIN}
     * @param at when it happened, in milliseconds
     * @param clientId the client at which it happened, absent when unknown
     * @param userId Keycloak user id, absent when none was found
     * @param username name that was presented or belongs to the user, absent when unknown
     * @param remoteAddress address of the client, absent when unknown
     * @param error why it failed; absent when it did not
     */
    public record Stored(
            String id,
            String type,
            Instant at,
            @Nullable String clientId,
            @Nullable String userId,
            @Nullable String username,
            @Nullable String remoteAddress,
            @Nullable String error) {}

    /**
     * Reads sign-ins and changes of credentials, oldest first.
     *
     * @param from the first moment
     * @param skip how many of them to pass over; at least 0
     * @param most how many at most; 1 to 1,000
     * @return the events
     */
    public Outcome<List<Stored>> read(Instant from, int skip, int most) {
        return http.get(settings.admin(
                        "/events?type=LOGIN&type=LOGIN_ERROR&type=UPDATE_CREDENTIAL&type=REMOVE_CREDENTIAL"
                                + "&direction=asc&dateFrom=" + from.toEpochMilli() + "&first=" + skip + "&max=" + most))
                .map(EventStore::events);
    }

    private static List<Stored> events(JsonNode answer) {
        List<Stored> events = new ArrayList<>();
        for (JsonNode event : answer) {
            events.add(new Stored(
                    event.path("id").asText(),
                    event.path("type").asText(),
                    Instant.ofEpochMilli(event.path("time").asLong()),
                    text(event.path("clientId")),
                    text(event.path("userId")),
                    text(event.path("details").path("username")),
                    text(event.path("ipAddress")),
                    text(event.path("error"))));
        }
        return events;
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}

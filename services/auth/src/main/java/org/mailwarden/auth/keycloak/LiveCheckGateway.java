// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** Asks Keycloak's own hash check about several candidates at once. Safe for many threads. */
@ApplicationScoped
public class LiveCheckGateway {

    private final KeycloakSettings settings;
    private final KeycloakHttp http;
    private final ObjectMapper json;

    LiveCheckGateway(KeycloakSettings settings, KeycloakHttp http, ObjectMapper json) {
        this.settings = settings;
        this.http = http;
        this.json = json;
    }

    /**
     * What the check said.
     *
     * @param matches one answer per candidate, in their order
     * @param hasPassword whether the user has a password at all
     * @param credentialVersion when the password was set, milliseconds since 1970; absent when it is not Keycloak's own
     */
    public record Checked(
            List<Boolean> matches,
            boolean hasPassword,
            @Nullable Long credentialVersion) {

        /** Copies the list. */
        public Checked {
            matches = List.copyOf(matches);
        }
    }

    /**
     * Asks. No sign-in, no event of failure, no lockout counted.
     *
     * @param username name of the user
     * @param candidates 1 to 20, left open for the caller to close
     * @return the answers
     */
    public Outcome<Checked> check(String username, List<Secret> candidates) {
        ObjectNode request = json.createObjectNode().put("username", username);
        ArrayNode texts = request.putArray("candidates");
        candidates.forEach(
                candidate -> texts.add(candidate.revealString(SecretAccess.because("ask Keycloak's own hash check"))));
        return http.post(settings.provider("/verify"), request).map(LiveCheckGateway::read);
    }

    private static Checked read(JsonNode answer) {
        List<Boolean> matches = new ArrayList<>();
        answer.path("matches").forEach(match -> matches.add(match.asBoolean()));
        JsonNode created = answer.path("createdMillis");
        return new Checked(
                matches,
                answer.path("hasPassword").asBoolean(),
                created.isIntegralNumber() ? created.longValue() : null);
    }
}

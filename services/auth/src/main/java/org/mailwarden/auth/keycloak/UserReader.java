// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.FleetUser.PasswordCredential;

/** Turns Keycloak's representations into a {@link FleetUser}. */
final class UserReader {

    private static final String PROTECTED = "protected";
    private static final Set<String> SECOND_FACTORS =
            Set.of("otp", "webauthn", "webauthn-passwordless", "recovery-authn-codes");

    private UserReader() {}

    static FleetUser read(JsonNode user, JsonNode groups, JsonNode credentials) {
        Set<String> groupNames = new HashSet<>();
        groups.forEach(group -> groupNames.add(group.path("name").asText()));
        List<String> requiredActions = new ArrayList<>();
        user.path("requiredActions").forEach(action -> requiredActions.add(action.asText()));
        return new FleetUser(
                user.path("id").asText(),
                user.path("username").asText(),
                text(user.path("email")),
                user.path("enabled").asBoolean(),
                groupNames,
                groupNames.contains(PROTECTED),
                text(user.path("attributes").path("recoveryAddress").path(0)),
                requiredActions,
                passwords(credentials),
                secondFactors(credentials).stream().map(EnrolledFactor::type).toList(),
                text(user.path("attributes").path("locale").path(0)),
                text(user.path("federationLink")) != null);
    }

    static List<PasswordCredential> passwords(JsonNode credentials) {
        List<PasswordCredential> passwords = new ArrayList<>();
        for (JsonNode credential : credentials) {
            if (credential.path("type").asText().equals("password")) {
                passwords.add(new PasswordCredential(credential.path("id").asText(), createdAt(credential)));
            }
        }
        return passwords;
    }

    static List<EnrolledFactor> secondFactors(JsonNode credentials) {
        List<EnrolledFactor> enrolled = new ArrayList<>();
        for (JsonNode credential : credentials) {
            String type = credential.path("type").asText();
            if (SECOND_FACTORS.contains(type)) {
                enrolled.add(new EnrolledFactor(type, createdAt(credential)));
            }
        }
        return enrolled;
    }

    private static Instant createdAt(JsonNode credential) {
        return Instant.ofEpochMilli(credential.path("createdDate").asLong());
    }

    private static @Nullable String text(JsonNode node) {
        String text = node.asText("");
        return text.isBlank() ? null : text;
    }
}

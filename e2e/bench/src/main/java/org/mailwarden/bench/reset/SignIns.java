// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** People at a real Keycloak who sign in with the password grant. Safe for use by several threads. */
final class SignIns {

    private static final String PASSWORD = "a password that is in no corpus, " + UUID.randomUUID();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final URI keycloak;
    private final String provisionerSecret;

    SignIns(URI keycloak, String provisionerSecret) {
        this.keycloak = keycloak;
        this.provisionerSecret = provisionerSecret;
    }

    /** Makes somebody, in these groups, and returns the name. */
    String somebody(String... groups) throws IOException, InterruptedException {
        String name = "b" + UUID.randomUUID().toString().substring(0, 8);
        make(name, groups);
        return name;
    }

    /** Makes somebody of the fleet whose password and offline token a thief has. */
    LeakedPerson leaked() throws IOException, InterruptedException {
        String name = "l" + UUID.randomUUID().toString().substring(0, 8);
        String id = make(name, "fleet");
        HttpResponse<String> signedIn = token(Map.of(
                "grant_type", "password",
                "client_id", "mailwarden-legacy-login",
                "scope", "openid offline_access",
                "username", name,
                "password", PASSWORD));
        String token = json.readTree(signedIn.body()).path("refresh_token").asText();
        return new LeakedPerson(name, id, UUID.randomUUID(), System.currentTimeMillis(), token);
    }

    /** Whether a refresh token still opens the account. */
    boolean refreshes(String refreshToken) throws IOException, InterruptedException {
        return token(Map.of(
                                "grant_type", "refresh_token",
                                "client_id", "mailwarden-legacy-login",
                                "refresh_token", refreshToken))
                        .statusCode()
                == 200;
    }

    /** An access token of a client; never to be logged. */
    String clientToken(String client, String secret) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                token(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
        return json.readTree(answer.body()).path("access_token").asText();
    }

    private String make(String name, String... groups) throws IOException, InterruptedException {
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(keycloak.resolve("/admin/realms/mailwarden/users"))
                        .header("Authorization", "Bearer " + clientToken("mailwarden-provisioner", provisionerSecret))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json.writeValueAsString(Map.of(
                                "username",
                                name,
                                "email",
                                name + "@example.org",
                                "enabled",
                                true,
                                "groups",
                                List.of(groups),
                                "attributes",
                                Map.of("recoveryAddress", List.of(name + "@recovery.example")),
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false))))))
                        .build(),
                BodyHandlers.ofString());
        if (made.statusCode() != 201) {
            throw new IOException("Keycloak answered " + made.statusCode() + " to a new user");
        }
        String place = made.headers().firstValue("Location").orElse("");
        return place.substring(place.lastIndexOf('/') + 1);
    }

    /** Signs somebody in and tells how long it took. */
    double milliseconds(String name) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> answer = token(Map.of(
                "grant_type", "password",
                "client_id", "mailwarden-legacy-login",
                "scope", "openid",
                "username", name,
                "password", PASSWORD));
        double took = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200) {
            throw new IOException("Keycloak answered " + answer.statusCode() + " to a right password: "
                    + json.readTree(answer.body()).path("error_description").asText("no reason given"));
        }
        return took;
    }

    private HttpResponse<String> token(Map<String, String> fields) throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(keycloak.resolve("/realms/mailwarden/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }
}

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

/** People at a real Keycloak who sign in with the password grant over one kept connection. Used by one thread. */
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
        HttpResponse<String> token = token(Map.of(
                "grant_type", "client_credentials",
                "client_id", "mailwarden-provisioner",
                "client_secret", provisionerSecret));
        String bearer = json.readTree(token.body()).path("access_token").asText();
        HttpResponse<String> made = http.send(
                HttpRequest.newBuilder(keycloak.resolve("/admin/realms/mailwarden/users"))
                        .header("Authorization", "Bearer " + bearer)
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
                                "credentials",
                                List.of(Map.of("type", "password", "value", PASSWORD, "temporary", false))))))
                        .build(),
                BodyHandlers.ofString());
        if (made.statusCode() != 201) {
            throw new IOException("Keycloak answered " + made.statusCode() + " to a new user");
        }
        return name;
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
            throw new IOException("Keycloak answered " + answer.statusCode() + " to a right password");
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

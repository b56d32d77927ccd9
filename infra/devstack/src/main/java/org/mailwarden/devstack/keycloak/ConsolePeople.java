// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.devstack.secrets.SecretFiles;

/**
 * People who can sign in to the console: one for a role of the product, and named like it. Whoever is there stays as they are.
 *
 * @param keycloak address of the server
 * @param provisionerSecret secret of the client {@code mailwarden-provisioner}
 * @param passwords where a password is generated and kept, in a file named {@code person-<role>}
 */
public record ConsolePeople(URI keycloak, String provisionerSecret, SecretFiles passwords) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ADMIN = "admin";
    private static final String SERVICE_ACCOUNT = "service-account-";
    private static final int MADE = 201;
    private static final int THERE_ALREADY = 409;

    /**
     * Somebody who can sign in.
     *
     * @param username the name, which is also the role
     * @param password the password that was set when the person was made; it may have been changed since
     */
    public record Person(String username, String password) {

        @Override
        public String toString() {
            return "Person[username=" + username + "]";
        }
    }

    /**
     * Makes the first administrator. Who has removed that person, and made another administrator, is not given one again; where
     * nobody is left, somebody has to come in.
     *
     * @return the administrator that was made, now or before; empty when others administer instead
     * @throws IllegalStateException when Keycloak refuses, or does not answer
     */
    public Optional<Person> firstAdministrator() {
        List<String> names = asked(this::administrators);
        return names.isEmpty() || names.contains(ADMIN)
                ? Optional.of(with(List.of(ADMIN)).getFirst())
                : Optional.empty();
    }

    /**
     * Makes those who are not there.
     *
     * @param roles roles of the realm
     * @return a person for each, in the same order
     * @throws IllegalStateException when Keycloak refuses, or does not answer
     */
    public List<Person> with(List<String> roles) {
        return asked((client, token) -> {
            for (String role : roles) {
                make(client, token, role);
            }
            return roles.stream().map(role -> new Person(role, password(role))).toList();
        });
    }

    private interface Question<T> {

        T ask(HttpClient client, String token) throws IOException, InterruptedException;
    }

    private <T> T asked(Question<T> question) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return question.ask(client, token(client));
        } catch (IOException cause) {
            throw new IllegalStateException("Keycloak does not answer at " + keycloak, cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making people", interrupted);
        }
    }

    /** Names of people and groups to whom the role was given. */
    private List<String> administrators(HttpClient client, String token) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (String holders : List.of("users", "groups")) {
            HttpResponse<String> answer =
                    send(client, admin("/roles/" + ADMIN + "/" + holders, token).GET());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "Keycloak did not say who has the role " + ADMIN + ": HTTP " + answer.statusCode());
            }
            for (JsonNode holder : JSON.readTree(answer.body())) {
                names.add(holder.path("username").asText(holder.path("path").asText()));
            }
        }
        names.removeIf(name -> name.startsWith(SERVICE_ACCOUNT));
        return names;
    }

    private void make(HttpClient client, String token, String role) throws IOException, InterruptedException {
        Map<String, Object> user = Map.of(
                "username",
                role,
                "email",
                role + "@console.example",
                "firstName",
                role.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + role.substring(1),
                "lastName",
                "of Mailwarden",
                "enabled",
                true,
                "credentials",
                List.of(Map.of("type", "password", "value", password(role), "temporary", false)));
        HttpResponse<String> answer = send(client, admin("/users", token).POST(json(user)));
        if (answer.statusCode() == THERE_ALREADY) {
            return;
        }
        if (answer.statusCode() != MADE) {
            throw new IllegalStateException(
                    "Keycloak did not make the person " + role + ": HTTP " + answer.statusCode());
        }
        String location = answer.headers().firstValue("Location").orElseThrow();
        JsonNode granted =
                JSON.readTree(send(client, admin("/roles/" + role, token).GET()).body());
        HttpResponse<String> given = send(
                client,
                admin("/users/" + location.substring(location.lastIndexOf('/') + 1) + "/role-mappings/realm", token)
                        .POST(json(List.of(granted))));
        if (given.statusCode() / 100 != 2) {
            throw new IllegalStateException("Keycloak did not give the role " + role + ": HTTP " + given.statusCode());
        }
    }

    private String password(String role) {
        return passwords.get("person-" + role);
    }

    private String token(HttpClient client) throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=mailwarden-provisioner&client_secret="
                + URLEncoder.encode(provisionerSecret, StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(
                client,
                HttpRequest.newBuilder(keycloak.resolve("/realms/mailwarden/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Keycloak refused mailwarden-provisioner: HTTP " + answer.statusCode());
        }
        return JSON.readTree(answer.body()).path("access_token").asText();
    }

    private HttpRequest.Builder admin(String path, String token) {
        return HttpRequest.newBuilder(keycloak.resolve("/admin/realms/mailwarden" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher json(Object value) {
        try {
            return BodyPublishers.ofString(JSON.writeValueAsString(value));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
}

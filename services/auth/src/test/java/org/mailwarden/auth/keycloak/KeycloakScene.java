// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** A real Keycloak seen from outside: users are made by the provisioner, and passwords and tokens are tried as anyone could. */
public final class KeycloakScene {

    /** What every person has until it is reset. */
    public static final String OLD_PASSWORD = "the old and leaked one";

    final URI url;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String provisionerSecret;
    private final String authSecret;

    private KeycloakScene(URI url, String provisionerSecret, String authSecret) {
        this.url = url;
        this.provisionerSecret = provisionerSecret;
        this.authSecret = authSecret;
    }

    /** The Keycloak of the tests. */
    public static KeycloakScene running() {
        Config config = ConfigProvider.getConfig();
        return new KeycloakScene(
                config.getValue("mailwarden.keycloak.url", URI.class),
                config.getValue("mailwarden.devservices.secret.mailwarden-provisioner", String.class),
                config.getValue("mailwarden.devservices.secret.mailwarden-auth", String.class));
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    KeycloakAdminGateway gateway() {
        return gateway(url);
    }

    KeycloakAdminGateway gateway(URI keycloak) {
        return gateway(keycloak, Duration.ofSeconds(15));
    }

    /** A gateway to an address before Keycloak. */
    public KeycloakAdminGateway gateway(URI keycloak, Duration timeout) {
        KeycloakSettings settings =
                new KeycloakSettings(keycloak, "mailwarden", "mailwarden-auth", authSecret, timeout);
        ServiceToken token = new ServiceToken(settings, json, Clock.systemUTC());
        return new KeycloakAdminGateway(settings, new KeycloakHttp(settings, token, json), json);
    }

    /** Makes a user with {@link #OLD_PASSWORD} in the groups and returns its id. */
    public Person person(String... groups) {
        String name = "p-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode user = json.createObjectNode()
                .put("username", name)
                .put("email", name + "@example.org")
                .put("enabled", true);
        user.set("groups", json.valueToTree(groups));
        user.putObject("attributes").putArray("recoveryAddress").add(name + "@recovery.example");
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", OLD_PASSWORD)
                .put("temporary", false);
        String token = clientToken("mailwarden-provisioner", provisionerSecret);
        Answer created = send("POST", "/admin/realms/mailwarden/users", token, user);
        if (created.status() != 201) {
            throw new IllegalStateException("Keycloak answered " + created);
        }
        JsonNode found = send("GET", "/admin/realms/mailwarden/users?exact=true&username=" + name, token, null)
                .body();
        return new Person(found.path(0).path("id").asText(), name);
    }

    /** Ids of the passwords that a person has now; none when the user may not be read. */
    public static Set<String> passwords(KeycloakGateway gateway, Person person) {
        return gateway.read(person.id()) instanceof Outcome.Done<FleetUser>(FleetUser user)
                ? user.passwords().stream()
                        .map(FleetUser.PasswordCredential::id)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    JsonNode asProvisioner(String path) {
        return asProvisioner("GET", path, null).body();
    }

    /** An administrator sets a password. */
    void setPassword(Person person, String password) {
        asProvisioner(
                "PUT",
                "/users/" + person.id() + "/reset-password",
                object().put("type", "password").put("value", password).put("temporary", false));
    }

    /** An administrator forgets failures. */
    void clearLockout(Person person) {
        asProvisioner("DELETE", "/attack-detection/brute-force/users/" + person.id(), null);
    }

    private Answer asProvisioner(String method, String path, JsonNode body) {
        return send(
                method,
                "/admin/realms/mailwarden" + path,
                clientToken("mailwarden-provisioner", provisionerSecret),
                body);
    }

    /** Signs in with a password. */
    public Answer signIn(String username, String password) {
        return grant(username, password, "openid", Map.of());
    }

    Answer signIn(String username, String password, String totp) {
        return grant(username, password, "openid", Map.of("totp", totp));
    }

    /**
     * Signs in and keeps an offline token, as soon as Keycloak lets it: its guard against guessing refuses whoever signs in while it
     * is busy with the same person's last sign-in.
     */
    public Answer signInOffline(String username, String password) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> grant(username, password, "openid offline_access", Map.of()),
                        answer -> answer.status() == 200);
    }

    /** Where a browser begins to sign in. */
    String signInPage() {
        return url + "/realms/mailwarden/protocol/openid-connect/auth?"
                + encode(Map.of(
                        "client_id", "mailwarden-legacy-login",
                        "response_type", "code",
                        "scope", "openid",
                        "redirect_uri", "http://127.0.0.1/signed-in"));
    }

    /** Uses a refresh token. */
    public Answer refresh(Answer signedIn) {
        return form(Map.of(
                "grant_type", "refresh_token",
                "client_id", "mailwarden-legacy-login",
                "refresh_token", signedIn.body().path("refresh_token").asText()));
    }

    /** Calls any path of Keycloak with a bearer token. */
    Answer send(String method, String path, String bearer, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json");
        return exchange(request.method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
    }

    String authToken() {
        return clientToken("mailwarden-auth", authSecret);
    }

    String provisionerToken() {
        return clientToken("mailwarden-provisioner", provisionerSecret);
    }

    ObjectNode object() {
        return json.createObjectNode();
    }

    private String clientToken(String client, String secret) {
        return form(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret))
                .body()
                .path("access_token")
                .asText();
    }

    private Answer grant(String username, String password, String scope, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "grant_type", "password",
                "client_id", "mailwarden-legacy-login",
                "username", username,
                "password", password,
                "scope", scope));
        fields.putAll(more);
        return form(fields);
    }

    private Answer form(Map<String, String> fields) {
        return exchange(HttpRequest.newBuilder(URI.create(url + "/realms/mailwarden/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(fields))));
    }

    static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Answer exchange(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            String body = response.body();
            boolean isJson = body.startsWith("{") || body.startsWith("[");
            return new Answer(response.statusCode(), isJson ? json.readTree(body) : MissingNode.getInstance());
        } catch (IOException cause) {
            throw new IllegalStateException(cause);
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(cause);
        }
    }

    /** A user. */
    public record Person(String id, String username) {}

    /** An answer of Keycloak. */
    public record Answer(int status, JsonNode body) {
        String error() {
            return body.path("error_description").asText();
        }
    }
}

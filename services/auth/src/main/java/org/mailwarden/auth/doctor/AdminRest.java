// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** A realm as its administrator changes it: with a person's sign-in, for a tool. No service has such rights. For one thread. */
final class AdminRest implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final String base;
    private final String token;
    private boolean onlyLooks;

    /**
     * Signs in.
     *
     * @param keycloak address of Keycloak
     * @param realm the realm to change
     * @param adminRealm the realm of the administrator, usually {@code master}
     * @param name the administrator
     * @param password the administrator's password
     * @throws IllegalArgumentException when that is refused; the sentence says what to change
     * @throws IOException when Keycloak does not answer
     */
    AdminRest(String keycloak, String realm, String adminRealm, String name, Secret password) throws IOException {
        String server = keycloak.endsWith("/") ? keycloak.substring(0, keycloak.length() - 1) : keycloak;
        this.base = server + "/admin/realms/" + encode(realm);
        String form = "grant_type=password&client_id=admin-cli&username=" + encode(name) + "&password="
                + encode(password.revealString(SecretAccess.because("sign in as the administrator who runs the tool")));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        URI.create(server + "/realms/" + encode(adminRealm) + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
        if (answer.statusCode() != 200) {
            throw new IllegalArgumentException("Keycloak refused " + name + " in the realm " + adminRealm + " (HTTP "
                    + answer.statusCode()
                    + "). Check name, password and --admin-realm; an administrator who needs a second"
                    + " factor cannot be used here: make one for this, and delete it afterwards.");
        }
        this.token = JSON.readTree(answer.body()).path("access_token").asText();
    }

    /** From now on nothing is changed. */
    void onlyLook() {
        onlyLooks = true;
    }

    /** Whether nothing is changed. */
    boolean onlyLooks() {
        return onlyLooks;
    }

    /** Reads; empty when there is no such thing. */
    Optional<JsonNode> find(String path) throws IOException {
        HttpResponse<String> answer = send(request(path).GET());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(body("GET", path, answer));
    }

    JsonNode get(String path) throws IOException {
        return body("GET", path, send(request(path).GET()));
    }

    void put(String path, Object body) throws IOException {
        if (onlyLooks) {
            return;
        }
        body("PUT", path, send(request(path).PUT(json(body))));
    }

    void post(String path, Object body) throws IOException {
        if (onlyLooks) {
            return;
        }
        body("POST", path, send(request(path).POST(json(body))));
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    private static HttpRequest.BodyPublisher json(Object body) throws IOException {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    }

    private static JsonNode body(String method, String path, HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            throw new IllegalArgumentException("Keycloak refused " + method + " " + path
                    + ": whoever runs this needs the role admin of the realm master, or realm-admin of the realm.");
        }
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException(
                    "Keycloak answered HTTP " + status + " to " + method + " " + path + ": " + said(answer.body()));
        }
        return answer.body() == null || answer.body().isBlank() ? NullNode.getInstance() : JSON.readTree(answer.body());
    }

    private static String said(@Nullable String body) {
        String one = body == null ? "" : body.replaceAll("\\p{Cntrl}", " ");
        return one.substring(0, Math.min(200, one.length()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while Keycloak was asked", interrupted);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.close();
    }
}

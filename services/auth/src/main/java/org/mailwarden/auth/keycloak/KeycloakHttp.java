// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request with the service's token and sorts the answer. The only place of this service that opens a connection
 * to Keycloak, and no more than {@value #MOST_AT_ONCE} at once. Redirects are not followed: an admin API has none to offer.
 */
@ApplicationScoped
public class KeycloakHttp {

    /** However many workers there are: what signs people in has to stay free for them. */
    static final int MOST_AT_ONCE = 16;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final KeycloakSettings settings;
    private final ServiceToken token;
    private final ObjectMapper json;
    private final HttpClient client;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE, true);

    /**
     * Makes the sender.
     *
     * @param settings where Keycloak is
     * @param token our token
     * @param json reads and writes bodies
     */
    @Inject
    public KeycloakHttp(KeycloakSettings settings, ServiceToken token, ObjectMapper json) {
        this.settings = settings;
        this.token = token;
        this.json = json;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    Outcome<JsonNode> get(URI uri) {
        return send("GET", uri, null);
    }

    Outcome<JsonNode> post(URI uri, @Nullable JsonNode body) {
        return send("POST", uri, body);
    }

    Outcome<JsonNode> put(URI uri, JsonNode body) {
        return send("PUT", uri, body);
    }

    Outcome<JsonNode> delete(URI uri) {
        return send("DELETE", uri, null);
    }

    private Outcome<JsonNode> send(String method, URI uri, @Nullable JsonNode body) {
        try {
            HttpResponse<byte[]> response = exchange(method, uri, body, token.current(client));
            if (response.statusCode() == 401) {
                // Keycloak restarted with new keys, or the token was revoked: worth one new token.
                token.forget();
                response = exchange(method, uri, body, token.current(client));
            }
            return sort(method, uri, response);
        } catch (ServiceToken.TokenRefused cause) {
            return new Outcome.Unavailable<>(String.valueOf(cause.getMessage()));
        } catch (IOException cause) {
            return new Outcome.Unavailable<>("Keycloak gave no answer to " + method + " " + uri.getPath() + ": "
                    + cause.getClass().getSimpleName());
        } catch (InterruptedException cause) {
            Thread.currentThread().interrupt();
            return new Outcome.Unavailable<>("The call to Keycloak was interrupted");
        }
    }

    private HttpResponse<byte[]> exchange(String method, URI uri, @Nullable JsonNode body, String bearer)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(settings.timeout())
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "application/json");
        BodyPublisher content = BodyPublishers.noBody();
        if (body != null) {
            request.header("Content-Type", "application/json");
            content = BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
        }
        if (!places.tryAcquire(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new HttpTimeoutException("All " + MOST_AT_ONCE + " calls to Keycloak at once are taken");
        }
        try {
            return client.send(request.method(method, content).build(), BodyHandlers.ofByteArray());
        } finally {
            places.release();
        }
    }

    private Outcome<JsonNode> sort(String method, URI uri, HttpResponse<byte[]> response) throws IOException {
        int status = response.statusCode();
        String call = method + " " + uri.getPath();
        if (status >= 200 && status < 300) {
            return new Outcome.Done<>(parse(response.body()));
        }
        return switch (status) {
            case 404 ->
                isMissing(uri, response)
                        ? new Outcome.Unavailable<>(
                                "Keycloak has nothing at " + uri.getPath() + ": is Mailwarden's provider there?")
                        : new Outcome.NoSuchUser<>();
            case 400, 403, 409 -> new Outcome.Denied<>("Keycloak refused " + call + ": " + reason(response));
            default -> new Outcome.Unavailable<>("Keycloak answered " + status + " to " + call);
        };
    }

    /** Whether our provider, which says so when it has no such user, is itself what was not found by a question about one. */
    private boolean isMissing(URI uri, HttpResponse<byte[]> response) {
        return uri.toString().startsWith(settings.provider("/standing").toString())
                && !reason(response).equals("404 no_such_user");
    }

    /** Only the error code: a description may quote what was sent. */
    private String reason(HttpResponse<byte[]> response) {
        try {
            JsonNode body = parse(response.body());
            String error = body.path("error").asText(body.path("errorMessage").asText("no reason given"));
            return response.statusCode() + " " + error;
        } catch (IOException notJson) {
            return Integer.toString(response.statusCode());
        }
    }

    private JsonNode parse(byte[] body) throws IOException {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(body);
        } catch (JsonProcessingException cause) {
            throw new IOException("Keycloak answered something that is not JSON");
        }
    }
}

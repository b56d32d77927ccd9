// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.SecretAccess;

/** The access token of this service's account (RFC 6749, section 4.4), kept until shortly before it expires. */
@ApplicationScoped
public class ServiceToken {

    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final KeycloakSettings settings;
    private final ObjectMapper json;
    private final Clock clock;
    private @Nullable Held held;

    /**
     * Makes an empty holder.
     *
     * @param settings where to ask
     * @param json reads the answer
     * @param clock tells when a token is too old
     */
    @Inject
    public ServiceToken(KeycloakSettings settings, ObjectMapper json, Clock clock) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The token, fetched anew when it is about to expire.
     *
     * @param client sends the request
     * @return the access token; never to be logged
     * @throws IOException when Keycloak gave none
     * @throws InterruptedException when the thread was interrupted
     */
    public synchronized String current(HttpClient client) throws IOException, InterruptedException {
        Held now = held;
        if (now == null || !clock.instant().isBefore(now.until())) {
            now = ask(client);
            held = now;
        }
        return now.token();
    }

    synchronized void forget() {
        held = null;
    }

    private Held ask(HttpClient client) throws IOException, InterruptedException {
        Instant asked = clock.instant();
        String form = "grant_type=client_credentials&client_id=" + encode(settings.clientId()) + "&client_secret="
                + encode(settings.clientSecret().revealString(SecretAccess.because("sign in to Keycloak")));
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(settings.tokenEndpoint())
                        .timeout(settings.timeout())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new TokenRefused(response.statusCode());
        }
        JsonNode answer = json.readTree(response.body());
        Instant until = asked.plusSeconds(answer.path("expires_in").asLong()).minus(MARGIN);
        return new Held(answer.path("access_token").asText(), until);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record Held(String token, Instant until) {
        @Override
        public String toString() {
            return "Held[until=" + until + "]";
        }
    }

    /** Keycloak did not take our client's secret, or was not ready to. */
    static final class TokenRefused extends IOException {
        private static final long serialVersionUID = 1L;

        TokenRefused(int status) {
            super("Keycloak answered " + status + " to our client's sign-in");
        }
    }
}

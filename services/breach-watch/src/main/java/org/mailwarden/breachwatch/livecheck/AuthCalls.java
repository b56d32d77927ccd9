// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
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
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** The one talker to auth's REST, in the name of this service. Safe for many threads; blocks. */
@ApplicationScoped
class AuthCalls {

    private static final Duration TOKEN_LIMIT = Duration.ofSeconds(20);
    /** How long after a token that did not come none is asked for. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(20);
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ObjectMapper json;
    private final Clock clock;
    private final Optional<String> auth;
    private final URI tokens;
    private final String clientId;
    private final Secret clientSecret;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Held held;
    private volatile Instant noTokenUntil = Instant.MIN;

    AuthCalls(
            ObjectMapper json,
            Clock clock,
            BreachWatchSettings settings,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") String realm,
            @ConfigProperty(name = "mailwarden.client-id") String clientId,
            @ConfigProperty(name = "mailwarden.client-secret") Optional<String> clientSecret) {
        this.json = json;
        this.clock = clock;
        this.auth = settings.liveCheck().authUrl();
        this.tokens = URI.create(realm + "/protocol/openid-connect/token");
        this.clientId = clientId;
        this.clientSecret = Secret.of(clientSecret.orElse(""));
    }

    /** What came of a call. */
    sealed interface Reply {

        /**
         * Auth answered, whatever it said.
         *
         * @param status HTTP status
         * @param body as sent
         */
        record Answered(int status, byte[] body) implements Reply {}

        /**
         * It could not be asked.
         *
         * @param why plain words without a secret
         */
        record NotAsked(String why) implements Reply {}
    }

    /**
     * Posts to auth.
     *
     * @param path from the root
     * @param body JSON
     * @param limit until the whole answer is there
     * @return what came of it; never throws for what auth or the network does
     */
    Reply post(String path, byte[] body, Duration limit) {
        if (auth.isEmpty()) {
            return new Reply.NotAsked("mailwarden.breach-watch.live-check.auth-url is not set");
        }
        URI address = URI.create(auth.get() + path);
        if (!isSafe(address) || !isSafe(tokens)) {
            return new Reply.NotAsked("auth or Keycloak is on another machine and not on https");
        }
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(limit)
                            .header("Authorization", "Bearer " + token(limit))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            return new Reply.Answered(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Reply.NotAsked("auth gave no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.NotAsked("the question was interrupted");
        }
    }

    /** Waits for a token no longer than for the answer: many ask at once, and Keycloak may be slow. */
    private String token(Duration limit) throws IOException, InterruptedException {
        Instant now = clock.instant();
        Held known = held;
        if (known != null && now.isBefore(known.until())) {
            return known.token();
        }
        if (now.isBefore(noTokenUntil) || !fetching.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("Keycloak gave no token a moment ago");
        }
        try {
            noTokenUntil = now.plus(PAUSE);
            String token = currentToken(now);
            noTokenUntil = Instant.MIN;
            return token;
        } finally {
            fetching.unlock();
        }
    }

    private String currentToken(Instant now) throws IOException, InterruptedException {
        Held known = held;
        if (known == null || !now.isBefore(known.until())) {
            String form = "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret="
                    + encode(clientSecret.revealString(SecretAccess.because("sign in to Keycloak")));
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(tokens)
                            .timeout(TOKEN_LIMIT)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("Keycloak answered " + response.statusCode() + " to our client's sign-in");
            }
            JsonNode answer = json.readTree(response.body());
            known = new Held(
                    answer.path("access_token").asText(),
                    now.plusSeconds(answer.path("expires_in").asLong()).minus(TOKEN_MARGIN));
            held = known;
        }
        return known.token();
    }

    private static boolean isSafe(URI address) {
        return "https".equals(address.getScheme()) || THIS_MACHINE.contains(address.getHost());
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
}

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
    private static final Held NONE = new Held("", Instant.MIN);
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
    /** The last token, or the one that is on its way. */
    private CompletableFuture<Held> coming = CompletableFuture.completedFuture(NONE);

    private Instant noTokenUntil = Instant.MIN;

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

    /**
     * Waits for a token no longer than for the answer: many ask at once, and Keycloak may be slow. Who gives up leaves it coming,
     * for otherwise a Keycloak that takes longer than a mail server waits would never give one.
     */
    private String token(Duration limit) throws IOException, InterruptedException {
        try {
            return coming(clock.instant())
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .token();
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("Keycloak gave no token in time");
        }
    }

    private synchronized CompletableFuture<Held> coming(Instant now) {
        if (!coming.isDone()
                || !coming.isCompletedExceptionally()
                        && now.isBefore(coming.join().until())) {
            return coming;
        }
        if (now.isBefore(noTokenUntil)) {
            return CompletableFuture.failedFuture(new IOException("Keycloak gave no token a moment ago"));
        }
        noTokenUntil = now.plus(PAUSE);
        CompletableFuture<Held> next = new CompletableFuture<>();
        coming = next;
        Thread.ofVirtual().start(() -> fetch(next));
        return next;
    }

    private void fetch(CompletableFuture<Held> waitedFor) {
        try {
            waitedFor.complete(fetched());
            pauseNoMore();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            waitedFor.completeExceptionally(e);
        } catch (IOException | RuntimeException e) {
            waitedFor.completeExceptionally(e);
        }
    }

    private synchronized void pauseNoMore() {
        noTokenUntil = Instant.MIN;
    }

    private Held fetched() throws IOException, InterruptedException {
        Instant now = clock.instant();
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
        return new Held(
                answer.path("access_token").asText(),
                now.plusSeconds(answer.path("expires_in").asLong()).minus(TOKEN_MARGIN));
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

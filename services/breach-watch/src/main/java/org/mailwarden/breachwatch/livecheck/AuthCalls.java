// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    private final Duration tokenLimit;
    /** The last token, or the one that is on its way. */
    private CompletableFuture<Held> coming = CompletableFuture.completedFuture(NONE);

    private Instant noTokenUntil = Instant.MIN;

    @Inject
    AuthCalls(
            ObjectMapper json,
            Clock clock,
            BreachWatchSettings settings,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") String realm,
            @ConfigProperty(name = "mailwarden.client-id") String clientId,
            @ConfigProperty(name = "mailwarden.client-secret") Optional<String> clientSecret) {
        this(
                json,
                clock,
                settings.liveCheck().authUrl(),
                realm,
                clientId,
                Secret.of(clientSecret.orElse("")),
                TOKEN_LIMIT);
    }

    AuthCalls(
            ObjectMapper json,
            Clock clock,
            Optional<String> auth,
            String realm,
            String clientId,
            Secret clientSecret,
            Duration tokenLimit) {
        this.json = json;
        this.clock = clock;
        this.auth = auth;
        this.tokens = URI.create(realm + "/protocol/openid-connect/token");
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.tokenLimit = tokenLimit;
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
     * @param limit until the whole answer is there, the time for a token included
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
        long end = System.nanoTime() + limit.toNanos();
        try {
            String token = answer(coming(clock.instant()), end).token();
            CompletableFuture<HttpResponse<byte[]>> asked = http.sendAsync(
                    HttpRequest.newBuilder(address)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofByteArray());
            try {
                HttpResponse<byte[]> response = answer(asked, end);
                return new Reply.Answered(response.statusCode(), response.body());
            } finally {
                asked.cancel(true);
            }
        } catch (IOException e) {
            return new Reply.NotAsked("auth gave no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.NotAsked("the question was interrupted");
        }
    }

    /** Waits for the whole of an answer: the client's own limit ends with its head. */
    private static <T> T answer(CompletableFuture<T> coming, long end) throws IOException, InterruptedException {
        try {
            return coming.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        }
    }

    /**
     * The token. Many ask at once, and Keycloak may be slow: who gives up leaves it coming, for otherwise a Keycloak that takes
     * longer than a mail server waits would never give one. What does not come within a time of its own is given up for all, and
     * asked for again.
     */
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
        CompletableFuture<HttpResponse<byte[]>> asked = askForToken();
        coming = asked.thenApply(response -> held(response, now))
                .orTimeout(tokenLimit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((held, failure) -> {
                    if (failure == null) {
                        pauseNoMore();
                    }
                    asked.cancel(true);
                });
        return coming;
    }

    private synchronized void pauseNoMore() {
        noTokenUntil = Instant.MIN;
    }

    private CompletableFuture<HttpResponse<byte[]>> askForToken() {
        String form = "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret="
                + encode(clientSecret.revealString(SecretAccess.because("sign in to Keycloak")));
        return http.sendAsync(
                HttpRequest.newBuilder(tokens)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private Held held(HttpResponse<byte[]> response, Instant askedAt) {
        try {
            if (response.statusCode() != 200) {
                throw new IOException("Keycloak answered " + response.statusCode() + " to our client's sign-in");
            }
            JsonNode answer = json.readTree(response.body());
            return new Held(
                    answer.path("access_token").asText(),
                    askedAt.plusSeconds(answer.path("expires_in").asLong()).minus(TOKEN_MARGIN));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
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

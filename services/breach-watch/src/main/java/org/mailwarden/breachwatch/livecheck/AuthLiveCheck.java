// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.livecheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** {@link LiveCheck} over auth's REST, the one talker to auth. Safe for many threads. */
@ApplicationScoped
public class AuthLiveCheck implements LiveCheck {

    /** Twenty hash checks take about two seconds of a core. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

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
    private @Nullable Held held;

    AuthLiveCheck(
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

    @Override
    public Answer ask(String owner, List<Secret> candidates) {
        if (auth.isEmpty()) {
            return new Answer.Unavailable("mailwarden.breach-watch.live-check.auth-url is not set");
        }
        URI address = URI.create(auth.get() + "/api/v1/live-checks");
        if (!isSafe(address) || !isSafe(tokens)) {
            return new Answer.Unavailable("auth or Keycloak is on another machine and not on https");
        }
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(LIMIT)
                            .header("Authorization", "Bearer " + token())
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(question(owner, candidates)))
                            .build(),
                    BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> read(json.readTree(response.body()), candidates.size());
                case 404, 409 -> new Answer.NotCheckable();
                case 429 -> new Answer.Busy();
                default -> new Answer.Unavailable("auth answered " + response.statusCode());
            };
        } catch (IOException e) {
            return new Answer.Unavailable("auth gave no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("the question was interrupted");
        }
    }

    private static Answer read(JsonNode answer, int asked) {
        List<Boolean> matches = new ArrayList<>();
        answer.path("matches").forEach(match -> matches.add(match.asBoolean()));
        JsonNode version = answer.path("credentialVersion");
        return matches.size() == asked
                ? new Answer.Checked(matches, version.isIntegralNumber() ? version.longValue() : null)
                : new Answer.Unavailable("auth answered something that is no live check");
    }

    private byte[] question(String owner, List<Secret> candidates) throws IOException {
        ObjectNode question = json.createObjectNode().put("owner", owner);
        SecretAccess access = SecretAccess.because("ask Keycloak's own hash check");
        candidates.forEach(candidate -> question.withArray("candidates").add(candidate.revealString(access)));
        return json.writeValueAsBytes(question);
    }

    private synchronized String token() throws IOException, InterruptedException {
        Instant now = clock.instant();
        Held known = held;
        if (known == null || !now.isBefore(known.until())) {
            String form = "grant_type=client_credentials&client_id=" + encode(clientId) + "&client_secret="
                    + encode(clientSecret.revealString(SecretAccess.because("sign in to Keycloak")));
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(tokens)
                            .timeout(LIMIT)
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

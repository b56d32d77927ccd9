// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.session.TrustSource;
import org.mailwarden.fetcher.vault.Credential.TokenClient;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.EgressRefused;
import org.mailwarden.kit.secret.ClearText;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * The one talker to token endpoints (RFC 6749), whoever runs them. It follows no redirect, reads a bounded answer within a
 * deadline, and lets nothing of an answer through but the error code. Safe for many threads; blocks.
 */
@ApplicationScoped
public class TokenGateway {

    /** For the whole exchange, however slowly the bytes come. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** Tokens with many groups reach 8 KiB; an endpoint has nothing else to say. */
    private static final int ANSWER_BYTES = 64 * 1024;

    /** RFC 6749 section 5.1 recommends a lifetime and does not require one. */
    private static final Duration USUAL_LIFETIME = Duration.ofMinutes(5);

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);
    private static final SecretAccess ASKING = SecretAccess.because("ask for an access token");

    private static final EgressHttp.Bounds BOUNDS = new EgressHttp.Bounds(ANSWER_BYTES, LIMIT);
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");

    private final ObjectMapper json;
    private final EgressHttp http;

    TokenGateway(ObjectMapper json, FetcherConfig config, Egress egress, Vertx vertx) {
        this.json = json;
        this.http = new EgressHttp(
                vertx,
                egress,
                config.trustedCa()
                        .map(TrustSource::systemAnd)
                        .orElseGet(TrustSource::system)
                        .options());
    }

    @PreDestroy
    void close() {
        http.close();
    }

    /**
     * Exchanges a refresh token for an access token (RFC 6749 section 6).
     *
     * @param client who asks
     * @param refreshToken the token
     * @return what came of it
     */
    public TokenAnswer refresh(TokenClient client, Secret refreshToken) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refreshToken.revealString(ASKING));
        return ask(client, form, refreshToken);
    }

    /**
     * Gets an access token for the client itself (RFC 6749 section 4.4).
     *
     * @param client who asks
     * @return what came of it
     */
    public TokenAnswer clientCredentials(TokenClient client) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        return ask(client, form, null);
    }

    private TokenAnswer ask(TokenClient client, Map<String, String> form, @Nullable Secret presented) {
        if (!ClearText.isAllowed(client.tokenUrl())) {
            return new TokenAnswer.Unavailable(
                    "The token endpoint is not on https, so it is not asked. Give one that is.", true, Duration.ZERO);
        }
        String host = client.tokenUrl().getHost();
        form.put("client_id", client.clientId());
        if (client.clientSecret() != null) {
            form.put("client_secret", client.clientSecret().revealString(ASKING));
        }
        if (client.scope() != null) {
            form.put("scope", client.scope());
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        byte[] sent = body.getBytes(StandardCharsets.UTF_8);
        EgressHttp.Reply reply = http.post(client.tokenUrl(), HEADERS, sent, BOUNDS);
        Arrays.fill(sent, (byte) 0);
        return switch (reply) {
            case EgressHttp.Reply.Answer answer -> {
                try (answer) {
                    yield answer(answer, host, presented);
                }
            }
            case EgressHttp.Reply.None(EgressHttp.Reason why) -> unanswered(why, host);
        };
    }

    private static TokenAnswer unanswered(EgressHttp.Reason why, String host) {
        return switch (why) {
            case NOT_ALLOWED ->
                new TokenAnswer.Unavailable("Token endpoint: " + EgressRefused.SENTENCE, true, Duration.ZERO);
            case NO_ADDRESS -> unreachable(host, "is not known under that name");
            case TOO_SLOW -> unreachable(host, "did not answer in time");
            case TOO_LONG -> unreachable(host, "answered more than a token endpoint has to say");
            case BROKEN -> unreachable(host, "could not be asked: no connection, or no trusted certificate");
            case INTERRUPTED -> unreachable(host, "was not asked to the end");
        };
    }

    private TokenAnswer answer(EgressHttp.Reply.Answer reply, String host, @Nullable Secret presented) {
        JsonNode body = body(reply.body());
        if (reply.status() == 200) {
            return granted(body, host, presented);
        }
        TokenReplies.Refusal refusal = TokenReplies.read(reply.status(), text(body, "error"), host, presented != null);
        Duration retryAfter = TokenReplies.retryAfter(reply.header("Retry-After"));
        return switch (refusal.kind()) {
            case DEAD -> new TokenAnswer.Dead(refusal.sentence());
            case SETTINGS -> new TokenAnswer.Unavailable(refusal.sentence(), true, retryAfter);
            case TEMPORARY -> new TokenAnswer.Unavailable(refusal.sentence(), false, retryAfter);
        };
    }

    private static TokenAnswer granted(JsonNode body, String host, @Nullable Secret presented) {
        String token = text(body, "access_token");
        String type = text(body, "token_type");
        // RFC 6749 section 7.1: a token of a kind that is not understood is not used.
        if (token == null || token.isEmpty() || type != null && !type.equalsIgnoreCase("Bearer")) {
            return new TokenAnswer.Unavailable(
                    "The token endpoint " + host + " answers without a bearer token. Check tokenUrl.",
                    true,
                    Duration.ZERO);
        }
        Duration lifetime = Duration.ofSeconds(body.path("expires_in").asLong(USUAL_LIFETIME.toSeconds()));
        String refresh = text(body, "refresh_token");
        Optional<Secret> rotated = presented == null || refresh == null || refresh.isEmpty()
                ? Optional.empty()
                : Optional.of(Secret.of(refresh)).filter(given -> !given.equals(presented));
        return new TokenAnswer.Granted(
                Secret.of(token), lifetime.compareTo(LONGEST_LIFETIME) > 0 ? LONGEST_LIFETIME : lifetime, rotated);
    }

    private JsonNode body(byte[] bytes) {
        try {
            JsonNode read = json.readTree(bytes);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException noJson) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String text(JsonNode body, String field) {
        return body.path(field).isTextual() ? body.path(field).asText() : null;
    }

    private static TokenAnswer unreachable(String host, String how) {
        return new TokenAnswer.Unavailable(
                "The token endpoint " + host + " " + how + "; it is asked again.", false, Duration.ZERO);
    }
}

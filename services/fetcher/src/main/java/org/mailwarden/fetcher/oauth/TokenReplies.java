// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.oauth;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the refusals of a token endpoint (RFC 6749 section 5.2). Pure. */
final class TokenReplies {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

    private TokenReplies() {}

    /** What a refusal means. */
    enum Kind {
        DEAD,
        SETTINGS,
        TEMPORARY
    }

    /**
     * What is to be done about a refusal.
     *
     * @param kind what it means
     * @param sentence what is wrong and what to do next; nothing of what the endpoint said but its error code
     */
    record Refusal(Kind kind, String sentence) {}

    /**
     * Reads one.
     *
     * @param status HTTP status, not 200
     * @param error the error code of the body; absent when it has none
     * @param host the endpoint's host, for people
     * @param refresh whether a refresh token was presented
     * @return what it means
     */
    static Refusal read(int status, @Nullable String error, String host, boolean refresh) {
        String said = error == null ? "" : error.toLowerCase(Locale.ROOT);
        // Keycloak says this to a wrong secret too; only the status tells it from a grant that is not allowed.
        String code = status == 401 && said.equals("unauthorized_client") ? "invalid_client" : said;
        String at = "The token endpoint " + host;
        if (status == 429 || status >= 500) {
            return new Refusal(Kind.TEMPORARY, at + " cannot answer now (HTTP " + status + "); it is asked again.");
        }
        return switch (code) {
            case "invalid_grant", "interaction_required", "login_required", "consent_required" ->
                refresh
                        ? new Refusal(
                                Kind.DEAD,
                                at + " no longer accepts the refresh token: it is revoked, expired or used up. Sign in"
                                        + " again as the user and give the account the new refresh token.")
                        : settings(
                                at + " gives this client no token (" + code + ")", "Check the client's rights there.");
            case "invalid_client" ->
                settings(
                        at + " does not know the client or its secret",
                        "Check clientId and clientSecret, and whether the secret has expired.");
            case "unauthorized_client", "unsupported_grant_type" ->
                settings(
                        at + " does not let this client use the grant",
                        refresh ? "Allow it refresh tokens there." : "Allow it client credentials there.");
            case "invalid_scope" ->
                settings(
                        at + " does not give the client the scope", "Check scope, and what the client may have there.");
            case "temporarily_unavailable", "server_error", "slow_down" ->
                new Refusal(Kind.TEMPORARY, at + " cannot answer now; it is asked again.");
            case "invalid_request" -> settings(at + " does not understand the request", "Check tokenUrl and scope.");
            default ->
                status == 404 || status == 405 || status / 100 == 3
                        ? settings(
                                "There is no token endpoint at " + host + " (HTTP " + status + ")", "Check tokenUrl.")
                        : new Refusal(
                                Kind.TEMPORARY,
                                at + " refused without a reason (HTTP " + status + "); it is asked again.");
        };
    }

    private static Refusal settings(String wrong, String next) {
        return new Refusal(Kind.SETTINGS, wrong + ". " + next);
    }

    /** Reads Retry-After in seconds (RFC 9110 section 10.2.3); zero for anything else. */
    static Duration retryAfter(Optional<String> header) {
        return header.filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .filter(wait -> wait.compareTo(LONGEST_RETRY_AFTER) <= 0)
                .orElse(Duration.ZERO);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credentiallink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.auth.keycloak.ServiceToken;
import org.mailwarden.kit.secret.ClearText;
import org.mailwarden.kit.secret.Secret;

/** The one talker to the fetcher: has links made. Blocking; safe for many threads. */
@ApplicationScoped
class FetcherGateway {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final ObjectMapper json;
    private final ServiceToken token;
    private final CredentialLinkSettings settings;

    FetcherGateway(ObjectMapper json, ServiceToken token, CredentialLinkSettings settings) {
        this.json = json;
        this.token = token;
        this.settings = settings;
    }

    /** What came of asking for a link. */
    sealed interface Answer {
        /**
         * A link was made.
         *
         * @param token its token, for the caller to close
         * @param expiresAt when it ends
         */
        record Made(Secret token, Instant expiresAt) implements Answer {}

        /**
         * The fetcher makes none for this account now.
         *
         * @param status HTTP status
         * @param code the fetcher's code for why
         * @param why its sentence
         */
        record Refused(int status, String code, String why) implements Answer {}

        /**
         * The fetcher could not be asked.
         *
         * @param why plain sentence
         */
        record Unavailable(String why) implements Answer {}
    }

    /**
     * Has a link made.
     *
     * @param accountId the account
     * @return the answer
     */
    Answer make(UUID accountId) {
        if (!ClearText.isAllowed(settings.fetcherUrl())) {
            return new Answer.Unavailable("The fetcher is on another machine and not on https, so no link passes");
        }
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(settings.fetcherUrl().resolve("/api/v1/credential-links"))
                            .timeout(TIMEOUT)
                            .header("Authorization", "Bearer " + token.current(client))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    json.writeValueAsBytes(Map.of("accountId", accountId))))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return read(response.statusCode(), json.readTree(response.body()));
        } catch (IOException | DateTimeParseException e) {
            // Only its kind: the text of a reading error may quote the answer.
            return new Answer.Unavailable(
                    "The fetcher gave no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("The call to the fetcher was interrupted");
        }
    }

    private static Answer read(int status, JsonNode body) {
        return switch (status) {
            case 201 ->
                new Answer.Made(
                        Secret.of(body.path("token").asText()),
                        Instant.parse(body.path("expiresAt").asText()));
            case 404, 409, 429 ->
                new Answer.Refused(
                        status, body.path("code").asText(), body.path("detail").asText());
            default -> new Answer.Unavailable("The fetcher answered " + status);
        };
    }
}

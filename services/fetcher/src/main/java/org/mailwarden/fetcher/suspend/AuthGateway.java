// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.kit.secret.ClearText;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** The one talker to auth: hands over what the proof of a remediation needs. Blocking; safe for many threads. */
@ApplicationScoped
public class AuthGateway {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final ObjectMapper json;
    private final String authUrl;
    private final String tokenUrl;
    private final String clientId;
    private final Secret clientSecret;

    AuthGateway(
            ObjectMapper json,
            FetcherConfig config,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") String realm,
            @ConfigProperty(name = "mailwarden.client-id") String clientId,
            @ConfigProperty(name = "mailwarden.client-secret") String clientSecret) {
        this.json = json;
        this.authUrl = config.authUrl();
        this.tokenUrl = realm + "/protocol/openid-connect/token";
        this.clientId = clientId;
        this.clientSecret = Secret.of(clientSecret);
    }

    /** How a delivery turned out. */
    public sealed interface Delivery {
        /** auth has it. */
        record Delivered() implements Delivery {}

        /**
         * auth does not want it, now or later.
         *
         * @param status HTTP status
         */
        record Refused(int status) implements Delivery {}

        /**
         * auth or Keycloak could not be asked: try again.
         *
         * @param reason the kind of failure
         */
        record Unavailable(String reason) implements Delivery {}
    }

    /** Whether a retired password may be tried at the mail server. */
    sealed interface Leave {
        /** It may, now. */
        record Granted() implements Leave {}

        /** It may not: a new password is set, or the remediation takes no proof. */
        record Refused() implements Leave {}

        /**
         * auth or Keycloak could not be asked: ask again.
         *
         * @param reason the kind of failure
         */
        record Unavailable(String reason) implements Leave {}
    }

    /**
     * Asks whether a refusal at the mail server could count against a new password by now.
     *
     * @param remediation the remediation to prove
     * @return the answer
     */
    Leave mayTry(UUID remediation) {
        return switch (ask(remediation, "/mail-server", HttpRequest.Builder::GET)) {
            case Reply.Body(byte[] body) -> {
                try {
                    yield json.readTree(body).path("mayTry").asBoolean() ? new Leave.Granted() : new Leave.Refused();
                } catch (IOException e) {
                    yield new Leave.Unavailable("auth answered something else");
                }
            }
            case Reply.No(int status) -> new Leave.Refused();
            case Reply.None(String reason) -> new Leave.Unavailable(reason);
        };
    }

    /**
     * Presents a retired password, and what the mail server said to it.
     *
     * @param remediation the remediation to prove
     * @param retired the password, left open for the caller to close
     * @param mail what was seen, one entry for each protocol that was looked at
     * @return how it turned out
     */
    public Delivery present(UUID remediation, Secret retired, List<MailTry> mail) {
        Reply reply = ask(remediation, "", request -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("candidate", retired.revealString(SecretAccess.because("present it for the proof")));
            body.put("mail", mail);
            return request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
        });
        return switch (reply) {
            case Reply.Body(byte[] ignored) -> new Delivery.Delivered();
            case Reply.No(int status) -> new Delivery.Refused(status);
            case Reply.None(String reason) -> new Delivery.Unavailable(reason);
        };
    }

    private sealed interface Reply {
        record Body(byte[] body) implements Reply {}

        record No(int status) implements Reply {}

        record None(String reason) implements Reply {}
    }

    private interface Finishing {
        HttpRequest.Builder finish(HttpRequest.Builder request) throws IOException;
    }

    private Reply ask(UUID remediation, String rest, Finishing finishing) {
        if (!ClearText.isAllowed(URI.create(authUrl)) || !ClearText.isAllowed(URI.create(tokenUrl))) {
            return new Reply.None("auth and Keycloak are on another machine and not on https");
        }
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(authUrl + "/api/v1/remediations/" + remediation + "/proof/old-password" + rest))
                    .timeout(LIMIT)
                    .header("Authorization", "Bearer " + token());
            HttpResponse<byte[]> answer =
                    client.send(finishing.finish(request).build(), HttpResponse.BodyHandlers.ofByteArray());
            int status = answer.statusCode();
            if (status < 300) {
                return new Reply.Body(answer.body());
            }
            return status == 404 || status == 409 || status == 410
                    ? new Reply.No(status)
                    : new Reply.None("HTTP " + status);
        } catch (IOException e) {
            return new Reply.None(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.None("interrupted");
        }
    }

    private String token() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + clientId + "&client_secret="
                + URLEncoder.encode(
                        clientSecret.revealString(SecretAccess.because("ask for a token")), StandardCharsets.UTF_8);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(tokenUrl))
                        .timeout(LIMIT)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode body = json.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException("no token: HTTP " + answer.statusCode());
        }
        return body.path("access_token").asText();
    }
}

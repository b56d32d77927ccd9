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
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.kit.secret.ClearText;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** The one talker to auth: presents a retired password for the proof of a remediation. */
@ApplicationScoped
public class AuthGateway {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
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

    /**
     * Presents a retired password.
     *
     * @param remediation the remediation to prove
     * @param retired the password, left open for the caller to close
     * @return how it turned out
     */
    public Delivery present(UUID remediation, Secret retired) {
        if (!ClearText.isAllowed(URI.create(authUrl)) || !ClearText.isAllowed(URI.create(tokenUrl))) {
            return new Delivery.Unavailable("auth and Keycloak are on another machine and not on https");
        }
        try {
            String token = token();
            byte[] body = json.writeValueAsBytes(
                    Map.of("candidate", retired.revealString(SecretAccess.because("present it for the proof"))));
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(
                                    URI.create(authUrl + "/api/v1/remediations/" + remediation + "/proof/old-password"))
                            .timeout(LIMIT)
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            int status = answer.statusCode();
            if (status < 300) {
                return new Delivery.Delivered();
            }
            return status == 404 || status == 409 || status == 410
                    ? new Delivery.Refused(status)
                    : new Delivery.Unavailable("HTTP " + status);
        } catch (IOException e) {
            return new Delivery.Unavailable(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Unavailable("interrupted");
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

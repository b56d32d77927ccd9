// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.auth.keycloak.ServiceToken;
import org.mailwarden.contracts.finding.Finding;

/** {@link FindingReader} over breach-watch's REST. Safe for many threads. */
@ApplicationScoped
public class FindingGateway implements FindingReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final ObjectMapper json;
    private final ServiceToken token;
    private final String breachWatch;

    FindingGateway(
            ObjectMapper json,
            ServiceToken token,
            @ConfigProperty(name = "mailwarden.auth.breach-watch-url") String breachWatch) {
        this.json = json;
        this.token = token;
        this.breachWatch = breachWatch;
    }

    @Override
    public Answer read(UUID findingId) {
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(breachWatch + "/api/v1/findings/" + findingId))
                            .timeout(TIMEOUT)
                            .header("Authorization", "Bearer " + token.current(client))
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> told(findingId, json.readValue(response.body(), Finding.class));
                case 404 -> new Answer.Unknown();
                default -> new Answer.Unavailable("breach-watch answered " + response.statusCode());
            };
        } catch (JsonProcessingException e) {
            return new Answer.Unavailable("breach-watch answered something that is no finding");
        } catch (IOException e) {
            return new Answer.Unavailable(
                    "breach-watch gave no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable("The call to breach-watch was interrupted");
        }
    }

    private static Answer told(UUID asked, Finding finding) {
        return finding.findingId().equals(asked)
                ? new Answer.Told(finding)
                : new Answer.Unavailable("breach-watch answered with another finding");
    }
}

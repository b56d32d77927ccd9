// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.finding;

import com.fasterxml.jackson.core.type.TypeReference;
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
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.keycloak.ServiceToken;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.web.Page;

/** {@link FindingReader} over breach-watch's REST. Safe for many threads. */
@ApplicationScoped
public class FindingGateway implements FindingReader {

    private static final String UNREADABLE = "breach-watch answered something that is no finding";
    private static final TypeReference<Page<Finding>> FINDINGS = new TypeReference<>() {};
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
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
        return switch (get("/" + findingId)) {
            case Reply.Body(byte[] body) -> {
                try {
                    yield told(findingId, json.readValue(body, Finding.class));
                } catch (IOException e) {
                    yield new Answer.Unavailable(UNREADABLE);
                }
            }
            case Reply.Missing() -> new Answer.Unknown();
            case Reply.None(String why) -> new Answer.Unavailable(why);
        };
    }

    @Override
    public Listing list(Instant from, @Nullable String after) {
        String search = "?limit=" + Page.MAX_LIMIT + "&raisedFrom=" + encode(from.toString())
                + (after == null ? "" : "&after=" + encode(after));
        return switch (get(search)) {
            case Reply.Body(byte[] body) -> {
                try {
                    Page<Finding> page = json.readValue(body, FINDINGS);
                    yield new Listing.Told(page.items(), page.next());
                } catch (IOException e) {
                    yield new Listing.Unavailable(UNREADABLE);
                }
            }
            case Reply.Missing() -> new Listing.Unavailable("breach-watch lists no findings");
            case Reply.None(String why) -> new Listing.Unavailable(why);
        };
    }

    private sealed interface Reply {
        record Body(byte[] body) implements Reply {}

        record Missing() implements Reply {}

        record None(String why) implements Reply {}
    }

    private Reply get(String rest) {
        try {
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(URI.create(breachWatch + "/api/v1/findings" + rest))
                            .timeout(TIMEOUT)
                            .header("Authorization", "Bearer " + token.current(client))
                            .header("Accept", "application/json")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> new Reply.Body(response.body());
                case 404 -> new Reply.Missing();
                default -> new Reply.None("breach-watch answered " + response.statusCode());
            };
        } catch (IOException e) {
            return new Reply.None("breach-watch gave no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.None("The call to breach-watch was interrupted");
        }
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static Answer told(UUID asked, Finding finding) {
        return finding.findingId().equals(asked)
                ? new Answer.Told(finding)
                : new Answer.Unavailable("breach-watch answered with another finding");
    }
}

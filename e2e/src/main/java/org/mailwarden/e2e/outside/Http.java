// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.outside;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plain HTTP with JSON, as any program outside would speak it. */
public final class Http {

    static final JsonMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private Http() {}

    /**
     * An answer.
     *
     * @param status HTTP status
     * @param body JSON body; a missing node when there is none or it is no JSON
     * @param location Location header, absent when none
     */
    public record Answer(
            int status, JsonNode body, @Nullable String location) {

        /**
         * Insists on success.
         *
         * @param doing what was being done, for the message
         * @return this
         * @throws IllegalStateException when the status is not 2xx; quotes status and problem code only
         */
        public Answer orFail(String doing) {
            if (status < 200 || status > 299) {
                throw new IllegalStateException(doing + " was answered " + status + " "
                        + body.path("code").asText(body.path("error").asText("")) + " "
                        + body.path("detail").asText(body.path("errorMessage").asText("")));
            }
            return this;
        }
    }

    /**
     * Sends a request with a JSON body.
     *
     * @param method HTTP method
     * @param url where to
     * @param bearer access token, absent for none
     * @param body anything Jackson writes, absent for none
     * @return the answer
     */
    public static Answer json(String method, String url, @Nullable String bearer, @Nullable Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try {
            if (body == null) {
                request.method(method, HttpRequest.BodyPublishers.noBody());
            } else {
                request.header("Content-Type", "application/json");
                request.method(
                        method,
                        HttpRequest.BodyPublishers.ofString(
                                body instanceof String text ? text : JSON.writeValueAsString(body)));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body cannot be written as JSON", e);
        }
        return send(request.build());
    }

    /**
     * Sends a form.
     *
     * @param url where to
     * @param fields the form's fields
     * @return the answer
     */
    public static Answer form(String url, Map<String, String> fields) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encode(fields)))
                .build());
    }

    static String encode(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    parse(response.body()),
                    response.headers().firstValue("Location").orElse(null));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    request.method() + " " + request.uri().getPath() + " was not answered: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return body.isBlank() ? JSON.missingNode() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}

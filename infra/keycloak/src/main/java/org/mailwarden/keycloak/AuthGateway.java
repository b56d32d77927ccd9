// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls the service auth, the only place of the provider that does. Safe for many threads; every call blocks. */
final class AuthGateway {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String url;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * Says where auth is.
     *
     * @param url its address, without a slash at the end
     */
    AuthGateway(String url) {
        this.url = url;
    }

    /** Whether a password may be sent there: over TLS, or without leaving this machine. */
    boolean mayTakePasswords() {
        URI uri = URI.create(url);
        String host = uri.getHost() == null ? "" : uri.getHost();
        return "https".equalsIgnoreCase(uri.getScheme())
                || host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    /**
     * Posts, and waits 5 s at most.
     *
     * @param path with a slash at its beginning
     * @param body what to send
     * @param token of {@link ProviderToken}
     * @return the answer
     * @throws IOException when auth did not answer, or refused; {@link #kind} says which, and the message may quote what was
     *     sent
     * @throws InterruptedException when the server stops
     */
    JsonNode post(String path, Map<String, Object> body, String token) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                        .build(),
                BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new Answered(response.statusCode());
        }
        return json.readTree(response.body());
    }

    /** What went wrong, for the log: never a message, which may quote what was sent. */
    static String kind(Throwable failure) {
        return failure instanceof Answered answered
                ? "auth answered " + answered.status
                : failure.getClass().getSimpleName();
    }

    /** auth said no, or could not. */
    private static final class Answered extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Answered(int status) {
            super("auth answered " + status);
            this.status = status;
        }
    }
}

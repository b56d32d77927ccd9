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
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

    /** As {@link #post(String, Map, String, Duration)}, within 5 s. */
    JsonNode post(String path, Map<String, Object> body, String token) throws IOException, InterruptedException {
        return post(path, body, token, LIMIT);
    }

    /**
     * Posts, and waits for the whole answer. What was sent is overwritten then.
     *
     * @param path with a slash at its beginning
     * @param body what to send
     * @param token of {@link ProviderToken}
     * @param limit longest wait
     * @return the answer
     * @throws IOException when auth did not answer, or refused; {@link #kind} says which, and the message may quote what was
     *     sent
     * @throws InterruptedException when the server stops
     */
    JsonNode post(String path, Map<String, Object> body, String token, Duration limit)
            throws IOException, InterruptedException {
        byte[] sent = json.writeValueAsBytes(body);
        // The client's own limit ends with the head of the answer.
        CompletableFuture<HttpResponse<byte[]>> asked = http.sendAsync(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(sent))
                        .build(),
                BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> response = asked.get(Math.max(0, limit.toNanos()), TimeUnit.NANOSECONDS);
            if (response.statusCode() / 100 != 2) {
                throw new Answered(response.statusCode());
            }
            return json.readTree(response.body());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("auth gave no whole answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } finally {
            asked.cancel(true);
            Arrays.fill(sent, (byte) 0);
        }
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

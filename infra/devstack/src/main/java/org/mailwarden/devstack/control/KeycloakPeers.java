// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom the provider inside Keycloak talks to, in a run of one service: the range search of Pwned Passwords about hashes that a
 * test planted, and a relay to the service under test, whose port is not known yet when Keycloak starts. Safe for use by
 * several threads.
 */
final class KeycloakPeers implements AutoCloseable {

    private static final Pattern PREFIX = Pattern.compile("/range/[0-9A-Fa-f]{5}");
    private static final int PADDED_LINES = 800;
    private static final int PREFIX_DIGITS = 5;
    private static final int SUFFIX_DIGITS = 35;

    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("devstack-peers-", 0).factory());
    private final HttpServer http;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean away;
    private volatile @Nullable String service;

    KeycloakPeers() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        http.setExecutor(threads);
        http.createContext("/range/", this::answer);
        http.createContext("/api/", this::relay);
        http.start();
    }

    /** The address in front of {@code /range/} and {@code /api/}. */
    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Where {@code /api/} leads from now on. */
    void relayTo(String url) {
        service = url;
    }

    /** Puts a password's SHA-1 into the corpus. */
    void plant(String sha1, long count) {
        counts.put(sha1.toUpperCase(Locale.ROOT), count);
    }

    /** Whether questions are answered with 503 from now on. */
    void away(boolean now) {
        away = now;
    }

    /** Everything that was asked for, paths and all. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            boolean known = PREFIX.matcher(exchange.getRequestURI().getPath()).matches();
            if (away || !known) {
                exchange.sendResponseHeaders(away ? 503 : 400, -1);
                return;
            }
            String prefix = exchange.getRequestURI().getPath().substring("/range/".length());
            boolean padded =
                    "true".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Add-Padding"));
            byte[] body = String.join("\r\n", lines(prefix.toUpperCase(Locale.ROOT), padded))
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void relay(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = service;
            if (target == null) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
            for (String name : List.of("Authorization", "Content-Type", "Accept")) {
                String value = exchange.getRequestHeaders().getFirst(name);
                if (value != null) {
                    request.header(name, value);
                }
            }
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> lines(String prefix, boolean padded) {
        List<String> lines = new ArrayList<>();
        counts.forEach((hash, count) -> {
            if (hash.startsWith(prefix)) {
                lines.add(hash.substring(PREFIX_DIGITS) + ":" + count);
            }
        });
        while (padded && lines.size() < PADDED_LINES) {
            byte[] bytes = new byte[(SUFFIX_DIGITS + 1) / 2];
            random.nextBytes(bytes);
            lines.add(HexFormat.of().withUpperCase().formatHex(bytes).substring(1) + ":0");
        }
        Collections.sort(lines);
        return lines;
    }
}

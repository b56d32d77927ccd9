// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The findings side of breach-watch over real HTTP: PUT plants an answer, GET tells it, or lists them all. And the links of
 * the fetcher: one is made for every account but the nil one, which waits for no password.
 */
public final class BreachWatchStandIn implements QuarkusTestResourceLifecycleManager {

    private static final int PAGE = 20;

    private final Map<String, byte[]> findings = new ConcurrentSkipListMap<>();
    private HttpServer http;

    @Override
    public Map<String, String> start() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/api/v1/findings/", this::answer);
        http.createContext("/api/v1/findings", this::list);
        http.createContext("/api/v1/credential-links", BreachWatchStandIn::link);
        http.start();
        String url = "http://127.0.0.1:" + http.getAddress().getPort();
        return Map.of("mailwarden.auth.breach-watch-url", url, "mailwarden.auth.credential-link.fetcher-url", url);
    }

    @Override
    public void stop() {
        http.stop(0);
    }

    private static void link(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean signedIn = exchange.getRequestHeaders().containsKey("Authorization");
            boolean waits = !asked.contains(new UUID(0, 0).toString());
            byte[] body = (waits
                            ? "{\"token\":\"" + "t".repeat(43) + "\",\"expiresAt\":\"2030-01-01T00:00:00Z\"}"
                            : "{\"code\":\"not-waiting\",\"detail\":\"It waits for no new password.\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(!signedIn ? 401 : waits ? 201 : 409, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            if (!exchange.getRequestHeaders().containsKey("Authorization") || !query.contains("raisedFrom=")) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            int from = query.contains("after=") ? Integer.parseInt(query.replaceAll(".*after=(\\d+).*", "$1")) : 0;
            List<String> all = findings.values().stream()
                    .map(body -> new String(body, StandardCharsets.UTF_8))
                    .toList();
            int to = Math.min(all.size(), from + PAGE);
            String next = to < all.size() ? "\"" + to + "\"" : "null";
            byte[] body = ("{\"items\":[" + String.join(",", all.subList(from, to)) + "],\"next\":" + next + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("PUT")) {
                findings.put(path, exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            byte[] body = findings.get(path);
            boolean signedIn = exchange.getRequestHeaders().containsKey("Authorization");
            if (body == null || !signedIn) {
                exchange.sendResponseHeaders(signedIn ? 404 : 401, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

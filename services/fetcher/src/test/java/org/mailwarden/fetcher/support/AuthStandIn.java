// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The side of auth that takes a retired password, over real HTTP: POST presents one with a token, and is answered 503 the
 * first time; GET tells what was presented. Whether it may be tried at the mail server: it may, unless PUT says otherwise.
 */
public final class AuthStandIn implements QuarkusTestResourceLifecycleManager {

    private final Map<String, byte[]> presented = new ConcurrentHashMap<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private HttpServer http;

    @Override
    public Map<String, String> start() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/api/v1/remediations/", this::answer);
        http.start();
        return Map.of(
                "mailwarden.fetcher.auth-url",
                "http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void stop() {
        http.stop(0);
    }

    private void leave(HttpExchange exchange, String path) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            presented.put(path, exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(204, -1);
        } else if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            exchange.sendResponseHeaders(401, -1);
        } else {
            byte[] body = presented.getOrDefault(path, "{\"mayTry\":true}".getBytes(StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/mail-server")) {
                leave(exchange, path);
                return;
            }
            if (exchange.getRequestMethod().equals("GET")) {
                byte[] body = presented.getOrDefault(path, new byte[0]);
                exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            if (bearer == null || !bearer.startsWith("Bearer ")) {
                exchange.sendResponseHeaders(401, -1);
            } else if (tries.merge(path, 1, Integer::sum) == 1) {
                exchange.sendResponseHeaders(503, -1);
            } else {
                presented.put(path, body);
                exchange.sendResponseHeaders(204, -1);
            }
        }
    }
}

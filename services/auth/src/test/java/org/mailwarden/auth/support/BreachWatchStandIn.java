// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The findings side of breach-watch over real HTTP: PUT plants an answer, GET tells it. */
public final class BreachWatchStandIn implements QuarkusTestResourceLifecycleManager {

    private final Map<String, byte[]> findings = new ConcurrentHashMap<>();
    private HttpServer http;

    @Override
    public Map<String, String> start() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/api/v1/findings/", this::answer);
        http.start();
        return Map.of(
                "mailwarden.auth.breach-watch-url",
                "http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void stop() {
        http.stop(0);
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

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A loopback door through which tests, which live in another class loader, stop, start and fill the servers of a run. The
 * address holds a random part: who does not know it gets 404.
 */
public final class ControlServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServers servers;
    private final HttpServer http;
    private final ExecutorService threads;
    private final String prefix = "/" + UUID.randomUUID();

    ControlServer(TestServers servers) {
        this.servers = servers;
        this.threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("devstack-control-", 0).factory());
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        http.setExecutor(threads);
        http.createContext(prefix, this::answer);
        http.start();
    }

    /**
     * Names the address for {@link ControlClient}.
     *
     * @return the address, without a slash at its end
     */
    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + prefix);
    }

    /** Closes the door. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body;
            int status;
            try {
                body = JSON.writeValueAsBytes(handle(exchange));
                status = 200;
            } catch (RuntimeException cause) {
                body = JSON.writeValueAsBytes(Map.of("error", String.valueOf(cause.getMessage())));
                status = cause instanceof IllegalArgumentException ? 400 : 500;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Object handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().substring(prefix.length());
        return switch (call) {
            case "POST /mail/users" -> {
                JsonNode user = body(exchange);
                servers.mail().addUser(text(user, "address"), text(user, "login"), text(user, "password"));
                yield Map.of();
            }
            case "PUT /mail/users" -> {
                JsonNode user = body(exchange);
                servers.mail().changePassword(text(user, "login"), text(user, "password"));
                yield Map.of();
            }
            case "DELETE /mail/users" -> {
                servers.mail().removeUser(query(exchange));
                yield Map.of();
            }
            case "GET /mail/inbox" -> servers.mail().inbox(query(exchange));
            case "POST /keycloak/admin-token" ->
                Map.of("token", servers.keycloak().adminToken());
            case "POST /keycloak/range" -> {
                JsonNode planted = body(exchange);
                servers.keycloakPeers().plant(text(planted, "sha1"), Long.parseLong(text(planted, "count")));
                yield Map.of();
            }
            case "GET /keycloak/range" -> servers.keycloakPeers().asked();
            case "PUT /keycloak/range" -> {
                servers.keycloakPeers().away(text(body(exchange), "away").equals("true"));
                yield Map.of();
            }
            case "PUT /keycloak/relay" -> {
                servers.keycloakPeers().relayTo(text(body(exchange), "url"));
                yield Map.of();
            }
            default -> switchServer(call);
        };
    }

    private Object switchServer(String call) {
        switch (call) {
            case "POST /stop/kafka" -> servers.kafka().stop();
            case "POST /start/kafka" -> servers.kafka().start();
            case "POST /stop/postgres" -> servers.postgres().stop();
            case "POST /kill/postgres" -> servers.postgres().kill();
            case "POST /start/postgres" -> servers.postgres().start();
            case "POST /stop/keycloak" -> servers.keycloak().stop();
            case "POST /kill/keycloak" -> servers.keycloak().kill();
            case "POST /start/keycloak" -> servers.keycloak().start();
            case "POST /stop/mail" -> servers.mail().stop();
            case "POST /start/mail" -> servers.mail().start();
            default -> throw new IllegalArgumentException("There is no call " + call);
        }
        return Map.of();
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        return JSON.readTree(exchange.getRequestBody());
    }

    private static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("The field " + field + " is missing");
        }
        return value.textValue();
    }

    private static String query(HttpExchange exchange) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null || !query.startsWith("user=")) {
            throw new IllegalArgumentException("The parameter user is missing");
        }
        return URLDecoder.decode(query.substring("user=".length()), StandardCharsets.UTF_8);
    }
}

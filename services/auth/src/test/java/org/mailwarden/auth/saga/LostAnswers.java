// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** In front of Keycloak: lets everything through, but a change that Keycloak made may come back as a 503, or not at all. */
final class LostAnswers implements AutoCloseable {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;
    private final URI keycloak;
    private volatile Answer answer = Answer.GIVEN;

    /** What becomes of the answer to a change. */
    enum Answer {
        GIVEN,
        LOST,
        UNAVAILABLE
    }

    LostAnswers(URI keycloak) throws IOException {
        this.keycloak = keycloak;
        http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::pass);
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    void to(Answer changes) {
        answer = changes;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(keycloak.resolve(exchange.getRequestURI()))
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
            boolean change = !exchange.getRequestMethod().equals("GET")
                    && !exchange.getRequestURI().getPath().endsWith("/token");
            if (change && answer == Answer.LOST) {
                return;
            }
            if (change && answer == Answer.UNAVAILABLE) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
        client.close();
    }
}

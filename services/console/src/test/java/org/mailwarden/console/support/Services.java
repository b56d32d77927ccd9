// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The three services over real HTTP, and a door through which a test in another class loader sends one away and calls it
 * back: {@code POST /<service>/away}, {@code POST /<service>/back}, {@code POST /<service>/health} with the document it is
 * to answer with, {@code POST /<service>/key} with what it says of an API key, {@code GET /<service>/requests} for the number of requests it had.
 */
final class Services implements AutoCloseable {

    static final List<String> NAMES = List.of("fetcher", "breach-watch", "auth");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, StandIn> services = new ConcurrentHashMap<>();
    private final Map<String, HttpServer> listening = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    Map<String, String> start() {
        Map<String, String> settings = new ConcurrentHashMap<>();
        for (String name : NAMES) {
            services.put(name, new StandIn(vertx, name));
            listen(name, 0);
            settings.put("mailwarden.console." + name + "-url", "http://127.0.0.1:" + ports.get(name));
        }
        HttpServer door = await(vertx.createHttpServer()
                .requestHandler(this::command)
                .listen(0, "127.0.0.1")
                .toCompletionStage());
        settings.put("test.services", "http://127.0.0.1:" + door.actualPort());
        return settings;
    }

    private void command(HttpServerRequest request) {
        String[] words = request.path().substring(1).split("/", 2);
        StandIn service = services.get(words[0]);
        switch (words[1]) {
            case "away" ->
                listening
                        .remove(words[0])
                        .close()
                        .onSuccess(done -> request.response().end());
            case "back" ->
                vertx.executeBlocking(() -> listen(words[0], ports.get(words[0])))
                        .onSuccess(done -> request.response().end());
            case "key" ->
                request.body().onSuccess(body -> {
                    service.key(body);
                    request.response().end();
                });
            case "health" ->
                request.body().onSuccess(body -> {
                    service.health(body);
                    request.response().end();
                });
            default -> request.response().end(Long.toString(service.requests()));
        }
    }

    private Integer listen(String name, int port) {
        // Large chunks and headers: what is too large is the gateway's to say.
        HttpServer server = await(vertx.createHttpServer(new HttpServerOptions().setMaxHeaderSize(64 * 1024))
                .requestHandler(services.get(name))
                .listen(port, "127.0.0.1")
                .toCompletionStage());
        listening.put(name, server);
        ports.put(name, server.actualPort());
        return server.actualPort();
    }

    @Override
    public void close() {
        await(vertx.close().toCompletionStage());
    }

    private static <T> T await(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.stream;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;

/** An open stream as a browser reads it. */
final class OpenStream implements AutoCloseable {

    /** One event: its id and name, and its data. */
    record Event(String id, String name, JsonObject data) {}

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final HttpResponse<Stream<String>> response;
    private final CompletableFuture<Void> end;

    private OpenStream(HttpRequest request) throws Exception {
        response = client.send(request, HttpResponse.BodyHandlers.ofLines());
        end = CompletableFuture.runAsync(this::read, task -> Thread.ofVirtual().start(task));
    }

    static OpenStream of(String token) throws Exception {
        return new OpenStream(request("Authorization", "Bearer " + token).build());
    }

    static OpenStream after(String token, String id) throws Exception {
        return new OpenStream(request("Authorization", "Bearer " + token)
                .header("Last-Event-ID", id)
                .build());
    }

    static OpenStream with(Map<String, String> cookies) throws Exception {
        return new OpenStream(request(
                        "Cookie",
                        cookies.entrySet().stream()
                                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                                .collect(Collectors.joining("; ")))
                .build());
    }

    private static HttpRequest.Builder request(String header, String value) {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/stream"))
                .header(header, value)
                .timeout(Duration.ofSeconds(30));
    }

    int status() {
        return response.statusCode();
    }

    HttpResponse<?> response() {
        return response;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<Event> events(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    boolean ended() {
        return end.isDone();
    }

    private void read() {
        String[] open = {"", ""};
        response.body().forEach(line -> {
            if (line.startsWith("id: ")) {
                open[0] = line.substring(4);
            } else if (line.startsWith("event: ")) {
                open[1] = line.substring(7);
            } else if (line.startsWith("data: ")) {
                events.add(new Event(open[0], open[1], new JsonObject(line.substring(6))));
            }
        });
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

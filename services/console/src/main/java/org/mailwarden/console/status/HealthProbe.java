// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.status;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import org.mailwarden.console.settings.ConsoleSettings;

/** Asks one part of the stack how it is. */
@ApplicationScoped
public class HealthProbe {

    private static final int LARGEST_ANSWER = 256 * 1024;

    private final HttpClient client;
    private final ConsoleSettings settings;

    HealthProbe(Vertx vertx, ConsoleSettings settings) {
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(16)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * Asks a part.
     *
     * @param name the name of the part
     * @param address where it says how it is: a MicroProfile health document, or any answer of 200
     * @return how it is; never fails
     */
    Future<PartStatus> ask(String name, URI address) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(address.toString())
                .setIdleTimeout(settings.statusTimeout().toMillis());
        return client.request(options)
                .compose(request -> request.send().compose(answer -> read(name, answer)))
                .otherwise(unreachable -> new PartStatus(name, PartState.UNREACHABLE, List.of()));
    }

    private static Future<PartStatus> read(String name, HttpClientResponse answer) {
        PartState state = answer.statusCode() == 200 ? PartState.UP : PartState.DOWN;
        return answer.body().map(body -> new PartStatus(name, state, components(body)));
    }

    private static List<PartStatus.Component> components(Buffer body) {
        if (body.length() > LARGEST_ANSWER) {
            return List.of();
        }
        try {
            JsonArray checks = new JsonObject(body).getJsonArray("checks", new JsonArray());
            return checks.stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .map(check ->
                            new PartStatus.Component(check.getString("name", "?"), check.getString("status", "?")))
                    .toList();
        } catch (DecodeException | ClassCastException notAHealthDocument) {
            return List.of();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.mailwarden.console.access.KeyAnswer.Good;
import org.mailwarden.console.access.KeyAnswer.Refused;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.settings.ConsoleSettings;

/** Asks auth for a token for an API key. */
@ApplicationScoped
class KeyExchange {

    private static final Logger LOG = Logger.getLogger(KeyExchange.class);

    /** What auth says of a key; everything else that it answers is a fault, and not the key's. */
    private static final Set<Integer> JUDGEMENTS = Set.of(401, 403, 503);

    private final HttpClient client;
    private final ConsoleSettings settings;

    KeyExchange(Vertx vertx, ConsoleSettings settings) {
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(16)
                .setKeepAliveTimeout(10)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis())));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /**
     * Asks.
     *
     * @param key the key, well written
     * @return the answer; never fails
     */
    Future<KeyAnswer> ask(String key) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(settings.authUrl() + "/api/v1/key-exchanges")
                .setIdleTimeout(settings.idleTimeout().toMillis())
                .putHeader("Content-Type", "application/json");
        return client.request(options)
                .compose(
                        request -> request.send(new JsonObject().put("key", key).toBuffer()))
                .compose(answer -> answer.body().map(body -> read(answer, body)))
                .otherwise(KeyExchange::away);
    }

    private static KeyAnswer read(HttpClientResponse answer, Buffer body) {
        if (answer.statusCode() == 200) {
            JsonObject said = new JsonObject(body);
            return new Good(new KeyRights(
                    said.getString("token"),
                    said.getString("name"),
                    said.getJsonArray("roles").stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet()),
                    Instant.parse(said.getString("expiresAt"))));
        }
        if (JUDGEMENTS.contains(answer.statusCode())) {
            JsonObject said = new JsonObject(body);
            return new Refused(new Problem(
                    answer.statusCode(), said.getString("title"), said.getString("code"), said.getString("detail")));
        }
        LOG.warnf("auth answered %d to the exchange of an API key", answer.statusCode());
        return new Refused(Problem.unavailable("auth"));
    }

    private static KeyAnswer away(Throwable cause) {
        LOG.debug("auth could not be asked about an API key", cause);
        return new Refused(Problem.unavailable("auth"));
    }
}

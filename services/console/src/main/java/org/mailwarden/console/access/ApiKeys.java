// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.mailwarden.console.access.KeyAnswer.Refused;
import org.mailwarden.console.problem.Problem;
import org.mailwarden.console.settings.ConsoleSettings;
import org.mailwarden.contracts.apikey.ApiKeyFormat;

/**
 * Judges API keys: whether one is well written is seen here, whether it is good auth says, once for many requests. What auth said stands until
 * shortly before its token ends, so that a key that was revoked is obeyed for a minute more at most. Safe for many threads.
 */
@ApplicationScoped
class ApiKeys {

    private static final String SCHEME = "Bearer ";
    private static final int MOST_KEPT = 10_000;

    private final KeyExchange exchange;
    private final Vertx vertx;
    private final KeptAnswers kept;
    private final WrongKeys wrong;
    private final Map<String, Future<KeyAnswer>> asked = new ConcurrentHashMap<>();

    ApiKeys(KeyExchange exchange, ConsoleSettings settings, Vertx vertx, Clock clock) {
        this.exchange = exchange;
        this.vertx = vertx;
        this.kept = new KeptAnswers(settings.apiKeys().refusalReuse(), MOST_KEPT, clock);
        this.wrong = new WrongKeys(settings.apiKeys().wrongPerMinute(), clock);
    }

    /**
     * The key that a request carries, well written or not.
     *
     * @param request the request
     * @return what stands where it belongs; empty for people, and for programs with a token of Keycloak
     */
    static Optional<String> in(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(SCHEME.length()).strip()).filter(ApiKeyFormat::isMeantAsKey);
    }

    /**
     * Judges a key.
     *
     * @param key the key
     * @param address where it comes from
     * @param then told the answer once, on the event loop of the caller
     */
    void judge(String key, String address, Consumer<KeyAnswer> then) {
        String hash = hash(key);
        Optional<KeyAnswer> known = kept.find(hash);
        if (known.isPresent()) {
            then.accept(known.get());
            return;
        }
        // Who was let in before is not kept out by what others behind the same address try.
        if (wrong.areTooMany(address) && !kept.wasGood(hash)) {
            then.accept(new Refused(Problem.tooManyWrongKeys()));
            return;
        }
        if (ApiKeyFormat.idOf(key).isEmpty()) {
            wrong.add(address);
            then.accept(new Refused(Problem.malformedKey()));
            return;
        }
        Context own = vertx.getOrCreateContext();
        asked(hash, key)
                .onSuccess(answer -> own.runOnContext(now -> {
                    if (answer instanceof Refused refused && refused.isUnknown()) {
                        wrong.add(address);
                    }
                    then.accept(answer);
                }));
    }

    /** Who comes with a key that is just being asked about waits for the same answer. */
    private Future<KeyAnswer> asked(String hash, String key) {
        Promise<KeyAnswer> promise = Promise.promise();
        Future<KeyAnswer> running = asked.putIfAbsent(hash, promise.future());
        if (running != null) {
            return running;
        }
        exchange.ask(key).onSuccess(answer -> {
            kept.keep(hash, answer);
            // Before anybody is told: an answer that stayed here would stand for ever.
            asked.remove(hash);
            promise.complete(answer);
        });
        return promise.future();
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.support;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One service: by the end of the path it is silent, large, half, and so on; else it tells what reached it. */
final class StandIn implements Handler<HttpServerRequest> {

    private static final Buffer CHUNK = Buffer.buffer(new byte[64 * 1024]);
    private static final int LARGE_CHUNKS = 512;

    private final Vertx vertx;
    private final String name;
    private final AtomicLong requests = new AtomicLong();
    private final Map<String, JsonObject> keys = new ConcurrentHashMap<>();
    private volatile Buffer health = Buffer.buffer("{\"status\":\"UP\",\"checks\":[]}");

    StandIn(Vertx vertx, String name) {
        this.vertx = vertx;
        this.name = name;
    }

    void health(Buffer document) {
        health = document;
    }

    /** What is said of an API key from now on: its {@code key}, a {@code status} and a {@code body}. */
    void key(Buffer answer) {
        JsonObject said = answer.toJsonObject();
        keys.put(said.getString("key"), said);
    }

    long requests() {
        return requests.get();
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.equals("/q/health/ready")) {
            boolean ready = new JsonObject(health).getString("status").equals("UP");
            request.response().setStatusCode(ready ? 200 : 503).end(health);
            return;
        }
        requests.incrementAndGet();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "use" -> use(request);
            case "key-exchanges" -> exchange(request);
            case "silent" -> request.resume();
            case "hangs-up" -> request.connection().close();
            case "large" -> large(request.response().setChunked(true), LARGE_CHUNKS);
            case "half" -> half(request);
            case "refuses" -> refuse(request.response());
            case "public" ->
                request.response()
                        .putHeader("Cache-Control", "public, max-age=9")
                        .end();
            case "private-headers" -> privateHeaders(request.response());
            default -> tell(request);
        }
    }

    /** Takes a new password, or refuses it by what it is; tells the address of the caller as the account's. */
    private static void use(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            String password = body.toJsonObject().getString("password");
            HttpServerResponse response = request.response();
            switch (password) {
                case "refused" ->
                    problem(response, 422, "password-refused", "The mail server did not take <b>this</b> password.");
                case "refused twice" -> problem(response, 422, "link-used-up", "The link has ended.");
                case "unknown link" -> problem(response, 404, "credential-link-invalid", "This link does not work.");
                default ->
                    response.putHeader("Content-Type", "application/json")
                            .end(new JsonObject()
                                    .put(
                                            "address",
                                            body.toJsonObject().getString("token") + " & "
                                                    + request.getHeader("X-Forwarded-For") + " " + request.uri())
                                    .toBuffer());
            }
        });
    }

    private void exchange(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            JsonObject said = keys.get(body.toJsonObject().getString("key"));
            if (said == null) {
                problem(request.response(), 401, "api-key-unknown", "This API key is not known here.");
            } else {
                request.response()
                        .setStatusCode(said.getInteger("status"))
                        .end(said.getJsonObject("body").toBuffer());
            }
        });
    }

    private static void problem(HttpServerResponse response, int status, String code, String detail) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject().put("code", code).put("detail", detail).toBuffer());
    }

    private void tell(HttpServerRequest request) {
        MessageDigest digest = sha256();
        AtomicLong length = new AtomicLong();
        request.handler(chunk -> {
            digest.update(chunk.getBytes());
            length.addAndGet(chunk.length());
        });
        request.endHandler(end -> {
            JsonObject headers = new JsonObject();
            request.headers()
                    .names()
                    .forEach(header -> headers.put(
                            header.toLowerCase(java.util.Locale.ROOT),
                            new JsonArray(request.headers().getAll(header))));
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .end(new JsonObject()
                            .put("service", name)
                            .put("method", request.method().name())
                            .put("uri", request.uri())
                            .put("headers", headers)
                            .put("length", length.get())
                            .put("sha256", HexFormat.of().formatHex(digest.digest()))
                            .toBuffer());
        });
    }

    private static void large(HttpServerResponse response, int chunks) {
        if (chunks == 0) {
            response.end();
        } else {
            response.write(CHUNK).onSuccess(written -> large(response, chunks - 1));
        }
    }

    private void half(HttpServerRequest request) {
        request.response().setChunked(true).write("half an answer");
        vertx.setTimer(100, timer -> request.connection().close());
    }

    private static void refuse(HttpServerResponse response) {
        response.setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"code\":\"said-by-the-service\"}");
    }

    private static void privateHeaders(HttpServerResponse response) {
        response.putHeader("Connection", "X-Between-Us")
                .putHeader("X-Between-Us", "1")
                .putHeader("Keep-Alive", "timeout=9")
                .putHeader("Content-Security-Policy", "default-src *")
                .putHeader("X-Request-Id", "another")
                .putHeader("Set-Cookie", "q_session_browser=forged; Path=/")
                .putHeader("ETag", "\"7\"")
                .end();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

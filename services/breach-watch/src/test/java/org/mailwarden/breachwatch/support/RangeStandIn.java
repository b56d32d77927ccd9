// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers as api.pwnedpasswords.com does, its faults included: {@code text/plain}, CRLF between lines and none at the end,
 * an opaque ETag for all encodings, 304 by weak comparison, gzip when it is accepted.
 */
public final class RangeStandIn implements AutoCloseable {

    /** What the real service has done, or a network between. */
    public enum Fault {
        NO_ETAG,
        CACHED_502,
        HALF_BODY,
        CUT_GZIP,
        BUSY_FOR_A_SECOND,
        BUSY,
        A_PAGE,
        ELSEWHERE,
        WRONG_LENGTH,
        NTLM_LINES
    }

    /** A request as it came. */
    public record Asked(
            String path,
            HttpVersion version,
            @Nullable String userAgent,
            @Nullable String etag) {}

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, String> ranges = new ConcurrentHashMap<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    /**
     * Starts it on loopback.
     *
     * @param port where
     * @param keys PKCS 12 with the password {@code changeit}, for HTTPS with HTTP/2; absent for HTTP
     */
    public RangeStandIn(int port, @Nullable Path keys) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(port);
        if (keys != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword("changeit"));
        }
        server = vertx.createHttpServer(options).requestHandler(this::answer);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            vertx.close();
            throw new IllegalStateException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Sets a range, by the first five digits. */
    public RangeStandIn range(String prefix, String body) {
        ranges.put(prefix, body);
        return this;
    }

    /** Breaks a range; nothing mends it. */
    public void fault(String prefix, @Nullable Fault fault) {
        if (fault == null) {
            faults.remove(prefix);
        } else {
            faults.put(prefix, fault);
        }
    }

    /** Every request so far. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpServerRequest request) {
        String etag = request.getHeader("If-None-Match");
        asked.add(new Asked(request.uri(), request.version(), request.getHeader("User-Agent"), etag));
        HttpServerResponse response = request.response();
        String prefix = request.path().substring("/range/".length());
        String body = ranges.getOrDefault(prefix, "0".repeat(34) + "1:1");
        Fault fault = faults.get(prefix);
        if (fault == null) {
            send(request, body, etag, true);
            return;
        }
        switch (fault) {
            case NO_ETAG -> send(request, body, null, false);
            case CACHED_502 ->
                response.setStatusCode(502)
                        .putHeader("Cache-Control", "public, max-age=2678400")
                        .putHeader("Age", "691200")
                        .putHeader("Content-Length", "0")
                        .end();
            case HALF_BODY -> {
                byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
                response.putHeader("Content-Type", "text/plain").putHeader("Content-Length", "" + bytes.length);
                response.write(Buffer.buffer(bytes).getBuffer(0, bytes.length / 2))
                        .onComplete(sent -> response.reset());
                if (request.version() != HttpVersion.HTTP_2) {
                    request.connection().close();
                }
            }
            case CUT_GZIP -> {
                byte[] packed = gzip(body);
                response.putHeader("Content-Type", "text/plain")
                        .putHeader("Content-Encoding", "gzip")
                        .end(Buffer.buffer(packed).getBuffer(0, packed.length - 9));
            }
            case BUSY_FOR_A_SECOND ->
                response.setStatusCode(429).putHeader("Retry-After", "1").end();
            case BUSY -> response.setStatusCode(429).end();
            case A_PAGE -> response.putHeader("Content-Type", "text/html").end("<html>Please sign in</html>");
            case ELSEWHERE ->
                response.setStatusCode(302)
                        .putHeader("Location", "http://169.254.169.254/latest/meta-data/")
                        .end();
            case WRONG_LENGTH -> send(request, body + "\r\n" + "F".repeat(34) + ":1", null, true);
            case NTLM_LINES -> send(request, "1".repeat(27) + ":1", null, true);
        }
    }

    private static void send(HttpServerRequest request, String body, @Nullable String etag, boolean tagged) {
        HttpServerResponse response = request.response();
        String tag = "W/\"0x" + Integer.toHexString(body.hashCode()) + '"';
        if (tagged) {
            response.putHeader("ETag", tag);
        }
        if (tag.equals(etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Vary", "add-padding, hibp-purge-cache");
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip").end(Buffer.buffer(gzip(body)));
        } else {
            response.end(body);
        }
    }

    private static byte[] gzip(String body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

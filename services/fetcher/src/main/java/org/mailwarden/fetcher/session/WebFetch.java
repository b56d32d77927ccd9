// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * Fetches small documents over HTTPS from hosts that a person named: to checked addresses only, with few redirects, each
 * of them checked too. Safe for many threads; {@link #get} blocks, for at most some seconds a redirect.
 */
public final class WebFetch implements AutoCloseable {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_REDIRECTS = 2;
    private static final int HTTPS = 443;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Egress egress;
    private final HttpClient client;
    private final int port;

    /** What came of it. */
    public sealed interface Fetched {

        /**
         * The document.
         *
         * @param content at most 64 KiB, to be read once
         */
        record Document(InputStream content) implements Fetched {}

        /** There is none. */
        record Absent() implements Fetched {}

        /**
         * It could not be had.
         *
         * @param sentence why, without text of the server
         */
        record Failed(String sentence) implements Fetched {}
    }

    /**
     * Reads the trusted authorities.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     * @param trust the authorities that vouch for a server
     */
    public WebFetch(Vertx vertx, Egress egress, TrustSource trust) {
        this(vertx, egress, trust, HTTPS);
    }

    /**
     * The same with another port than that of HTTPS, where that one is not to be had.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     * @param trust the authorities that vouch for a server
     * @param port where every host is connected to
     */
    public WebFetch(Vertx vertx, Egress egress, TrustSource trust, int port) {
        this.egress = egress;
        this.port = port;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(true)
                .setTrustOptions(TrustOptions.wrap(Trust.manager(trust)))
                .setKeepAlive(false)
                .setConnectTimeout(Math.toIntExact(LIMIT.toMillis())));
    }

    /**
     * Fetches.
     *
     * @param uri an https address without user and port
     * @return what came of it; never throws for what a server or network does
     */
    public Fetched get(URI uri) {
        URI at = uri;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            if (!isPlainHttps(at)) {
                return new Fetched.Failed("it leads away from HTTPS");
            }
            switch (once(at)) {
                case Reply.Moved(String location) -> {
                    try {
                        at = at.resolve(location);
                    } catch (IllegalArgumentException malformed) {
                        return new Fetched.Failed("it redirects to what is no address");
                    }
                }
                case Reply.Ended(Fetched result) -> {
                    return result;
                }
            }
        }
        return new Fetched.Failed("it redirects more than " + MOST_REDIRECTS + " times");
    }

    private static boolean isPlainHttps(URI uri) {
        return "https".equals(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && (uri.getPort() == -1 || uri.getPort() == HTTPS);
    }

    private sealed interface Reply {
        record Moved(String location) implements Reply {}

        record Ended(Fetched result) implements Reply {}
    }

    private Reply once(URI uri) {
        AtomicReference<@Nullable HttpClientRequest> running = new AtomicReference<>();
        try {
            InetAddress address = egress.resolve(uri.getHost()).getFirst();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            Future<Reply> reply = client.request(new RequestOptions()
                            // An address in digits is not looked up again; the name is still what TLS verifies.
                            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                            .setHost(uri.getHost())
                            .setPort(port)
                            .setMethod(HttpMethod.GET)
                            .setFollowRedirects(false)
                            .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()))
                    .compose(request -> {
                        running.set(request);
                        request.putHeader("User-Agent", "Mailwarden").putHeader("Accept", "text/xml, application/xml");
                        // Inside, on the connection's own thread: outside, an answer may have ended before it is heard.
                        return request.send().compose(WebFetch::read);
                    });
            return reply.toCompletionStage().toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (EgressRefused refused) {
            return failed(EgressRefused.SENTENCE);
        } catch (UnknownHostException unknown) {
            return new Reply.Ended(new Fetched.Absent());
        } catch (IOException | ExecutionException failure) {
            return failed("no document came over HTTPS");
        } catch (TimeoutException slow) {
            return failed("no document came within " + LIMIT.toSeconds() + " seconds");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return failed("it was interrupted");
        } finally {
            HttpClientRequest request = running.get();
            if (request != null) {
                request.reset();
            }
        }
    }

    private static Reply failed(String sentence) {
        return new Reply.Ended(new Fetched.Failed(sentence));
    }

    private static Future<Reply> read(HttpClientResponse response) {
        // What is left of an answer that is not wanted is cut off; that is no error.
        response.exceptionHandler(cut -> {});
        int status = response.statusCode();
        String location = response.getHeader("Location");
        if (status >= 300 && status < 400 && location != null) {
            return Future.succeededFuture(new Reply.Moved(location));
        }
        if (status == 404 || status == 410) {
            return Future.succeededFuture(new Reply.Ended(new Fetched.Absent()));
        }
        if (status != 200) {
            return Future.succeededFuture(failed("the server answers HTTP " + status));
        }
        io.vertx.core.Promise<Reply> whole = io.vertx.core.Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(piece -> {
            if (body.length() + piece.length() > MOST_BYTES) {
                whole.tryComplete(failed("the document is longer than " + MOST_BYTES + " bytes"));
                response.request().reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end ->
                whole.tryComplete(new Reply.Ended(new Fetched.Document(new ByteArrayInputStream(body.getBytes())))));
        return whole.future();
    }

    /** Ends the client. */
    @Override
    public void close() {
        client.close();
    }
}

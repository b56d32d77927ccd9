// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.egress;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks HTTP servers that a person named: at checked addresses only and at the very address that was checked, never through
 * a redirect, never for more bytes or longer than the caller allows. Safe for many threads; {@link #ask} blocks and suits
 * virtual threads.
 */
public final class EgressHttp implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EgressHttp.class);

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** To one host at once; whoever waits for one longer than its time gives up. */
    private static final int CONNECTIONS = 64;

    private final Egress egress;
    private final HttpClient client;

    /**
     * How much of an answer is read.
     *
     * @param bytes bytes of the body as sent; at least 0
     * @param time until all of it is there
     */
    public record Bounds(int bytes, Duration time) {}

    /** What came of a request. */
    public sealed interface Reply {

        /**
         * The server answered, whatever it said.
         *
         * @param status HTTP status
         * @param headers by lower-case name, the first of each
         * @param body whole, as sent; wiped by {@link #close()}
         */
        record Answer(int status, Map<String, String> headers, byte[] body) implements Reply, AutoCloseable {

            /** Copies the headers. */
            public Answer {
                headers = Map.copyOf(headers);
            }

            /**
             * A header.
             *
             * @param name its name
             * @return empty when the server did not send it
             */
            public Optional<String> header(String name) {
                return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
            }

            /** Whether the body says that it is JSON. */
            public boolean isJson() {
                return header("content-type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("json");
            }

            /** Wipes the body, for it may hold passwords or tokens. */
            @Override
            public void close() {
                Arrays.fill(body, (byte) 0);
            }

            /** Never the body. */
            @Override
            public String toString() {
                return "Answer[" + status + "]";
            }
        }

        /**
         * There is no answer.
         *
         * @param why nothing of what the server sent
         */
        record None(Reason why) implements Reply {}
    }

    /** Why there is no answer. */
    public enum Reason {
        /** The host leads to an address that is not to be connected to. */
        NOT_ALLOWED,
        /** The host has no address. */
        NO_ADDRESS,
        /** The answer is longer than the caller allows. */
        TOO_LONG,
        /** No connection, or no complete answer, in time. */
        TOO_SLOW,
        /** A refused connection, no trusted certificate, or an answer that broke off. */
        BROKEN,
        /** The thread was interrupted; its flag is set. */
        INTERRUPTED
    }

    /**
     * Makes a client with a connection for each request.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     * @param trust the authorities that vouch for a server; absent for those of the machine
     */
    public EgressHttp(Vertx vertx, Egress egress, @Nullable TrustOptions trust) {
        this(
                vertx,
                egress,
                trust,
                new HttpClientOptions()
                        .setKeepAlive(false)
                        .setMaxHeaderSize(16 * 1024)
                        .setMaxInitialLineLength(8 * 1024)
                        .setConnectTimeout(Math.toIntExact(CONNECT.toMillis())),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /**
     * Makes a client.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     * @param trust the authorities that vouch for a server; absent for those of the machine
     * @param options protocol and connections; what they say of TLS is replaced
     * @param pool connections at once
     */
    public EgressHttp(
            Vertx vertx, Egress egress, @Nullable TrustOptions trust, HttpClientOptions options, PoolOptions pool) {
        this.egress = egress;
        HttpClientOptions own = new HttpClientOptions(options).setVerifyHost(true);
        if (trust != null) {
            own.setTrustOptions(trust);
        }
        this.client = vertx.createHttpClient(own, pool);
    }

    /**
     * Asks with GET.
     *
     * @param uri an http or https address with a host
     * @param headers sent with it
     * @param bounds how much is read
     * @return what came of it; never throws for what a server or network does
     */
    public Reply get(URI uri, Map<String, String> headers, Bounds bounds) {
        return ask(HttpMethod.GET, uri, headers, Buffer.buffer(), bounds);
    }

    /**
     * Asks with POST.
     *
     * @param uri an http or https address with a host
     * @param headers sent with it
     * @param body sent with it; not kept
     * @param bounds how much is read
     * @return what came of it; never throws for what a server or network does
     */
    public Reply post(URI uri, Map<String, String> headers, byte[] body, Bounds bounds) {
        return ask(HttpMethod.POST, uri, headers, Buffer.buffer(body), bounds);
    }

    /**
     * The host of an address as the egress takes it.
     *
     * @param uri with a host
     * @return the name, or the address without brackets
     */
    public static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private Reply ask(HttpMethod method, URI uri, Map<String, String> headers, Buffer body, Bounds bounds) {
        AtomicReference<@Nullable HttpClientRequest> running = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        try {
            Future<Reply> reply = client.request(options(method, uri, bounds)).compose(request -> {
                running.set(request);
                if (over.get()) {
                    // Nobody waits for the answer any more, and a token that it brings would be lost.
                    request.reset();
                    return Future.failedFuture("given up before it was sent");
                }
                headers.forEach(request::putHeader);
                // Inside, on the connection's own thread: outside, an answer may have ended before it is heard.
                return request.send(body).compose(response -> read(response, bounds.bytes()));
            });
            return reply.toCompletionStage()
                    .toCompletableFuture()
                    .get(bounds.time().toMillis(), TimeUnit.MILLISECONDS);
        } catch (EgressRefused refused) {
            return new Reply.None(Reason.NOT_ALLOWED);
        } catch (UnknownHostException unknown) {
            return new Reply.None(Reason.NO_ADDRESS);
        } catch (ExecutionException failure) {
            // Its message may quote what was sent or received.
            LOG.debugf(
                    "%s gave no answer: %s",
                    host(uri),
                    failure.getCause() == null ? null : failure.getCause().getClass());
            return new Reply.None(isTimeout(failure.getCause()) ? Reason.TOO_SLOW : Reason.BROKEN);
        } catch (TimeoutException slow) {
            return new Reply.None(Reason.TOO_SLOW);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reply.None(Reason.INTERRUPTED);
        } finally {
            over.set(true);
            HttpClientRequest request = running.get();
            if (request != null) {
                // Nothing for an answer that is complete; else it ends the connection.
                request.reset();
            }
        }
    }

    /** Whether the client gave up first; both clocks run for the same time. */
    private static boolean isTimeout(@Nullable Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof ConnectTimeoutException;
    }

    private RequestOptions options(HttpMethod method, URI uri, Bounds bounds)
            throws UnknownHostException, EgressRefused {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        InetAddress address = egress.resolve(host(uri)).getFirst();
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? HTTPS : HTTP;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                // An address in digits is not looked up again; the name is still what TLS verifies.
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(uri.getHost())
                .setPort(port)
                .setConnectTimeout(Math.min(CONNECT.toMillis(), bounds.time().toMillis()))
                .setSsl(tls)
                .setMethod(method)
                .setFollowRedirects(false)
                .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
    }

    private static Future<Reply> read(HttpClientResponse response, int most) {
        Promise<Reply> whole = Promise.promise();
        Body body = new Body(most);
        response.exceptionHandler(cause -> {
            body.wipe();
            whole.tryFail(cause);
        });
        response.handler(piece -> {
            byte[] bytes = piece.getBytes();
            if (!body.add(bytes)) {
                whole.tryComplete(new Reply.None(Reason.TOO_LONG));
                response.request().reset();
            }
            Arrays.fill(bytes, (byte) 0);
        });
        response.endHandler(end -> {
            Map<String, String> headers = new HashMap<>();
            response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
            whole.tryComplete(new Reply.Answer(response.statusCode(), headers, body.bytes()));
            body.wipe();
        });
        return whole.future();
    }

    /** A body that grows up to a bound; what it outgrows is wiped. */
    private static final class Body {

        private final int most;
        private byte[] bytes = new byte[8 * 1024];
        private int length;

        Body(int most) {
            this.most = most;
        }

        synchronized boolean add(byte[] piece) {
            if (length + (long) piece.length > most) {
                wipe();
                return false;
            }
            if (length + piece.length > bytes.length) {
                byte[] larger = Arrays.copyOf(bytes, Math.min(most, Math.max(bytes.length * 2, length + piece.length)));
                Arrays.fill(bytes, (byte) 0);
                bytes = larger;
            }
            System.arraycopy(piece, 0, bytes, length, piece.length);
            length += piece.length;
            return true;
        }

        synchronized byte[] bytes() {
            return Arrays.copyOf(bytes, length);
        }

        synchronized void wipe() {
            Arrays.fill(bytes, (byte) 0);
            length = 0;
        }
    }

    /** Ends the client. */
    @Override
    public void close() {
        client.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * Reads documents over HTTPS from hosts that an admin named: from checked addresses only, never through a redirect, never
 * more bytes or seconds than the caller allows. Safe for many threads; {@link #get} blocks.
 */
public final class FeedHttp implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FeedHttp.class);
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Egress egress;
    private final HttpClient secure;
    private final HttpClient plain;

    /**
     * How much of an answer is read.
     *
     * @param bytes bytes of the body, packed and unpacked
     * @param time until the whole answer is there
     */
    public record Bounds(int bytes, Duration time) {}

    /**
     * Takes what it needs.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     */
    public FeedHttp(Vertx vertx, Egress egress) {
        this.egress = egress;
        this.secure = vertx.createHttpClient(options().setSsl(true).setVerifyHost(true));
        this.plain = vertx.createHttpClient(options());
    }

    private static HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(16 * 1024)
                .setMaxInitialLineLength(8 * 1024)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()));
    }

    /**
     * Fetches.
     *
     * @param uri an https address; http only on this machine
     * @param headers sent with it
     * @param bounds how much is read
     * @return what came of it; never throws for what a server or network does
     */
    public Reply get(URI uri, Map<String, String> headers, Bounds bounds) {
        boolean ssl = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || !(ssl || "http".equalsIgnoreCase(uri.getScheme()))) {
            return new Reply.Refused("The address of a feed is https://host/path, without a user.");
        }
        AtomicReference<@Nullable HttpClientRequest> running = new AtomicReference<>();
        try {
            InetAddress address = egress.resolve(host(uri)).getFirst();
            if (!ssl && !address.isLoopbackAddress()) {
                return new Reply.Refused("Feeds are read over https; http is for this machine alone.");
            }
            int port = uri.getPort() >= 0 ? uri.getPort() : ssl ? HTTPS : HTTP;
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            Future<Reply> reply = (ssl ? secure : plain)
                    .request(new RequestOptions()
                            // An address in digits is not looked up again; the name is still what TLS verifies.
                            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                            .setHost(host(uri))
                            .setPort(port)
                            .setMethod(HttpMethod.GET)
                            .setFollowRedirects(false)
                            .setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery()))
                    .compose(request -> {
                        running.set(request);
                        headers.forEach(request::putHeader);
                        request.putHeader("Accept-Encoding", "gzip");
                        // Inside, on the connection's own thread: outside, an answer may have ended before it is heard.
                        return request.send().compose(response -> read(response, bounds.bytes()));
                    });
            return unpacked(
                    reply.toCompletionStage()
                            .toCompletableFuture()
                            .get(bounds.time().toMillis(), TimeUnit.MILLISECONDS),
                    bounds.bytes());
        } catch (EgressRefused refused) {
            return new Reply.Refused(EgressRefused.SENTENCE + ".");
        } catch (UnknownHostException unknown) {
            return new Reply.Failed("The host of the feed has no address.");
        } catch (IOException | ExecutionException failure) {
            LOG.debugf("A feed's server gave no answer: %s", failure.getCause());
            return new Reply.Failed("The server could not be reached, or broke off in the middle of its answer.");
        } catch (TimeoutException slow) {
            return new Reply.Failed(
                    "The answer was not complete within " + bounds.time().toSeconds() + " seconds.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reply.Failed("It was interrupted.");
        } finally {
            HttpClientRequest request = running.get();
            if (request != null) {
                // Nothing for an answer that is complete; else it ends the connection.
                request.reset();
            }
        }
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Future<Reply> read(HttpClientResponse response, int most) {
        // What is left of an answer that is not wanted is cut off; that is no error.
        response.exceptionHandler(cut -> {});
        int status = response.statusCode();
        if (status >= 300 && status < 400) {
            return Future.succeededFuture(new Reply.Refused("The server sends us elsewhere (HTTP " + status
                    + "). Redirects are not followed: configure the address it leads to."));
        }
        if (status == 206) {
            return Future.succeededFuture(new Reply.Failed(
                    "The server sent a part of the document (HTTP 206), though all of it was asked for."));
        }
        Promise<Reply> whole = Promise.promise();
        Body body = new Body(most);
        response.exceptionHandler(cause -> {
            body.wipe();
            whole.tryFail(cause);
        });
        response.handler(piece -> {
            byte[] bytes = piece.getBytes();
            if (!body.add(bytes)) {
                whole.tryComplete(tooLong(most));
                response.request().reset();
            }
            Arrays.fill(bytes, (byte) 0);
        });
        response.endHandler(end -> {
            Map<String, String> headers = new HashMap<>();
            response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
            byte[] bytes = body.bytes();
            body.wipe();
            whole.tryComplete(new Reply.Answer(status, headers, bytes));
        });
        return whole.future();
    }

    private static Reply unpacked(Reply reply, int most) {
        if (!(reply instanceof Reply.Answer answer)) {
            return reply;
        }
        String encoding = answer.header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            return answer;
        }
        if (!encoding.equals("gzip") && !encoding.equals("x-gzip")) {
            answer.close();
            return new Reply.Failed("The server packs its answer in a way that was not asked for.");
        }
        try (answer;
                GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            byte[] clear = in.readNBytes(most + 1);
            if (clear.length > most) {
                Arrays.fill(clear, (byte) 0);
                return tooLong(most);
            }
            if (isGzip(clear)) {
                return new Reply.Failed("The server's answer is packed twice.");
            }
            return new Reply.Answer(answer.status(), answer.headers(), clear);
        } catch (ZipException | java.io.EOFException damaged) {
            return new Reply.Failed("The server's packed answer is damaged or cut off.");
        } catch (IOException impossible) {
            throw new IllegalStateException("Memory can be read", impossible);
        }
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    private static Reply tooLong(int most) {
        return new Reply.Refused(
                "The answer is longer than " + most + " bytes, more than a feed of this kind may send.");
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

    /** Ends the clients. */
    @Override
    public void close() {
        secure.close();
        plain.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
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
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.RangeServer;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * The range search of Pwned Passwords, or of a mirror of it, over HTTP/2 where the server has it. Connects to checked
 * addresses only and follows no redirect. Safe for many threads.
 */
final class HttpRangeServer implements RangeServer, AutoCloseable {

    /** A real range has about 80 KB, half of that packed. */
    private static final int MOST_BYTES = 8 << 20;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 5_000;
    private static final int STREAMS_OF_A_CONNECTION = 50;
    private static final String LINES = "text/plain";

    private final Egress egress;
    private final HttpClient client;
    private final URI home;
    private final String query;
    private final int port;

    /**
     * Makes a client.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     * @param home where the prefixes are, ending in a slash
     * @param query behind the prefix, from the question mark; empty for none
     * @param trust the authorities that vouch for the server; absent for those of the machine
     */
    HttpRangeServer(Vertx vertx, Egress egress, URI home, String query, @Nullable TrustOptions trust) {
        boolean tls = "https".equals(home.getScheme());
        this.egress = egress;
        this.home = home;
        this.query = query;
        this.port = home.getPort() >= 0 ? home.getPort() : tls ? 443 : 80;
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(tls)
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setHttp2MultiplexingLimit(STREAMS_OF_A_CONNECTION);
        if (tls) {
            options.setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true);
        }
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(64).setHttp2MaxSize(4));
    }

    /**
     * What is wrong with an address of ranges.
     *
     * @param home the address
     * @return a sentence with what to do; absent when it is good
     */
    static @Nullable String refusal(URI home) {
        String host = home.getHost();
        boolean tls = "https".equals(home.getScheme());
        boolean here = "http".equals(home.getScheme()) && "127.0.0.1".equals(host);
        return host != null
                        && (tls || here)
                        && home.getRawUserInfo() == null
                        && home.getRawQuery() == null
                        && home.getRawPath().endsWith("/")
                ? null
                : "The setting mailwarden.breach-watch.pwned-passwords.url is no https address that ends in a slash. Write"
                        + " one, such as https://api.pwnedpasswords.com/range/; http is good enough for 127.0.0.1 alone.";
    }

    @Override
    public Reply get(int prefix, @Nullable String etag) throws InterruptedException {
        AtomicReference<@Nullable HttpClientRequest> running = new AtomicReference<>();
        try {
            InetAddress address = egress.resolve(home.getHost()).getFirst();
            Future<Reply> reply = client.request(new RequestOptions()
                            // An address in digits is not looked up again; the name is still what TLS verifies.
                            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                            .setHost(home.getHost())
                            .setPort(port)
                            .setMethod(HttpMethod.GET)
                            .setFollowRedirects(false)
                            .setURI(home.getRawPath() + String.format(Locale.ROOT, "%05X", prefix) + query))
                    .compose(request -> {
                        running.set(request);
                        request.putHeader("User-Agent", "Mailwarden").putHeader("Accept-Encoding", "gzip");
                        if (etag != null) {
                            request.putHeader("If-None-Match", etag);
                        }
                        // Inside: a short answer may end before anybody listens outside.
                        return request.send().compose(HttpRangeServer::read);
                    });
            return reply.toCompletionStage().toCompletableFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (EgressRefused refused) {
            return new Reply.Broken(EgressRefused.SENTENCE);
        } catch (UnknownHostException unknown) {
            return new Reply.Broken("its name has no address");
        } catch (ExecutionException failure) {
            return new Reply.Broken("no whole answer comes from it");
        } catch (TimeoutException slow) {
            return new Reply.Broken("no answer comes within " + LIMIT.toSeconds() + " seconds");
        } finally {
            HttpClientRequest request = running.get();
            if (request != null) {
                // Ends what is still under way; an answer that was read to its end is not touched by it.
                request.reset();
            }
        }
    }

    private static Future<Reply> read(HttpClientResponse response) {
        // What is left of an answer that is not wanted is cut off; that is no error.
        response.exceptionHandler(cut -> {});
        int status = response.statusCode();
        String retryAfter = response.getHeader("Retry-After");
        if (status == 304) {
            return Future.succeededFuture(new Reply.Unchanged());
        }
        if (status == 429 || status == 503 && retryAfter != null) {
            return Future.succeededFuture(new Reply.Busy(seconds(retryAfter)));
        }
        if (status != 200) {
            return Future.succeededFuture(new Reply.Broken("it answers HTTP " + status));
        }
        String type = response.getHeader("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(LINES)) {
            return Future.succeededFuture(new Reply.Broken("it sends something else than " + LINES));
        }
        Promise<Reply> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.handler(piece -> {
            if (body.length() + piece.length() > MOST_BYTES) {
                whole.tryComplete(new Reply.Broken(TOO_LONG));
                response.request().reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end -> whole.tryComplete(range(response, body.getBytes())));
        return whole.future();
    }

    private static final String TOO_LONG = "it sends more than " + MOST_BYTES + " bytes, which no range has";

    private static Reply range(HttpClientResponse response, byte[] sent) {
        String length = response.getHeader("Content-Length");
        if (length != null && !length.equals(Integer.toString(sent.length))) {
            return new Reply.Broken("no whole answer comes from it");
        }
        String coding = response.getHeader("Content-Encoding");
        String etag = response.getHeader("ETag");
        if (coding == null || coding.equalsIgnoreCase("identity")) {
            return new Reply.Range(sent, etag);
        }
        if (!coding.equalsIgnoreCase("gzip")) {
            return new Reply.Broken("it packs its answer in a way that was not asked for");
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            byte[] body = unpacked.readNBytes(MOST_BYTES + 1);
            return body.length > MOST_BYTES ? new Reply.Broken(TOO_LONG) : new Reply.Range(body, etag);
        } catch (IOException cut) {
            return new Reply.Broken("no whole answer comes from it");
        }
    }

    /** In whole seconds (RFC 9110, 10.2.3); a date is as good as none here. */
    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        try {
            return retryAfter == null ? null : Duration.ofSeconds(Math.max(0, Integer.parseInt(retryAfter.strip())));
        } catch (NumberFormatException date) {
            return null;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

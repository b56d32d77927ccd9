// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.corpus.RangeServer;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * The range search of Pwned Passwords, or of a mirror of it, over HTTP/2 where the server has it. Connects to checked
 * addresses only and follows no redirect. Safe for many threads.
 */
final class HttpRangeServer implements RangeServer, AutoCloseable {

    /** A real range has about 80 KB, half of that packed. */
    private static final int MOST_BYTES = 8 << 20;

    private static final EgressHttp.Bounds BOUNDS = new EgressHttp.Bounds(MOST_BYTES, Duration.ofSeconds(30));
    private static final int CONNECT_MILLIS = 5_000;
    private static final int STREAMS_OF_A_CONNECTION = 50;
    private static final String LINES = "text/plain";

    private final EgressHttp http;
    private final URI home;
    private final String query;

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
        this.home = home;
        this.query = query;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setHttp2MultiplexingLimit(STREAMS_OF_A_CONNECTION);
        if ("https".equals(home.getScheme())) {
            options.setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true);
        }
        this.http = new EgressHttp(
                vertx,
                egress,
                trust,
                options,
                new PoolOptions().setHttp1MaxSize(64).setHttp2MaxSize(4));
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
        Map<String, String> headers = new HashMap<>(Map.of("User-Agent", "Mailwarden", "Accept-Encoding", "gzip"));
        if (etag != null) {
            headers.put("If-None-Match", etag);
        }
        URI range = home.resolve(String.format(Locale.ROOT, "%05X", prefix) + query);
        return switch (http.get(range, headers, BOUNDS)) {
            case EgressHttp.Reply.Answer answer -> read(answer);
            case EgressHttp.Reply.None(EgressHttp.Reason why) ->
                switch (why) {
                    case NOT_ALLOWED -> new Reply.Broken(EgressRefused.SENTENCE);
                    case NO_ADDRESS -> new Reply.Broken("its name has no address");
                    case TOO_LONG -> new Reply.Broken(TOO_LONG);
                    case TOO_SLOW ->
                        new Reply.Broken(
                                "no answer comes within " + BOUNDS.time().toSeconds() + " seconds");
                    case BROKEN -> new Reply.Broken("no whole answer comes from it");
                    case INTERRUPTED -> throw interrupted();
                };
        };
    }

    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException("The download was stopped");
    }

    private static Reply read(EgressHttp.Reply.Answer answer) {
        int status = answer.status();
        Optional<String> retryAfter = answer.header("Retry-After");
        if (status == 304) {
            return new Reply.Unchanged();
        }
        if (status == 429 || status == 503 && retryAfter.isPresent()) {
            return new Reply.Busy(seconds(retryAfter.orElse(null)));
        }
        if (status != 200) {
            return new Reply.Broken("it answers HTTP " + status);
        }
        if (!answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith(LINES)) {
            return new Reply.Broken("it sends something else than " + LINES);
        }
        return range(answer);
    }

    private static final String TOO_LONG = "it sends more than " + MOST_BYTES + " bytes, which no range has";

    private static Reply range(EgressHttp.Reply.Answer answer) {
        byte[] sent = answer.body();
        String length = answer.header("Content-Length").orElse(null);
        if (length != null && !length.equals(Integer.toString(sent.length))) {
            return new Reply.Broken("no whole answer comes from it");
        }
        String coding = answer.header("Content-Encoding").orElse(null);
        String etag = answer.header("ETag").orElse(null);
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
        http.close();
    }
}

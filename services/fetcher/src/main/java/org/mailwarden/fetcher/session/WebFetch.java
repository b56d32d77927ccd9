// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * Fetches small documents over HTTPS from hosts that a person named: to checked addresses only, with few redirects, each
 * of them checked too. Safe for many threads; {@link #get} blocks, for at most some seconds a redirect.
 */
public final class WebFetch implements AutoCloseable {

    private static final int MOST_REDIRECTS = 2;
    private static final int HTTPS = 443;
    private static final EgressHttp.Bounds BOUNDS = new EgressHttp.Bounds(64 * 1024, Duration.ofSeconds(5));
    private static final Map<String, String> HEADERS =
            Map.of("User-Agent", "Mailwarden", "Accept", "text/xml, application/xml");

    private final EgressHttp http;
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
        this.port = port;
        this.http = new EgressHttp(vertx, egress, trust.options());
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
                case Step.Moved(String location) -> {
                    try {
                        at = at.resolve(location);
                    } catch (IllegalArgumentException malformed) {
                        return new Fetched.Failed("it redirects to what is no address");
                    }
                }
                case Step.Ended(Fetched result) -> {
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

    private sealed interface Step {
        record Moved(String location) implements Step {}

        record Ended(Fetched result) implements Step {}
    }

    private Step once(URI uri) {
        return switch (http.get(at(uri), HEADERS, BOUNDS)) {
            case EgressHttp.Reply.Answer answer -> read(answer);
            case EgressHttp.Reply.None(EgressHttp.Reason why) ->
                switch (why) {
                    case NO_ADDRESS -> new Step.Ended(new Fetched.Absent());
                    case NOT_ALLOWED -> failed(EgressRefused.SENTENCE);
                    case TOO_LONG -> failed("the document is longer than " + BOUNDS.bytes() + " bytes");
                    case TOO_SLOW ->
                        failed("no document came within " + BOUNDS.time().toSeconds() + " seconds");
                    case BROKEN -> failed("no document came over HTTPS");
                    case INTERRUPTED -> failed("it was interrupted");
                };
        };
    }

    private URI at(URI uri) {
        return port == HTTPS
                ? uri
                : URI.create("https://" + uri.getHost() + ":" + port + uri.getRawPath()
                        + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
    }

    private static Step read(EgressHttp.Reply.Answer answer) {
        int status = answer.status();
        Optional<String> location = answer.header("Location");
        if (status >= 300 && status < 400 && location.isPresent()) {
            return new Step.Moved(location.get());
        }
        if (status == 404 || status == 410) {
            return new Step.Ended(new Fetched.Absent());
        }
        return status == 200
                ? new Step.Ended(new Fetched.Document(new ByteArrayInputStream(answer.body())))
                : failed("the server answers HTTP " + status);
    }

    private static Step failed(String sentence) {
        return new Step.Ended(new Fetched.Failed(sentence));
    }

    /** Ends the client. */
    @Override
    public void close() {
        http.close();
    }
}

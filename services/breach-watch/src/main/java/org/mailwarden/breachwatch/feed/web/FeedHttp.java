// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.mailwarden.kit.egress.Egress;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.egress.EgressRefused;

/**
 * Reads documents over HTTPS from hosts that an admin named: from checked addresses only, never through a redirect, never
 * more bytes or seconds than the caller allows. Safe for many threads; {@link #get} blocks.
 */
public final class FeedHttp implements AutoCloseable {

    private final EgressHttp http;

    /**
     * Takes what it needs.
     *
     * @param vertx runs the connections
     * @param egress which hosts may be connected to
     */
    public FeedHttp(Vertx vertx, Egress egress) {
        this.http = new EgressHttp(vertx, egress, null);
    }

    /**
     * Fetches.
     *
     * @param uri an https address; http only on this machine
     * @param headers sent with it
     * @param bounds how much is read
     * @return what came of it; never throws for what a server or network does
     */
    public Reply get(URI uri, Map<String, String> headers, EgressHttp.Bounds bounds) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || !(tls || "http".equalsIgnoreCase(uri.getScheme()))) {
            return new Reply.Refused("The address of a feed is https://host/path, without a user.");
        }
        if (!tls && !isHere(uri)) {
            return new Reply.Refused("Feeds are read over https; http is for this machine alone.");
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("Accept-Encoding", "gzip");
        return switch (http.get(uri, all, bounds)) {
            case EgressHttp.Reply.Answer answer -> judged(answer, bounds.bytes());
            case EgressHttp.Reply.None(EgressHttp.Reason why) ->
                switch (why) {
                    case NOT_ALLOWED -> new Reply.Refused(EgressRefused.SENTENCE + ".");
                    case NO_ADDRESS -> new Reply.Failed("The host of the feed has no address.");
                    case TOO_LONG -> tooLong(bounds.bytes());
                    case TOO_SLOW ->
                        new Reply.Failed("The answer was not complete within "
                                + bounds.time().toSeconds() + " seconds.");
                    case BROKEN ->
                        new Reply.Failed("The server could not be reached, or broke off in the middle of its answer.");
                    case INTERRUPTED -> new Reply.Failed("It was interrupted.");
                };
        };
    }

    private static boolean isHere(URI uri) {
        try {
            return InetAddress.ofLiteral(EgressHttp.host(uri)).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return uri.getHost().equalsIgnoreCase("localhost");
        }
    }

    private static Reply judged(EgressHttp.Reply.Answer answer, int most) {
        int status = answer.status();
        if (status >= 300 && status < 400) {
            answer.close();
            return new Reply.Refused("The server sends us elsewhere (HTTP " + status
                    + "). Redirects are not followed: configure the address it leads to.");
        }
        if (status == 206) {
            answer.close();
            return new Reply.Failed(
                    "The server sent a part of the document (HTTP 206), though all of it was asked for.");
        }
        return unpacked(answer, most);
    }

    private static Reply unpacked(EgressHttp.Reply.Answer answer, int most) {
        String encoding = answer.header("content-encoding").orElse("identity").toLowerCase(Locale.ROOT);
        if (encoding.equals("identity")) {
            return new Reply.Answered(answer);
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
            return new Reply.Answered(new EgressHttp.Reply.Answer(answer.status(), answer.headers(), clear));
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

    /** Ends the client. */
    @Override
    public void close() {
        http.close();
    }
}

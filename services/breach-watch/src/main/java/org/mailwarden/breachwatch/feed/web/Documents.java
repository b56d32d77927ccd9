// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.mailwarden.breachwatch.intake.ImportFile;
import org.mailwarden.breachwatch.intake.ImportFiles;
import org.mailwarden.kit.egress.EgressHttp;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/** Opens the documents of a feed, by address or in an import folder. */
@ApplicationScoped
public class Documents {

    /** The most that a document fetched over the network may have; larger ones go through an import folder. */
    private static final EgressHttp.Bounds BOUNDS = new EgressHttp.Bounds(64 * 1024 * 1024, Duration.ofMinutes(5));

    private final FeedHttp http;
    private final ImportFiles files;
    private final Clock clock;

    /**
     * Takes what it needs.
     *
     * @param http the way to servers
     * @param files the import folders
     * @param clock for pauses
     */
    public Documents(FeedHttp http, ImportFiles files, Clock clock) {
        this.http = http;
        this.files = files;
        this.clock = clock;
    }

    /**
     * An open document.
     *
     * @param content to be read once
     * @param version the same as long as the document is
     */
    public record Document(InputStream content, String version) implements AutoCloseable {

        /** Closes it, and wipes what of it is in memory. */
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /**
     * Whether a location is an address; else it is a path.
     *
     * @param location as configured
     * @return whether it begins as an address does
     */
    public static boolean isAddress(String location) {
        String lower = location.toLowerCase(java.util.Locale.ROOT);
        return lower.startsWith("https://") || lower.startsWith("http://");
    }

    /**
     * Opens a document.
     *
     * @param location an https address, or a path in an import folder
     * @param authorization sent as the header of that name, when there is one
     * @return to be closed
     * @throws NoAnswer when there is none to be read
     */
    public Document open(String location, Optional<Secret> authorization) throws NoAnswer {
        return isAddress(location) ? fetch(location, authorization) : read(location);
    }

    private Document read(String path) throws NoAnswer {
        return switch (files.look(path)) {
            case ImportFile.Admitted(Path file) -> {
                try {
                    yield new Document(
                            new BufferedInputStream(Files.newInputStream(file), 1 << 16),
                            Files.size(file) + " " + Files.getLastModifiedTime(file));
                } catch (IOException e) {
                    throw NoAnswer.unavailable(
                            "The file cannot be read (" + e.getClass().getSimpleName() + "). Check the disk.");
                }
            }
            case ImportFile.Folder folder -> throw NoAnswer.refused("The path is a folder. Name a file.");
            case ImportFile.Outside(String sentence) -> throw NoAnswer.refused(sentence);
            case ImportFile.Unusable(String sentence) -> throw NoAnswer.refused(sentence);
        };
    }

    private Document fetch(String address, Optional<Secret> authorization) throws NoAnswer {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw NoAnswer.refused("The location of the feed is no address.");
        }
        Map<String, String> headers = new HashMap<>(Map.of("user-agent", "Mailwarden"));
        authorization.ifPresent(secret -> headers.put(
                "authorization", secret.revealString(SecretAccess.because("sign in to the feed's server"))));
        return switch (http.get(uri, headers, BOUNDS)) {
            case Reply.Failed(String sentence) -> throw NoAnswer.unavailable(sentence);
            case Reply.Refused(String sentence) -> throw NoAnswer.refused(sentence);
            case Reply.Answered(EgressHttp.Reply.Answer answer) -> judged(answer);
        };
    }

    private Document judged(EgressHttp.Reply.Answer answer) throws NoAnswer {
        int status = answer.status();
        if (status == 200) {
            // Not its ETag: that comes and goes with the caches in front of a server.
            return new Document(new Wiped(answer), sha256(answer.body()));
        }
        answer.close();
        String sentence = "The feed's server answers HTTP " + status + ".";
        if (status == 429) {
            throw NoAnswer.rateLimited(answer.header("retry-after"), clock);
        }
        if (status == 401 || status == 403) {
            throw NoAnswer.refused(sentence + " Look at the secret 'authorization' and at who may read the feed.");
        }
        if (status == 404 || status == 410) {
            throw NoAnswer.refused(sentence + " There is no such document: look at the feed's location.");
        }
        throw status >= 500
                ? NoAnswer.unavailable(sentence + " It is out of order.")
                : NoAnswer.refused(sentence + " Look at the feed's location.");
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** A body in memory, wiped when it is closed. */
    private static final class Wiped extends ByteArrayInputStream {

        private final EgressHttp.Reply.Answer answer;

        Wiped(EgressHttp.Reply.Answer answer) {
            super(answer.body());
            this.answer = answer;
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}

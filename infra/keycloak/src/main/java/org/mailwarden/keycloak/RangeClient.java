// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks breach-watch, by the range search of Pwned Passwords, how often a password stands in the corpus. Only the first five
 * hex digits of the SHA-1 leave this server, and padding hides how many entries came back. Safe for many threads.
 */
final class RangeClient {

    private static final int PREFIX_DIGITS = 5;
    /** The largest real range is below 100 KB; ten times that is not an answer any more. */
    private static final int LONGEST_ANSWER = 1_000_000;
    /** While breach-watch is away, nobody waits for it again and again. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private static final Pattern LINES = Pattern.compile("\\r?\\n");
    private static final Pattern LINE = Pattern.compile("[0-9A-Fa-f]{35}:[0-9]{1,12}");

    private final @Nullable URI ranges;
    private final Duration timeout;
    private final Clock clock;
    private final RangeCache cache;
    private final HttpClient http;
    private volatile long pausedUntilMillis;

    /** What is known of a password. */
    sealed interface Answer permits Known, Unavailable {}

    /**
     * The corpus was asked.
     *
     * @param count how often it holds the password; 0 when it does not
     */
    record Known(long count) implements Answer {}

    /**
     * The corpus could not be asked.
     *
     * @param why plain words without anything of the password
     */
    record Unavailable(String why) implements Answer {}

    /**
     * Makes a client.
     *
     * @param ranges address in front of the five digits, for instance {@code http://127.0.0.1:8082/range/}; absent when none
     *     is set
     * @param timeout longest wait for one answer
     * @param cache ranges that were read
     * @param clock tells the time
     */
    RangeClient(@Nullable URI ranges, Duration timeout, RangeCache cache, Clock clock) {
        this.ranges = ranges;
        this.timeout = timeout;
        this.cache = cache;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Asks, and waits for the answer.
     *
     * @param password in clear; nothing of it is kept
     * @return the answer; never a failure
     */
    Answer ask(String password) {
        return waited(begin(password), timeout.plusMillis(500));
    }

    /** Waits for an answer that was begun; one that does not come in time is {@link Unavailable}. */
    static Answer waited(CompletableFuture<Answer> begun, Duration limit) {
        try {
            return begun.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Unavailable("breach-watch did not answer in time");
        } catch (ExecutionException e) {
            return new Unavailable("breach-watch could not be asked");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unavailable("interrupted");
        }
    }

    /**
     * Begins to ask.
     *
     * @param password in clear; nothing of it is kept
     * @return completes with the answer, never with a failure; at once when the range is in the cache
     */
    CompletableFuture<Answer> begin(String password) {
        String hash = sha1(password);
        String prefix = hash.substring(0, PREFIX_DIGITS);
        String suffix = hash.substring(PREFIX_DIGITS);
        long now = clock.millis();
        String fresh = cache.fresh(prefix, now);
        if (fresh != null) {
            return CompletableFuture.completedFuture(new Known(count(fresh, suffix)));
        }
        if (ranges == null) {
            return CompletableFuture.completedFuture(new Unavailable("range-url is not set"));
        }
        if (now < pausedUntilMillis) {
            return CompletableFuture.completedFuture(older(prefix, suffix, "breach-watch did not answer just now"));
        }
        return fetch(ranges.resolve(prefix)).handle((range, failure) -> {
            if (failure != null) {
                pausedUntilMillis = clock.millis() + PAUSE_AFTER_FAILURE.toMillis();
                return older(prefix, suffix, why(failure));
            }
            cache.keep(prefix, range, clock.millis());
            return new Known(count(range, suffix));
        });
    }

    /** An answer of some hours ago is better than none: passwords do not leave a corpus. */
    private Answer older(String prefix, String suffix, String why) {
        String range = cache.any(prefix, clock.millis());
        return range == null ? new Unavailable(why) : new Known(count(range, suffix));
    }

    private CompletableFuture<String> fetch(URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Add-Padding", "true")
                .header("User-Agent", "Mailwarden-Keycloak")
                .build();
        CompletableFuture<HttpResponse<InputStream>> sent = http.sendAsync(request, BodyHandlers.ofInputStream());
        return sent.thenApply(RangeClient::read)
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((range, failure) -> {
                    // A server that stalls in the middle would keep the thread that reads.
                    sent.thenAccept(response -> close(response.body()));
                    sent.cancel(true);
                });
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException gone) {
            // It was broken off, which is what was wanted.
        }
    }

    private static String read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("breach-watch answered " + response.statusCode());
            }
            byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
            if (bytes.length > LONGEST_ANSWER) {
                throw new IOException("breach-watch answered more than a range can be");
            }
            return entries(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Upper case, one line each, without the padding, whose count is 0. */
    private static String entries(String text) throws IOException {
        String[] lines = LINES.split(text.strip());
        for (String line : lines) {
            if (!line.isEmpty() && !LINE.matcher(line).matches()) {
                throw new IOException("breach-watch answered something that is no range");
            }
        }
        return LINES.splitAsStream(text.strip())
                .filter(line -> !line.isEmpty() && !line.endsWith(":0"))
                .map(line -> line.toUpperCase(Locale.ROOT))
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static long count(String range, String suffix) {
        int at = range.indexOf("\n" + suffix + ":");
        if (at < 0) {
            return 0;
        }
        int from = at + suffix.length() + 2;
        return Long.parseLong(range.substring(from, range.indexOf('\n', from)));
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = cause.getMessage();
        return message != null && message.startsWith("breach-watch")
                ? message
                : "breach-watch gave no answer: " + cause.getClass().getSimpleName();
    }

    /** Upper-case hex. */
    static String sha1(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}

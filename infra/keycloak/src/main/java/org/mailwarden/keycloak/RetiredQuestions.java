// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks auth whether a password that was wrong is one that a reset retired, and only of those of whom it keeps one: what others
 * mistype is nobody's business. It asks from a thread of its own, after the sign-in was told, so that nothing is held up and
 * nothing lost by it: what cannot be asked in time, or is one too many, stays told as it was. Safe for many threads.
 */
final class RetiredQuestions implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RetiredQuestions.class);
    private static final int MOST_WAITING = 200;
    /** A password is no longer in memory than this. */
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** A spray over the fleet asks once, and whoever was reset just now is among the names soon. */
    private static final Duration NAMES_HOLD = Duration.ofSeconds(2);

    private final AuthGateway auth;
    private final Function<WrongPassword, String> tokens;
    private final Duration limit;
    private final AtomicLong unasked = new AtomicLong();
    private final ThreadPoolExecutor work = Background.oneThread("mailwarden-retired-passwords", MOST_WAITING);
    /** Names in lower case of whom auth keeps a retired password; used by the one thread of {@link #work} alone. */
    private Set<String> names = Set.of();

    /** When they grow old, {@link System#nanoTime()}; absent before they were read. */
    private @Nullable Long namesEnd;

    /**
     * Says who is asked.
     *
     * @param auth the service
     * @param tokens gives one of {@link ProviderToken} for the realm of a sign-in
     */
    RetiredQuestions(AuthGateway auth, Function<WrongPassword, String> tokens) {
        this(auth, tokens, LIMIT);
    }

    RetiredQuestions(AuthGateway auth, Function<WrongPassword, String> tokens, Duration limit) {
        this.auth = auth;
        this.tokens = tokens;
        this.limit = limit;
    }

    /**
     * Asks soon, and returns at once.
     *
     * @param wrong the password, which is closed by this
     * @param whenRetired what to do when it is a retired one, with the ids of the accounts that were reset, as far as they are
     *     known; runs on the thread that asks
     */
    void ask(WrongPassword wrong, Consumer<List<String>> whenRetired) {
        try {
            work.execute(new Question(wrong, System.nanoTime() + limit.toNanos(), whenRetired));
        } catch (RejectedExecutionException e) {
            wrong.close();
            notAsked("too many are waiting");
        }
    }

    /**
     * A password that waits to be asked about. One is done after the other, each by its own end at the latest: so none waits
     * longer than until its own.
     */
    private final class Question implements Runnable {

        private final WrongPassword wrong;
        private final long end;
        private final Consumer<List<String>> whenRetired;

        Question(WrongPassword wrong, long end, Consumer<List<String>> whenRetired) {
            this.wrong = wrong;
            this.end = end;
            this.whenRetired = whenRetired;
        }

        @Override
        public void run() {
            JsonNode answer;
            try (wrong) {
                answer = answer();
            } catch (IOException | RuntimeException | LinkageError e) {
                // Only its kind: a message may quote what was asked.
                notAsked(AuthGateway.kind(e));
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (answer.path("retired").asBoolean()) {
                List<String> accounts = new ArrayList<>();
                answer.path("accountIds").forEach(id -> accounts.add(id.asText()));
                whenRetired.accept(accounts);
            }
        }

        /** What auth says; nothing when it is not asked. */
        private JsonNode answer() throws IOException, InterruptedException {
            if (left().isNegative()) {
                throw new HttpTimeoutException("it took too long");
            }
            if (namesEnd == null || System.nanoTime() - namesEnd > 0) {
                names = names();
                namesEnd = System.nanoTime() + NAMES_HOLD.toNanos();
            }
            return names.contains(wrong.username().toLowerCase(Locale.ROOT))
                    ? auth.post(
                            "/api/v1/retired-passwords/recognise",
                            Map.of("user", wrong.username(), "candidate", wrong.password()),
                            tokens.apply(wrong),
                            left())
                    : MissingNode.getInstance();
        }

        private Set<String> names() throws IOException, InterruptedException {
            Set<String> kept = new HashSet<>();
            auth.post("/api/v1/retired-passwords/kept", Map.of(), tokens.apply(wrong), left())
                    .path("logins")
                    .forEach(login -> kept.add(login.asText()));
            return kept;
        }

        private Duration left() {
            return Duration.ofNanos(end - System.nanoTime());
        }
    }

    private void notAsked(String why) {
        long count = unasked.incrementAndGet();
        // The first, and then ever fewer: an auth that is away for an hour must not fill the disk.
        if (Long.bitCount(count) == 1) {
            LOG.infof(
                    "Of %d wrong passwords since the start it is not known whether a reset retired them, the last time"
                            + " because of %s",
                    count, why);
        }
    }

    /** Gives up what waits, and overwrites it. */
    @Override
    public void close() {
        work.shutdownNow().forEach(waiting -> ((Question) waiting).wrong.close());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

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
    private final KeycloakSessionFactory factory;
    private final Clock clock;
    private final AtomicLong unasked = new AtomicLong();
    private final ThreadPoolExecutor work = Background.oneThread("mailwarden-retired-passwords", MOST_WAITING);
    /** Names in lower case of whom auth keeps a retired password; used by the one thread of {@link #work} alone. */
    private Set<String> names = Set.of();

    private Instant namesReadAt = Instant.EPOCH;

    /**
     * Says who is asked.
     *
     * @param auth the service
     * @param factory signs our tokens
     * @param clock tells the time
     */
    RetiredQuestions(AuthGateway auth, KeycloakSessionFactory factory, Clock clock) {
        this.auth = auth;
        this.factory = factory;
        this.clock = clock;
    }

    /**
     * Asks soon, and returns at once.
     *
     * @param wrong the password
     * @param whenRetired what to do when it is a retired one, with the ids of the accounts that were reset, as far as they are
     *     known; runs on the thread that asks
     */
    void ask(WrongPassword wrong, Consumer<List<String>> whenRetired) {
        Instant until = clock.instant().plus(LIMIT);
        try {
            work.execute(() -> {
                JsonNode answer = answer(wrong, until);
                if (answer.path("retired").asBoolean()) {
                    List<String> accounts = new ArrayList<>();
                    answer.path("accountIds").forEach(id -> accounts.add(id.asText()));
                    whenRetired.accept(accounts);
                }
            });
        } catch (RejectedExecutionException e) {
            notAsked("too many are waiting");
        }
    }

    /** What auth says; nothing when it is not asked, or does not say it. */
    private JsonNode answer(WrongPassword wrong, Instant until) {
        if (clock.instant().isAfter(until)) {
            notAsked("it took too long");
            return MissingNode.getInstance();
        }
        try {
            if (clock.instant().isAfter(namesReadAt.plus(NAMES_HOLD))) {
                names = names(wrong);
                namesReadAt = clock.instant();
            }
            return names.contains(wrong.username().toLowerCase(Locale.ROOT))
                    ? auth.post(
                            "/api/v1/retired-passwords/recognise",
                            Map.of("user", wrong.username(), "candidate", wrong.password()),
                            token(wrong))
                    : MissingNode.getInstance();
        } catch (IOException | RuntimeException | LinkageError e) {
            // Only its kind: a message may quote what was asked.
            notAsked(AuthGateway.kind(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return MissingNode.getInstance();
    }

    private Set<String> names(WrongPassword wrong) throws IOException, InterruptedException {
        Set<String> kept = new HashSet<>();
        auth.post("/api/v1/retired-passwords/kept", Map.of(), token(wrong))
                .path("logins")
                .forEach(login -> kept.add(login.asText()));
        return kept;
    }

    private String token(WrongPassword wrong) {
        return ProviderToken.of(factory, wrong.realmId(), wrong.issuer());
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

    /** Gives up what waits. */
    @Override
    public void close() {
        work.shutdownNow();
    }
}

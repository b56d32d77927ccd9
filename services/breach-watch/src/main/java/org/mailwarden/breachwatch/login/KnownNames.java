// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whose account a name belongs to that somebody signs in with: its address, its user name at the mail server, or its owner at
 * Keycloak. Remembered for a little while; names that are asked for at the same time are looked up together, so that a fleet that
 * signs in costs a few questions and a few connections. Safe for many threads.
 */
@ApplicationScoped
public class KnownNames {

    private static final Logger LOG = Logger.getLogger(KnownNames.class);
    private static final Duration FOR = Duration.ofSeconds(15);
    private static final int MOST = 200_000;

    private static final Known NOBODY = new Known(null, false, false);

    /** Names that are looked up with one question. */
    private static final int AT_ONCE = 500;

    /** Questions under way: the database has other work. */
    private static final int QUESTIONS = 2;

    /** Names that wait for a database that does not answer, of which there is no end: they come from whoever tries to sign in. */
    private static final int MOST_WAITING = 20_000;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final AccountNames accounts;
    private final Map<String, CompletableFuture<@Nullable Known>> waiting = new ConcurrentHashMap<>();
    private final Semaphore asking = new Semaphore(QUESTIONS);
    private final Cache<String, Known> known =
            Caffeine.newBuilder().expireAfterWrite(FOR).maximumSize(MOST).build();

    KnownNames(AccountNames accounts) {
        this.accounts = accounts;
    }

    /**
     * What is known of a name.
     *
     * @param accountId the account; absent when the name belongs to none, or to several
     * @param underRemediation whether a reset of it is under way
     * @param hasRetiredPasswords whether a reset of it was proved lately
     */
    public record Known(@Nullable UUID accountId, boolean underRemediation, boolean hasRetiredPasswords) {}

    /**
     * Looks a name up.
     *
     * @param name as presented
     * @return what is known; of a name that cannot be looked up now, nothing
     */
    public Known find(String name) {
        Known found = find(name, LONGEST_WAIT);
        return found == null ? NOBODY : found;
    }

    /**
     * Looks a name up for somebody who does not wait for long. What is found later is remembered for the next time.
     *
     * @param name as presented
     * @param limit longest wait
     * @return what is known; absent when it cannot be looked up in that time
     */
    public @Nullable Known find(String name, Duration limit) {
        String folded = name.toLowerCase(Locale.ROOT);
        Known remembered = known.getIfPresent(folded);
        if (remembered != null) {
            return remembered;
        }
        if (waiting.size() >= MOST_WAITING) {
            return null;
        }
        CompletableFuture<@Nullable Known> answer =
                waiting.computeIfAbsent(folded, wanted -> new CompletableFuture<>());
        if (asking.tryAcquire()) {
            Thread.ofVirtual().start(this::ask);
        }
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    /** Asks for all names that wait, many with one question, until none waits. */
    private void ask() {
        do {
            try {
                for (Map<String, CompletableFuture<@Nullable Known>> some = some(); !some.isEmpty(); some = some()) {
                    answer(some);
                }
            } finally {
                asking.release();
            }
            // Whoever came after the last look found everybody busy.
        } while (!waiting.isEmpty() && asking.tryAcquire());
    }

    private Map<String, CompletableFuture<@Nullable Known>> some() {
        Map<String, CompletableFuture<@Nullable Known>> some = new HashMap<>();
        for (String name : waiting.keySet()) {
            CompletableFuture<@Nullable Known> answer = waiting.remove(name);
            if (answer != null) {
                some.put(name, answer);
            }
            if (some.size() == AT_ONCE) {
                break;
            }
        }
        return some;
    }

    private void answer(Map<String, CompletableFuture<@Nullable Known>> asked) {
        Map<String, Known> found = Map.of();
        try {
            found = accounts.read(asked.keySet());
            known.putAll(found);
        } catch (SQLException | RuntimeException e) {
            LOG.debugf("Names could not be looked up: %s", e.getClass().getSimpleName());
        } finally {
            for (Map.Entry<String, CompletableFuture<@Nullable Known>> one : asked.entrySet()) {
                one.getValue().complete(found.get(one.getKey()));
            }
        }
    }

    /** Forgets what is remembered of an account: a reset of it began, or ended. */
    void forget(UUID accountId, String address, String owner) {
        known.invalidateAll(List.of(address.toLowerCase(Locale.ROOT), owner.toLowerCase(Locale.ROOT)));
        known.asMap().values().removeIf(one -> accountId.equals(one.accountId()));
    }
}

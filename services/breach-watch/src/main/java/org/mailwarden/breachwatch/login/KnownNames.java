// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
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
    /** As long as auth keeps what it can recognise a retired password by. */
    private static final Duration RETIRED_FOR = Duration.ofDays(180);

    /** A reset that is heard of no more has not been under way for ever. */
    private static final Duration LONGEST_RESET = Duration.ofHours(1);

    private static final int BY_USERNAME = 1;

    private static final Known NOBODY = new Known(null, false, false);

    /** Names that are looked up with one question. */
    private static final int AT_ONCE = 500;

    /** Questions under way: the database has other work. */
    private static final int QUESTIONS = 2;

    /** Names that wait for a database that does not answer, of which there is no end: they come from whoever tries to sign in. */
    private static final int MOST_WAITING = 20_000;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final String LOOK_UP = """
            select n.name, found.rank, found.account_id,
                   coalesce(r.under_way and r.seen_at > ?, false) as under_way,
                   coalesce(r.retired_at > ?, false) as retired
            from unnest(?) as n (name) cross join lateral (
              select 0 as rank, account_id from account where removed_at is null and lower(address) = n.name
              union all
              select 1, account_id from account where removed_at is null and lower(username) = n.name
              union all
              select 2, account_id from account where removed_at is null and lower(owner) = n.name
              order by rank, account_id limit 100) as found
            left join account_reset r on r.account_id = found.account_id""";

    private final DataSource database;
    private final Clock clock;
    private final Map<String, CompletableFuture<@Nullable Known>> waiting = new ConcurrentHashMap<>();
    private final Semaphore asking = new Semaphore(QUESTIONS);
    private final Cache<String, Known> known =
            Caffeine.newBuilder().expireAfterWrite(FOR).maximumSize(MOST).build();

    KnownNames(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
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
            found = read(asked.keySet());
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

    /** Without a transaction of its own, and without Hibernate: thousands a second are looked up while a fleet signs in. */
    private Map<String, Known> read(Set<String> names) throws SQLException {
        Map<String, List<Candidate>> candidates = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(LOOK_UP)) {
            Instant now = clock.instant();
            statement.setObject(1, now.minus(LONGEST_RESET).atOffset(ZoneOffset.UTC));
            statement.setObject(2, now.minus(RETIRED_FOR).atOffset(ZoneOffset.UTC));
            statement.setArray(3, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    candidates
                            .computeIfAbsent(rows.getString(1), name -> new ArrayList<>())
                            .add(new Candidate(
                                    rows.getInt(2),
                                    rows.getObject(3, UUID.class),
                                    rows.getBoolean(4),
                                    rows.getBoolean(5)));
                }
            }
        }
        Map<String, Known> found = new HashMap<>();
        names.forEach(name -> found.put(name, known(candidates.getOrDefault(name, List.of()))));
        return found;
    }

    /**
     * An account that a name may belong to.
     *
     * @param rank how it has the name; the lower, the more it means this account
     */
    private record Candidate(int rank, UUID accountId, boolean underRemediation, boolean hasRetiredPasswords) {}

    private static Known known(List<Candidate> candidates) {
        int best = candidates.stream().mapToInt(Candidate::rank).min().orElse(0);
        List<Candidate> meant = candidates.stream()
                .filter(candidate -> candidate.rank() == best)
                .toList();
        boolean one = meant.size() == 1;
        // Several mail servers may have a user of this name, who are not one person; owners are one at Keycloak.
        boolean strangers = best == BY_USERNAME && !one;
        return new Known(
                one ? meant.getFirst().accountId() : null,
                !strangers && meant.stream().anyMatch(Candidate::underRemediation),
                meant.stream().anyMatch(Candidate::hasRetiredPasswords));
    }
}

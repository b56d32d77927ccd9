// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.posture.UserPosture;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/** What was last seen and told of each person. */
@ApplicationScoped
public class People {

    private static final String ALL = "select user_id, username, enabled, protected, second_factors, user_groups,"
            + " recoverable, password_changed_at, observed_at from user_posture";

    private final EntityManager entities;
    private final Outbox outbox;

    People(EntityManager entities, Outbox outbox) {
        this.entities = entities;
        this.outbox = outbox;
    }

    /**
     * Lists everybody, by name.
     *
     * @return as last seen
     */
    @Transactional
    public List<Person> all() {
        return list("true", "", Integer.MAX_VALUE);
    }

    /**
     * Counts those who may sign in by what they have enrolled and which groups they are in.
     *
     * @return as last seen
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public List<Coverage.Alike> alike() {
        List<Tuple> rows = entities.createNativeQuery(
                        "select second_factors, user_groups, count(*), min(observed_at) from user_posture where enabled"
                                + " group by second_factors, user_groups",
                        Tuple.class)
                .getResultList();
        return rows.stream()
                .map(row -> new Coverage.Alike(
                        words(row.get(0, String.class), ","),
                        words(row.get(1, String.class), "/"),
                        Math.toIntExact(row.get(2, Long.class)),
                        row.get(3, Instant.class)))
                .toList();
    }

    /**
     * Lists people after a name.
     *
     * @param after name of the last one seen; empty for the first page
     * @param secondFactor only those with one, or without; absent for both
     * @param limit most people
     * @return by name
     */
    @Transactional
    public List<Person> page(String after, @Nullable Boolean secondFactor, int limit) {
        String which = secondFactor == null ? "true" : secondFactor ? "second_factors <> ''" : "second_factors = ''";
        return list(which, after, limit);
    }

    /**
     * Finds somebody.
     *
     * @param userId Keycloak user id
     * @return empty when never seen
     */
    @Transactional
    public Optional<Person> find(String userId) {
        return list("user_id = :key", "", 1, userId).stream().findFirst();
    }

    /**
     * Keeps what was seen, and tells it when it is news or the last telling is too old.
     *
     * @param seen as read now
     * @param retold everything told before this is told again
     * @return whether it was told
     */
    @Transactional
    public boolean observe(Person seen, Instant retold) {
        Optional<Person> before = find(seen.userId());
        boolean news = before.isEmpty() || !before.get().sameAs(seen);
        boolean told = news || publishedBefore(seen.userId(), retold);
        entities.createNativeQuery("""
                        insert into user_posture (user_id, username, enabled, protected, second_factors, user_groups,
                          recoverable, password_changed_at, observed_at, published_at)
                        values (:id, :username, :enabled, :protected, :factors, :groups, :recoverable,
                          cast(:password as timestamptz), :observed, :observed)
                        on conflict (user_id) do update set username = excluded.username, enabled = excluded.enabled,
                          protected = excluded.protected, second_factors = excluded.second_factors,
                          user_groups = excluded.user_groups, recoverable = excluded.recoverable,
                          password_changed_at = excluded.password_changed_at, observed_at = excluded.observed_at,
                          published_at = case when :told then excluded.published_at else user_posture.published_at end""")
                .setParameter("id", seen.userId())
                .setParameter("username", seen.username())
                .setParameter("enabled", seen.enabled())
                .setParameter("protected", seen.protectedUser())
                .setParameter("factors", String.join(",", seen.secondFactors()))
                .setParameter("groups", String.join("/", seen.groups()))
                .setParameter("recoverable", seen.recoverable())
                .setParameter("password", seen.passwordChangedAt())
                .setParameter("observed", seen.observedAt())
                .setParameter("told", told)
                .executeUpdate();
        if (told) {
            tell(
                    seen.userId(),
                    seen.observedAt(),
                    new UserPosture(
                            seen.userId(),
                            seen.username(),
                            seen.enabled(),
                            seen.protectedUser(),
                            seen.secondFactors(),
                            seen.passwordChangedAt(),
                            seen.observedAt()));
        }
        return told;
    }

    /**
     * Forgets who is no user any more, and tells so with a tombstone.
     *
     * @param userId Keycloak user id
     * @param now when
     */
    @Transactional
    public void forget(String userId, Instant now) {
        int known = entities.createNativeQuery("delete from user_posture where user_id = :id")
                .setParameter("id", userId)
                .executeUpdate();
        if (known == 1) {
            tell(userId, now, null);
        }
    }

    private void tell(String userId, Instant at, @Nullable UserPosture posture) {
        String kind = posture == null ? "gone" : "seen";
        outbox.add(new Event(
                EventId.of(EventType.USER_POSTURE, userId, kind, at), EventType.USER_POSTURE, userId, at, posture));
    }

    private boolean publishedBefore(String userId, Instant retold) {
        return ((Number) entities.createNativeQuery(
                                        "select count(*) from user_posture where user_id = :id and published_at < :retold")
                                .setParameter("id", userId)
                                .setParameter("retold", retold)
                                .getSingleResult())
                        .intValue()
                == 1;
    }

    private List<Person> list(String which, String after, int limit) {
        return list(which + " and :key = :key", after, limit, "");
    }

    @SuppressWarnings("unchecked")
    private List<Person> list(String which, String after, int limit, String key) {
        List<Tuple> rows = entities.createNativeQuery(
                        ALL + " where " + which + " and username > :after order by username", Tuple.class)
                .setParameter("key", key)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream().map(People::person).toList();
    }

    private static Person person(Tuple row) {
        return new Person(
                row.get(0, String.class),
                row.get(1, String.class),
                row.get(2, Boolean.class),
                row.get(3, Boolean.class),
                words(row.get(4, String.class), ","),
                words(row.get(5, String.class), "/"),
                row.get(6, Boolean.class),
                row.get(7, Instant.class),
                row.get(8, Instant.class));
    }

    private static List<String> words(String text, String between) {
        return Arrays.stream(text.split(between))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}

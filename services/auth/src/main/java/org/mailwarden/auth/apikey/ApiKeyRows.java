// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of keys. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ApiKeyRows {

    private static final String COLUMNS =
            "select id, position, name, owner_id, owner, roles, hash, created_at, expires_at, last_used_at, revoked_at,"
                    + " revoked_by from api_key";

    /** How exactly it is known when a key was used: a program that asks every second writes once in this time. */
    private static final Duration USE_IS_KNOWN_WITHIN = Duration.ofHours(1);

    private final EntityManager entities;

    ApiKeyRows(EntityManager entities) {
        this.entities = entities;
    }

    /** One at a time for a person: names and numbers of keys hold against two that are made at once. */
    void lock(String ownerId) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:owner, 16)) as text)")
                .setParameter("owner", ownerId)
                .getSingleResult();
    }

    void add(ApiKeyRow row) {
        entities.createNativeQuery("""
                        insert into api_key (id, name, owner_id, owner, roles, hash, created_at, expires_at)
                        values (:id, :name, :ownerId, :owner, :roles, :hash, :created, :expires)""")
                .setParameter("id", row.id())
                .setParameter("name", row.name())
                .setParameter("ownerId", row.ownerId())
                .setParameter("owner", row.owner())
                .setParameter("roles", String.join(" ", KeyRole.names(row.roles())))
                .setParameter("hash", row.hash())
                .setParameter("created", row.createdAt())
                .setParameter("expires", row.expiresAt())
                .executeUpdate();
    }

    Optional<ApiKeyRow> find(String id) {
        return rows(entities.createNativeQuery(COLUMNS + " where id = :id", Tuple.class)
                        .setParameter("id", id))
                .stream()
                .findFirst();
    }

    /** Newest first; of one owner, or of all when none is named. */
    List<ApiKeyRow> list(@Nullable String ownerId, @Nullable Long after, int limit) {
        return rows(entities.createNativeQuery(
                        COLUMNS + " where (cast(:owner as text) is null or owner_id = :owner) and position < :after"
                                + " order by position desc",
                        Tuple.class)
                .setParameter("owner", ownerId)
                .setParameter("after", after == null ? Long.MAX_VALUE : after)
                .setMaxResults(limit));
    }

    /** Those of an owner that nobody revoked, expired ones among them. */
    List<ApiKeyRow> unrevoked(String ownerId) {
        return rows(entities.createNativeQuery(COLUMNS + " where owner_id = :owner and revoked_at is null", Tuple.class)
                .setParameter("owner", ownerId));
    }

    /** Whether it was not revoked before. */
    boolean revoke(String id, Instant now, String by) {
        return entities.createNativeQuery(
                                "update api_key set revoked_at = :now, revoked_by = :by where id = :id and revoked_at is null")
                        .setParameter("now", now)
                        .setParameter("by", by)
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    void used(String id, Instant now) {
        entities.createNativeQuery(
                        "update api_key set last_used_at = :now where id = :id and (last_used_at is null or last_used_at < :before)")
                .setParameter("now", now)
                .setParameter("before", now.minus(USE_IS_KNOWN_WITHIN))
                .setParameter("id", id)
                .executeUpdate();
    }

    /** Whether something began since that ends all a person's sessions: what a thief made before must not outlive it. */
    boolean endedSince(String owner, Instant madeAt) {
        return !entities.createNativeQuery("""
                        select 1 from remediation where lower(owner) = lower(:owner) and started_at >= :since
                          and (action in ('FORCE_RESET', 'DISABLE_USER')
                            or action = 'REVOKE_SESSIONS' and session_id is null)""")
                .setParameter("owner", owner)
                .setParameter("since", madeAt)
                .getResultList()
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static List<ApiKeyRow> rows(Query query) {
        return ((List<Tuple>) query.getResultList())
                .stream()
                        .map(row -> new ApiKeyRow(
                                row.get(0, String.class),
                                row.get(1, Long.class),
                                row.get(2, String.class),
                                row.get(3, String.class),
                                row.get(4, String.class),
                                Arrays.stream(row.get(5, String.class).split(" "))
                                        .flatMap(role -> KeyRole.of(role).stream())
                                        .toList(),
                                row.get(6, byte[].class),
                                row.get(7, Instant.class),
                                row.get(8, Instant.class),
                                row.get(9, Instant.class),
                                row.get(10, Instant.class),
                                row.get(11, String.class)))
                        .toList();
    }
}

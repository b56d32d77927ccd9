// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of app passwords: what the file is made of. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class AppPasswordRows {

    private static final String COLUMNS =
            "select p.id, p.user_id, p.owner, p.slot, p.device, p.protocols, p.hash, p.issued_at, p.expires_at,"
                    + " p.signed_in from app_password p";

    /** Whom the last look at Keycloak shows disabled, or under another name, gets in nowhere. */
    private static final String VALID = COLUMNS + """
             left join user_posture u on u.user_id = p.user_id
            where (p.expires_at is null or p.expires_at > :now)
              and coalesce(u.enabled, true) and lower(coalesce(u.username, p.owner)) = p.owner
            order by p.owner, p.slot""";

    /** An address of two owners, or one that is another person's user name, is nobody's to sign in with. */
    private static final String ADDRESSES = """
            select lower(a.address), min(lower(a.owner)) from account a
            where a.owner is not null and lower(a.address) <> lower(a.owner)
              and not exists (select 1 from user_posture u where lower(u.username) = lower(a.address))
            group by lower(a.address) having count(distinct lower(a.owner)) = 1
            order by 1""";

    private final EntityManager entities;

    AppPasswordRows(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A row.
     *
     * @param shown what is shown of it
     * @param userId Keycloak user id
     * @param owner Keycloak user name, lower case
     * @param slot its place, from 1
     * @param hash with its scheme in front
     * @param signedInAt when the person signed in who asked for it
     */
    record Row(AppPassword shown, String userId, String owner, int slot, String hash, Instant signedInAt) {}

    /** One at a time for a person: the issue and the end of app passwords do not meet. */
    void lock(String owner) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtextextended(:owner, 10)) as text)")
                .setParameter("owner", owner)
                .getSingleResult();
    }

    /** Everything of a person, whether by id or by name: a name may have gone from one user to another. */
    List<Row> of(String userId, String owner) {
        return rows(entities.createNativeQuery(
                        COLUMNS + " where p.user_id = :user or p.owner = :owner order by p.issued_at, p.slot",
                        Tuple.class)
                .setParameter("user", userId)
                .setParameter("owner", owner));
    }

    List<Row> ofUser(String userId) {
        return rows(entities.createNativeQuery(
                        COLUMNS + " where p.user_id = :user order by p.issued_at, p.slot", Tuple.class)
                .setParameter("user", userId));
    }

    List<Row> ofOwner(String owner) {
        return rows(entities.createNativeQuery(
                        COLUMNS + " where p.owner = :owner order by p.issued_at, p.slot", Tuple.class)
                .setParameter("owner", owner));
    }

    /** What Dovecot is to accept now. */
    List<Row> valid(Instant now) {
        return rows(entities.createNativeQuery(VALID, Tuple.class).setParameter("now", now));
    }

    /** What has run out. */
    List<Row> expired(Instant now) {
        return rows(entities.createNativeQuery(COLUMNS + " where p.expires_at <= :now", Tuple.class)
                .setParameter("now", now));
    }

    /** Users who were seen under another name since, by id. */
    @SuppressWarnings("unchecked")
    List<String> renamed() {
        return entities.createNativeQuery("""
                        select distinct p.user_id from app_password p join user_posture u on u.user_id = p.user_id
                        where lower(u.username) <> p.owner""").getResultList();
    }

    /** Users whom the looks at Keycloak have not shown since long before the newest of their app passwords, by id. */
    @SuppressWarnings("unchecked")
    List<String> unseen(Instant issuedBefore) {
        return entities.createNativeQuery("""
                        select p.user_id from app_password p
                        where not exists (select 1 from user_posture u where u.user_id = p.user_id)
                        group by p.user_id having max(p.issued_at) < :before""")
                .setParameter("before", issuedBefore)
                .getResultList();
    }

    /** Names to sign in with beside the user name: addresses of accounts, by their owner. */
    @SuppressWarnings("unchecked")
    Map<String, List<String>> addresses() {
        List<Tuple> found = entities.createNativeQuery(ADDRESSES, Tuple.class).getResultList();
        return found.stream()
                .collect(Collectors.groupingBy(
                        row -> row.get(1, String.class),
                        TreeMap::new,
                        Collectors.mapping(row -> row.get(0, String.class), Collectors.toList())));
    }

    /** Whether a request of this key was answered already, and its app password is still there. */
    boolean answered(String userId, String requestKey) {
        return !entities.createNativeQuery("select 1 from app_password where user_id = :user and request_key = :key")
                .setParameter("user", userId)
                .setParameter("key", requestKey)
                .getResultList()
                .isEmpty();
    }

    /** Whether something that ends app passwords began since: then a sign-in from before gives no right to a new one. */
    boolean endedSince(String owner, Instant signedInAt) {
        return !entities.createNativeQuery("""
                        select 1 from remediation where owner = :owner and started_at >= :since
                          and (action in ('FORCE_RESET', 'DISABLE_USER')
                            or action = 'REVOKE_SESSIONS' and session_id is null)""")
                .setParameter("owner", owner)
                .setParameter("since", signedInAt)
                .getResultList()
                .isEmpty();
    }

    void add(Row row, @Nullable String requestKey) {
        entities.createNativeQuery("""
                        insert into app_password
                          (id, user_id, owner, slot, device, protocols, hash, request_key, issued_at, signed_in,
                           expires_at)
                        values (:id, :user, :owner, :slot, :device, :protocols, :hash, cast(:key as text), :issued, :signed,
                          cast(:expires as timestamptz))""")
                .setParameter("id", row.shown().id())
                .setParameter("user", row.userId())
                .setParameter("owner", row.owner())
                .setParameter("slot", row.slot())
                .setParameter("device", row.shown().device())
                .setParameter(
                        "protocols",
                        row.shown().protocols().stream().map(MailProtocol::name).collect(Collectors.joining(" ")))
                .setParameter("hash", row.hash())
                .setParameter("key", requestKey)
                .setParameter("issued", row.shown().issuedAt())
                .setParameter("signed", row.signedInAt())
                .setParameter("expires", row.shown().expiresAt())
                .executeUpdate();
    }

    /** Whether it was there. */
    boolean delete(UUID id) {
        return entities.createNativeQuery("delete from app_password where id = :id")
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }

    /**
     * Counts.
     *
     * @param userIds Keycloak user ids
     * @return how many each has and when the newest was issued; whoever has none is missing
     */
    @SuppressWarnings("unchecked")
    Map<String, AppPasswordCount> counts(Collection<String> userIds) {
        List<Tuple> found = entities.createNativeQuery("""
                        select user_id, count(*), max(issued_at) from app_password
                        where user_id = any(cast(:users as text[])) group by user_id""", Tuple.class)
                .setParameter("users", userIds.toArray(String[]::new))
                .getResultList();
        return found.stream()
                .collect(Collectors.toMap(
                        row -> row.get(0, String.class),
                        row -> new AppPasswordCount(
                                Math.toIntExact(row.get(1, Long.class)), row.get(2, Instant.class))));
    }

    @SuppressWarnings("unchecked")
    private static List<Row> rows(Query query) {
        List<Row> rows = new ArrayList<>();
        for (Tuple row : (List<Tuple>) query.getResultList()) {
            AppPassword shown = new AppPassword(
                    row.get(0, UUID.class),
                    row.get(4, String.class),
                    Arrays.stream(row.get(5, String.class).split(" "))
                            .map(MailProtocol::valueOf)
                            .toList(),
                    row.get(7, Instant.class),
                    row.get(8, Instant.class));
            rows.add(new Row(
                    shown,
                    row.get(1, String.class),
                    row.get(2, String.class),
                    row.get(3, Integer.class),
                    row.get(6, String.class),
                    row.get(9, Instant.class)));
        }
        return rows;
    }
}

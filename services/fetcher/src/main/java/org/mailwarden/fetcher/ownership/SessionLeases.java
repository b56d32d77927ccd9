// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.ownership;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.mailwarden.fetcher.FetcherConfig;

/**
 * Rows that say which fetcher may have a session of an account. The consumer group already shares the fleet out; the lease
 * keeps a fetcher that stood still, and does not know yet that its share went to another, from signing in beside it.
 *
 * <p>Times are the database's; a holder counts its own time from before it asked, so it stops before others may begin.
 * Safe for many threads.
 */
@ApplicationScoped
public class SessionLeases {

    private final EntityManager entities;
    private final Duration lease;
    private final UUID holder = UUID.randomUUID();
    private final Map<UUID, Long> held = new ConcurrentHashMap<>();

    /** Makes a holder of its own. */
    public SessionLeases(EntityManager entities, FetcherConfig config) {
        this.entities = entities;
        this.lease = config.sessionLease();
    }

    /**
     * Takes the lease of an account that nobody has, in the running transaction.
     *
     * @param account the account
     * @param credentialVersion what the session signs in with
     * @return whether it was taken
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean acquire(UUID account, long credentialVersion) {
        long asked = System.nanoTime();
        int taken = entities.createNativeQuery("""
                        insert into session_lease (account_id, holder, credential_version, until)
                        values (:account, :holder, :version, clock_timestamp() + make_interval(secs => :seconds))
                        on conflict (account_id) do update set holder = excluded.holder,
                            credential_version = excluded.credential_version, until = excluded.until
                        where session_lease.until <= clock_timestamp()""")
                .setParameter("account", account)
                .setParameter("holder", holder)
                .setParameter("version", credentialVersion)
                .setParameter("seconds", seconds())
                .executeUpdate();
        if (taken == 1) {
            held.put(account, asked);
        }
        return taken == 1;
    }

    /**
     * Gives a lease back; does nothing when it is another's.
     *
     * @param account the account
     */
    public void release(UUID account) {
        held.remove(account);
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery(
                                "delete from session_lease where account_id = :account and holder = :holder")
                        .setParameter("account", account)
                        .setParameter("holder", holder)
                        .executeUpdate());
    }

    /**
     * Whether the lease of an account is this fetcher's for some time still. Asks nobody.
     *
     * @param account the account
     * @return false when a quarter of its time or less is left: the session has to end
     */
    public boolean holds(UUID account) {
        Long since = held.get(account);
        return since != null && System.nanoTime() - since < lease.toNanos() / 4 * 3;
    }

    /** Prolongs every lease that is held, when they have grown old enough. */
    public void renew() {
        long asked = System.nanoTime();
        Set<UUID> old = held.entrySet().stream()
                .filter(entry -> asked - entry.getValue() > lease.toNanos() / 4)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (old.isEmpty()) {
            return;
        }
        Set<UUID> renewed = QuarkusTransaction.requiringNew().call(() -> ids("""
                update session_lease set until = clock_timestamp() + make_interval(secs => %s)
                where holder = :holder and account_id = any(cast(string_to_array(:ids, ',') as uuid[]))
                returning account_id""".formatted(seconds()), old));
        for (UUID account : old) {
            if (renewed.contains(account)) {
                held.computeIfPresent(account, (id, before) -> asked);
            } else {
                held.remove(account);
            }
        }
    }

    /**
     * The accounts among these whose session has to end, because another fetcher changed them: they are paused, suspended,
     * gone, or have another credential.
     *
     * @param accounts accounts with a session here
     * @return those to end
     */
    public Set<UUID> obsolete(Collection<UUID> accounts) {
        if (accounts.isEmpty()) {
            return Set.of();
        }
        Set<UUID> obsolete = new HashSet<>(accounts);
        obsolete.retainAll(held.keySet());
        Set<UUID> wanted = QuarkusTransaction.requiringNew().call(() -> ids("""
                select l.account_id from session_lease l join account a on a.id = l.account_id
                where l.holder = :holder and a.credential_version = l.credential_version
                and a.state in ('NEW', 'ACTIVE', 'UNREACHABLE')
                and l.account_id = any(cast(string_to_array(:ids, ',') as uuid[]))""", obsolete));
        obsolete.removeAll(wanted);
        return obsolete;
    }

    private Set<UUID> ids(String sql, Collection<UUID> accounts) {
        @SuppressWarnings("unchecked")
        List<Tuple> rows = entities.createNativeQuery(sql, Tuple.class)
                .setParameter("holder", holder)
                .setParameter("ids", accounts.stream().map(UUID::toString).collect(Collectors.joining(",")))
                .getResultList();
        return rows.stream().map(row -> row.get(0, UUID.class)).collect(Collectors.toSet());
    }

    private double seconds() {
        return lease.toMillis() / 1000.0;
    }
}

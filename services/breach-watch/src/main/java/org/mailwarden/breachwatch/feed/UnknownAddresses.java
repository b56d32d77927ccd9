// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;

/** Leaked addresses at the organisation's own domains that belong to no account: forgotten mailboxes, or made up ones. */
@ApplicationScoped
public class UnknownAddresses {

    /** A spam list may make up any number; who reads the list needs no more to see that. */
    static final int MOST = 100_000;

    private static final String SEPARATOR = " ";

    private final EntityManager entities;
    private final Clock clock;

    UnknownAddresses(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * One of them.
     *
     * @param address the address, lower case
     * @param feedId who said so
     * @param firstSeenAt when first
     * @param lastSeenAt when last
     * @param sightings how often it was read
     */
    public record UnknownAddress(
            String address, String feedId, Instant firstSeenAt, Instant lastSeenAt, long sightings) {}

    /**
     * Counts sightings, in the caller's transaction.
     *
     * @param feedId who said so
     * @param sightings how often, by address
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void saw(String feedId, Map<String, Integer> sightings) {
        if (sightings.isEmpty()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        boolean full = (Long) entities.createNativeQuery(
                                "select count(*) from unknown_address where feed_id = :feed", Long.class)
                        .setParameter("feed", feedId)
                        .getSingleResult()
                >= MOST;
        // In the order of addresses, so that two imports cannot wait for each other.
        new TreeMap<>(sightings)
                .forEach((address, times) -> entities.createNativeQuery("""
                        insert into unknown_address (address, feed_id, first_seen_at, last_seen_at, sightings)
                        select :address, :feed, :now, :now, :times where not :full or exists (
                            select 1 from unknown_address where address = :address and feed_id = :feed)
                        on conflict (address, feed_id) do update set last_seen_at = excluded.last_seen_at,
                            sightings = unknown_address.sightings + excluded.sightings""")
                        .setParameter("address", address)
                        .setParameter("feed", feedId)
                        .setParameter("times", times)
                        .setParameter("full", full)
                        .setParameter("now", now)
                        .executeUpdate());
    }

    /**
     * Lists them by address; one that became an account's meanwhile is left out.
     *
     * @param limit rows on the page
     * @param after the page's cursor
     * @return the page
     */
    @Transactional
    @SuppressWarnings("unchecked")
    public Page<UnknownAddress> list(int limit, @Nullable String after) {
        int space = after == null ? -1 : after.lastIndexOf(SEPARATOR);
        String address = after == null || space < 0 ? "" : after.substring(0, space);
        String feed = after == null || space < 0 ? "" : after.substring(space + 1);
        List<Tuple> rows = entities.createNativeQuery("""
                        select u.address, u.feed_id, u.first_seen_at, u.last_seen_at, u.sightings
                        from unknown_address u
                        where (u.address, u.feed_id) > (:address, :feed) and not exists (
                            select 1 from account a where lower(a.address) = u.address and a.removed_at is null)
                        order by u.address, u.feed_id limit :most""", Tuple.class)
                .setParameter("address", address)
                .setParameter("feed", feed)
                .setParameter("most", limit + 1)
                .getResultList();
        return Page.of(
                rows.stream().map(UnknownAddresses::shown).toList(),
                limit,
                row -> row.address() + SEPARATOR + row.feedId());
    }

    private static UnknownAddress shown(Tuple row) {
        return new UnknownAddress(
                row.get(0, String.class),
                row.get(1, String.class),
                row.get(2, Instant.class),
                row.get(3, Instant.class),
                row.get(4, Long.class));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Page;

/** Leaked addresses at the organisation's own domains that belong to no account: forgotten mailboxes, or made up ones. */
@ApplicationScoped
public class UnknownAddresses {

    /** A spam list may make up any number; who reads the list needs no more to see that. */
    static final int MOST = 100_000;

    /** So many are counted: with more, an answer would keep people waiting. */
    static final int MOST_COUNTED = 10_000;

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
        boolean full = (Long) entities.createNativeQuery("select count(*) from unknown_address where feed_id = :feed")
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
     * Which of them are meant; an empty or absent part asks for nothing.
     *
     * @param feeds ids of feeds, one of which said so
     * @param text stands in the address, in whatever case
     */
    record Filter(Set<String> feeds, @Nullable String text) {

        /** Copies the set. */
        Filter {
            feeds = Set.copyOf(feeds);
        }

        /** The condition on the table, called u: an address that became an account's meanwhile is left out. */
        private SearchCondition condition() {
            SearchCondition condition = new SearchCondition("u")
                    .anyOf("feed_id", feeds)
                    .that(
                            "not exists (select 1 from account a where lower(a.address) = u.address and a.removed_at is null)");
            if (text != null && !text.isEmpty()) {
                condition.that("u.address like :text escape '!'", "text", SearchCondition.containing(text));
            }
            return condition;
        }
    }

    /**
     * How many there are.
     *
     * @param total those that are meant, at most 10,000
     * @param more whether there are more than that
     * @param feedId how many of them each feed said, the most first
     */
    public record Facets(long total, boolean more, Map<String, Long> feedId) {}

    /**
     * Lists them by address; one that became an account's meanwhile is left out.
     *
     * @param filter which
     * @param limit rows on the page
     * @param after the page's cursor
     * @return the page
     */
    @Transactional
    @SuppressWarnings("unchecked")
    Page<UnknownAddress> list(Filter filter, int limit, @Nullable String after) {
        int space = after == null ? -1 : after.lastIndexOf(SEPARATOR);
        String address = after == null || space < 0 ? "" : after.substring(0, space);
        String feed = after == null || space < 0 ? "" : after.substring(space + 1);
        SearchCondition condition = filter.condition();
        Query query = entities.createNativeQuery(
                        "select u.address, u.feed_id, u.first_seen_at, u.last_seen_at, u.sightings"
                                + " from unknown_address u where (u.address, u.feed_id) > (:address, :feed) and "
                                + condition.sql() + " order by u.address, u.feed_id limit :most",
                        Tuple.class)
                .setParameter("address", address)
                .setParameter("feed", feed)
                .setParameter("most", limit + 1);
        condition.values().forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
        return Page.of(rows.stream().map(UnknownAddresses::shown).toList(), limit, UnknownAddresses::cursor);
    }

    /** The place behind one of them. */
    static String cursor(UnknownAddress last) {
        return last.address() + SEPARATOR + last.feedId();
    }

    /**
     * Counts them.
     *
     * @param filter which
     * @return the counts
     */
    @Transactional
    @SuppressWarnings("unchecked")
    Facets facets(Filter filter) {
        SearchCondition condition = filter.condition();
        Query query = entities.createNativeQuery(
                        "select feed_id, count(*) from (select u.feed_id from unknown_address u where "
                                + condition.sql()
                                + " limit :most) counted group by feed_id order by count(*) desc, feed_id",
                        Tuple.class)
                .setParameter("most", MOST_COUNTED + 1);
        condition.values().forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
        Map<String, Long> feeds = new LinkedHashMap<>();
        rows.forEach(row -> feeds.put(row.get(0, String.class), row.get(1, Long.class)));
        long counted = feeds.values().stream().mapToLong(Long::longValue).sum();
        return new Facets(Math.min(counted, MOST_COUNTED), counted > MOST_COUNTED, feeds);
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

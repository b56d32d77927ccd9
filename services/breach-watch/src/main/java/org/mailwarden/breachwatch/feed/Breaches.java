// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.search.RankedCursor;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Page;

/**
 * The breaches in which addresses of the fleet stand. Those that were gathered from infected devices are not among them: what
 * they mean for an account is told by findings of another kind. Safe for use by many threads.
 */
@ApplicationScoped
public class Breaches {

    private static final String SEPARATOR = "\n";

    private final EntityManager entities;
    private final Clock clock;

    Breaches(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** In which order breaches are listed. */
    enum Order {
        /** Those with the most accounts of the fleet first. */
        ACCOUNTS("accounts", "n.accounts"),

        /** Those that happened last first. */
        NEWEST("newest", "coalesce(b.breached_on - date '1970-01-01', -1000000)");

        private final String parameter;
        private final String rank;

        Order(String parameter, String rank) {
            this.parameter = parameter;
            this.rank = rank;
        }

        /** How a caller names it. */
        String parameter() {
            return parameter;
        }
    }

    /**
     * Keeps how a feed describes breaches, in the caller's transaction.
     *
     * @param feedId the feed
     * @param seen the breaches
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void saw(String feedId, Collection<Exposure.Breach> seen) {
        // In the order of names, so that two imports cannot wait for each other.
        TreeMap<String, Exposure.Breach> byName = new TreeMap<>();
        seen.stream().filter(breach -> !breach.isOfDevices()).forEach(breach -> byName.put(breach.name(), breach));
        byName.values()
                .forEach(breach -> entities.createNativeQuery("""
                        insert into breach (name, title, feed_id, domain, breached_on, added_on, addresses, data_classes, marks,
                            seen_at)
                        values (:name, :title, :feed, cast(:domain as text), cast(:on as date), cast(:added as date),
                            cast(:addresses as bigint), :data, :marks, :now)
                        on conflict (name) do update set title = excluded.title, feed_id = excluded.feed_id,
                            domain = excluded.domain, breached_on = excluded.breached_on, added_on = excluded.added_on,
                            addresses = excluded.addresses, data_classes = excluded.data_classes, marks = excluded.marks,
                            seen_at = excluded.seen_at""")
                        .setParameter("name", breach.name())
                        .setParameter("title", breach.title())
                        .setParameter("feed", feedId)
                        .setParameter("domain", breach.domain())
                        .setParameter("on", breach.on())
                        .setParameter("added", breach.addedOn())
                        .setParameter("addresses", breach.addresses())
                        .setParameter("data", breach.data().stream().sorted().collect(Collectors.joining(SEPARATOR)))
                        .setParameter(
                                "marks",
                                breach.marks().stream().sorted().map(Enum::name).collect(Collectors.joining(SEPARATOR)))
                        .setParameter("now", clock.instant())
                        .executeUpdate());
    }

    /**
     * Lists breaches, with how many accounts of the fleet stand in each. What an import holds, or an admin threw away, is not in it.
     *
     * @param text stands in the name, the title or the domain, in whatever case; absent for all
     * @param order in which order
     * @param limit rows on the page
     * @param after the end of the page before, absent for the first page
     * @return the page
     */
    @Transactional
    @SuppressWarnings("unchecked")
    Page<Breach> list(@Nullable String text, Order order, int limit, @Nullable RankedCursor after) {
        SearchCondition condition = new SearchCondition("l");
        if (text != null && !text.isEmpty()) {
            condition.that(
                    "lower(concat_ws(chr(10), l.name, l.title, l.domain)) like :text escape '!'",
                    "text",
                    SearchCondition.containing(text));
        }
        condition.behind("rank", "name", after);
        Query query = entities.createNativeQuery("""
                        select l.* from (
                            select b.*, n.accounts, n.open, cast(%s as bigint) as rank
                            from breach b join (
                                select breach, cast(sum(findings) as bigint) as accounts,
                                    cast(coalesce(sum(findings) filter (where state = 'OPEN'), 0) as bigint) as open
                                from breach_tally group by breach having sum(findings) > 0) n on n.breach = b.name) l
                        where %s order by l.rank desc, l.name limit :most""".formatted(order.rank, condition.sql()), Tuple.class)
                .setParameter("most", limit + 1);
        condition.values().forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
        Page<Tuple> page = Page.of(
                rows,
                limit,
                last -> new RankedCursor(last.get("rank", Long.class), last.get("name", String.class)).text());
        return new Page<>(page.items().stream().map(Breaches::shown).toList(), page.next());
    }

    private static Breach shown(Tuple row) {
        return new Breach(
                row.get("name", String.class),
                row.get("title", String.class),
                row.get("feed_id", String.class),
                row.get("domain", String.class),
                row.get("breached_on", LocalDate.class),
                row.get("added_on", LocalDate.class),
                row.get("addresses", Long.class),
                parts(row.get("data_classes", String.class)),
                parts(row.get("marks", String.class)).stream()
                        .map(Exposure.Mark::valueOf)
                        .toList(),
                row.get("accounts", Long.class),
                row.get("open", Long.class));
    }

    private static List<String> parts(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Page;

/** Finds and counts remediations, each call in a short transaction. Safe for use by many threads. */
@ApplicationScoped
@Transactional
class RemediationLookup {

    /** Remediations of a text that are counted: with more, an answer would keep people waiting. */
    static final int MOST_COUNTED = 10_000;

    private static final int MOST_COUNTS = 50;

    private final EntityManager entities;
    private final Decisions decisions;

    RemediationLookup(EntityManager entities, Decisions decisions) {
        this.entities = entities;
        this.decisions = decisions;
    }

    /**
     * How many remediations there are, and how many of them have which value; the commonest values first, 50 at most.
     *
     * @param total remediations that are meant; searched by text, at most 10,000
     * @param more whether there are more than that; every count is then of so many of them
     * @param state by where they stand
     * @param action by what they do
     * @param heldBy by what keeps them; those that are held alone
     * @param policy by policy
     * @param requester by who asked; {@code policy} is nobody
     */
    public record Facets(
            long total,
            boolean more,
            Map<String, Long> state,
            Map<String, Long> action,
            Map<String, Long> heldBy,
            Map<String, Long> policy,
            Map<String, Long> requester) {}

    /**
     * Lists remediations.
     *
     * @param filter which
     * @param order in which order
     * @param limit rows on the page
     * @param after the end of the page before, absent for the first page
     * @return the page
     */
    Page<RemediationView> list(
            RemediationFilter filter, RemediationOrder order, int limit, @Nullable RemediationCursor after) {
        SearchCondition condition = filter.inWhateverState();
        String where = condition.sql() + (after == null ? "" : " and " + order.behind());
        String end = " order by " + order.orderBy() + " limit :limit";
        // Of each state the first rows, in the order of an index: they are found however many others lie between.
        Query query = entities.createNativeQuery(
                filter.states().isEmpty()
                        ? "select r.* from remediation r where " + where + end
                        : "select r.* from unnest(cast(:states as text[])) as wanted (state) cross join lateral ("
                                + "select r.* from remediation r where r.state = wanted.state and " + where + end
                                + ") r"
                                + end,
                RemediationRow.class);
        condition.values().forEach(query::setParameter);
        if (!filter.states().isEmpty()) {
            query.setParameter(
                    "states", filter.states().stream().map(Enum::name).collect(Collectors.joining(",", "{", "}")));
        }
        query.setParameter("limit", limit + 1);
        if (after != null) {
            query.setParameter("position", after.position());
            if (order != RemediationOrder.NEWEST) {
                query.setParameter("at", after.at());
            }
        }
        Page<RemediationRow> rows = Page.of(
                rows(query, RemediationRow.class),
                limit,
                row -> RemediationCursor.after(order, row).text());
        return new Page<>(rows.items().stream().map(decisions::view).toList(), rows.next());
    }

    /** Lists those that were planned before one, newest first. */
    Page<RemediationView> olderThan(RemediationView one, RemediationFilter filter, int limit) {
        RemediationRow row = entities.find(RemediationRow.class, one.id());
        return list(filter, RemediationOrder.NEWEST, limit, RemediationCursor.after(RemediationOrder.NEWEST, row));
    }

    /**
     * Counts remediations.
     *
     * @param filter which
     * @return how many there are by each facet
     */
    Facets facets(RemediationFilter filter) {
        SearchCondition condition = filter.condition();
        // Counted by all of them together first: what is grouped five times is few rows then.
        Query query = entities.createNativeQuery(
                """
                select case when grouping(state) = 0 then 'state' when grouping(action) = 0 then 'action'
                            when grouping(hold_code) = 0 then 'heldBy' when grouping(policy) = 0 then 'policy'
                            when grouping(requester) = 0 then 'requester' else 'total' end as facet,
                       coalesce(state, action, hold_code, policy, requester, '') as value,
                       cast(coalesce(sum(remediations), 0) as bigint) as remediations
                from (select state, action, hold_code, policy, requester, count(*) as remediations
                    from (select r.state, r.action, r.hold_code, r.policy, r.requester from remediation r where %s%s) counted
                    group by state, action, hold_code, policy, requester) alike
                group by grouping sets ((state), (action), (hold_code), (policy), (requester), ())
                order by remediations desc, value""".formatted(condition.sql(), filter.text() == null ? "" : " limit " + (MOST_COUNTED + 1)),
                Tuple.class);
        condition.values().forEach(query::setParameter);
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        for (Tuple row : rows(query, Tuple.class)) {
            counts.computeIfAbsent(row.get("facet", String.class), any -> new LinkedHashMap<>())
                    .put(row.get("value", String.class), row.get("remediations", Long.class));
        }
        long total = counts.getOrDefault("total", Map.of()).getOrDefault("", 0L);
        boolean more = filter.text() != null && total > MOST_COUNTED;
        return new Facets(
                more ? MOST_COUNTED : total,
                more,
                commonest(counts, "state"),
                commonest(counts, "action"),
                commonest(counts, "heldBy"),
                commonest(counts, "policy"),
                commonest(counts, "requester"));
    }

    private static Map<String, Long> commonest(Map<String, Map<String, Long>> counts, String facet) {
        Map<String, Long> commonest = new LinkedHashMap<>();
        counts.getOrDefault(facet, Map.of()).entrySet().stream()
                .filter(count -> !count.getKey().isEmpty())
                .limit(MOST_COUNTS)
                .forEach(count -> commonest.put(count.getKey(), count.getValue()));
        return commonest;
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> rows(Query query, Class<T> row) {
        return query.getResultList();
    }
}

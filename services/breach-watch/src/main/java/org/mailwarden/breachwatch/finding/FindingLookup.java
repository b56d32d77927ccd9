// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Page;

/** Reads findings, each call in a short transaction. Safe for use by many threads. */
@ApplicationScoped
@Transactional
public class FindingLookup {

    /** Findings that are counted one by one: with more, an answer would keep people waiting. */
    static final int MOST_COUNTED = 10_000;

    /** The same, where each costs more: its text has to be looked into, or its sources. */
    static final int MOST_LOOKED_INTO = 1_000;

    /** How many of what is counted have which value. */
    private static final String BY_FACET = """

            select case when grouping(f.kind) = 0 then 'kind' when grouping(f.state) = 0 then 'state'
                        when grouping(f.severity) = 0 then 'severity' when grouping(f.closed_as) = 0 then 'closedAs'
                        when grouping(f.assignee) = 0 then 'assignee' else 'total' end as facet,
                   coalesce(f.kind, f.state, f.severity, f.closed_as, f.assignee, '') as value,
                   cast(coalesce(sum(f.findings), 0) as bigint) as findings
            from counted f
            group by grouping sets ((f.kind), (f.state), (f.severity), (f.closed_as), (f.assignee), ())""";

    /** How many of some findings each source confirms. */
    private static final String BY_SOURCE = """
            select 'source' as facet, sourced.name as value, count(*) as findings
            from (%s limit %d) few join finding_source sourced on sourced.finding_id = few.id group by sourced.name""";

    private static final int MOST_LINES = 1_000;
    private static final int MOST_COUNTS = 50;

    private final EntityManager entities;

    FindingLookup(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * How many findings there are, and how many of them have which value; the commonest values first, 50 at most.
     *
     * @param total findings that are meant. It is exact when they are searched by kind, state, severity, disposition and assignee
     *     alone; otherwise at most 10,000, and by text or source at most 1,000
     * @param more whether there are more than that; every count is then of so many of them
     * @param kind by what was found
     * @param state by whether they are open
     * @param severity by how much they matter
     * @param closedAs by as what they were closed; open ones are not in it
     * @param assignee by who looks after them; the empty value is nobody
     * @param source by the names of the sources that confirm them; one finding may be in several
     * @param sourceAtLeast whether there are more than 1,000 findings: of each source there are then at least so many
     */
    public record Facets(
            long total,
            boolean more,
            List<Count> kind,
            List<Count> state,
            List<Count> severity,
            List<Count> closedAs,
            List<Count> assignee,
            List<Count> source,
            boolean sourceAtLeast) {}

    /**
     * How many findings have a value.
     *
     * @param value as the filter takes it
     * @param count how many
     */
    public record Count(String value, long count) {}

    /**
     * Finds a finding.
     *
     * @param id the finding
     * @return empty when there is none
     */
    public Optional<Finding> find(UUID id) {
        return Optional.ofNullable(entities.find(FindingRow.class, id))
                .map(row -> row.snapshot(newestFacts(List.of(id))));
    }

    /**
     * Explains a finding.
     *
     * @param id the finding
     * @return empty when there is none
     */
    public Optional<Explanation> explain(UUID id) {
        return Optional.ofNullable(entities.find(FindingRow.class, id))
                .map(row -> Explanation.of(
                        row, newest(FactRow.class, id), newest(NoteRow.class, id), confirmedBy(id), accounts(row)));
    }

    private List<Explanation.Account> accounts(FindingRow row) {
        if (row.accounts == null) {
            return List.of(new Explanation.Account(row.accountId, row.address));
        }
        Query query = entities.createNativeQuery("""
                        select said.id, coalesce(a.address, '') as address
                        from unnest(cast(:ids as uuid[])) with ordinality as said (id, place)
                        left join account a on a.account_id = said.id order by said.place""", Tuple.class).setParameter("ids", row.accounts);
        return rows(query, Tuple.class).stream()
                .map(account -> new Explanation.Account(account.get(0, UUID.class), account.get(1, String.class)))
                .toList();
    }

    /**
     * Lists findings.
     *
     * @param filter which
     * @param order in which order
     * @param limit rows on the page
     * @param after the end of the page before, absent for the first page
     * @return the page
     */
    Page<Finding> list(FindingFilter filter, FindingOrder order, int limit, @Nullable FindingCursor after) {
        SearchCondition condition = filter.condition();
        String behind = after == null ? "" : " and " + order.behind();
        Query query = entities.createNativeQuery(
                "select f.* from finding f where " + condition.sql() + behind + " order by " + order.orderBy()
                        + " limit :limit",
                FindingRow.class);
        condition.values().forEach(query::setParameter);
        query.setParameter("limit", limit + 1);
        if (after != null) {
            after.values().forEach(query::setParameter);
        }
        List<FindingRow> rows = rows(query, FindingRow.class);
        Map<UUID, List<FactRow>> facts = newestFacts(
                        rows.stream().map(row -> row.id).toList())
                .stream()
                .collect(Collectors.groupingBy(fact -> fact.findingId));
        List<Finding> findings = rows.stream()
                .map(row -> row.snapshot(facts.getOrDefault(row.id, List.of())))
                .toList();
        return Page.of(
                findings, limit, finding -> FindingCursor.after(order, finding).text());
    }

    /**
     * Counts findings.
     *
     * @param filter which
     * @return how many there are by each facet
     */
    Facets facets(FindingFilter filter) {
        SearchCondition condition = filter.condition();
        int most = filter.text() == null && filter.sources().isEmpty() ? MOST_COUNTED : MOST_LOOKED_INTO;
        Query query = entities.createNativeQuery(
                filter.isTallied()
                        ? "with counted as (select * from finding_tally f where " + condition.sql() + ")" + BY_FACET
                        // Found once, and then counted by whatever is asked.
                        : "with counted as materialized (select f.id, f.kind, f.state, f.severity, f.closed_as, f.assignee,"
                                + " 1 as findings from finding f where " + condition.sql() + " limit " + (most + 1)
                                + ")"
                                + BY_FACET + " union all "
                                + BY_SOURCE.formatted("select id from counted", MOST_LOOKED_INTO),
                Tuple.class);
        condition.values().forEach(query::setParameter);
        Map<String, List<Count>> counts = new HashMap<>();
        long total = 0;
        for (Tuple row : rows(query, Tuple.class)) {
            String facet = row.get("facet", String.class);
            Count count = new Count(row.get("value", String.class), row.get("findings", Long.class));
            if (facet.equals("total")) {
                total = count.count();
            } else if (count.count() != 0) {
                counts.computeIfAbsent(facet, any -> new ArrayList<>()).add(count);
            }
        }
        boolean more = !filter.isTallied() && total > most;
        boolean sourceAtLeast = total > MOST_LOOKED_INTO;
        List<Count> sources = filter.isTallied() ? sources(condition) : commonest(counts, "source");
        return new Facets(
                more ? most : total,
                more,
                commonest(counts, "kind"),
                commonest(counts, "state"),
                commonest(counts, "severity"),
                commonest(counts, "closedAs").stream()
                        .filter(count -> !count.value().isEmpty())
                        .toList(),
                commonest(counts, "assignee"),
                sourceAtLeast ? withEverySource(sources) : sources,
                sourceAtLeast);
    }

    private static List<Count> commonest(Map<String, List<Count>> counts, String facet) {
        return counts.getOrDefault(facet, List.of()).stream()
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
                .limit(MOST_COUNTS)
                .toList();
    }

    private List<Count> sources(SearchCondition condition) {
        Query query = entities.createNativeQuery(
                BY_SOURCE.formatted("select f.id from finding f where " + condition.sql(), MOST_LOOKED_INTO)
                        + " order by findings desc, value limit " + MOST_COUNTS,
                Tuple.class);
        condition.values().forEach(query::setParameter);
        return rows(query, Tuple.class).stream()
                .map(row -> new Count(row.get("value", String.class), row.get("findings", Long.class)))
                .toList();
    }

    /** Adds the sources of which none was counted: there may be findings of them all the same. */
    private List<Count> withEverySource(List<Count> counted) {
        // From name to name along the index: there are few names, and a great many rows of each.
        Query query = entities.createNativeQuery("""
                with recursive known (name) as (
                    (select name from finding_source order by name limit 1)
                    union all
                    select (select s.name from finding_source s where s.name > known.name order by s.name limit 1)
                    from known where known.name is not null)
                select name from known where name is not null limit :most""").setParameter("most", 4 * MOST_COUNTS);
        List<Count> all = new ArrayList<>(counted);
        Set<String> seen = counted.stream().map(Count::value).collect(Collectors.toSet());
        rows(query, String.class).stream()
                .filter(name -> !seen.contains(name))
                .limit(Math.max(0, MOST_COUNTS - counted.size()))
                .forEach(name -> all.add(new Count(name, 0)));
        return all;
    }

    /** The newest facts of each finding, oldest first, as many as a snapshot has. */
    private List<FactRow> newestFacts(List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Query query = entities.createNativeQuery("""
                select fact.* from unnest(cast(:ids as uuid[])) as wanted (id) cross join lateral (
                    select * from finding_fact where finding_id = wanted.id order by position desc limit :most) fact
                order by fact.position""", FactRow.class)
                .setParameter("ids", ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")))
                .setParameter("most", FindingRow.MOST_FACTS);
        return rows(query, FactRow.class);
    }

    private <T> List<T> newest(Class<T> row, UUID findingId) {
        return entities.createQuery(
                        "from " + row.getSimpleName() + " where findingId = :id order by position desc", row)
                .setParameter("id", findingId)
                .setMaxResults(MOST_LINES)
                .getResultList()
                .reversed();
    }

    private List<Attribution> confirmedBy(UUID id) {
        Query query = entities.createNativeQuery(Attribution.QUERY, Tuple.class).setParameter("id", id);
        return rows(query, Tuple.class).stream().map(Attribution::of).toList();
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> rows(Query query, Class<T> row) {
        return query.getResultList();
    }
}

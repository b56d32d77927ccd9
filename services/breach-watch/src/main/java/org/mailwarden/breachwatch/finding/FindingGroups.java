// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.search.RankedCursor;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Page;

/** Reads findings put together by what they have in common. Safe for use by many threads. */
@ApplicationScoped
@Transactional
class FindingGroups {

    private static final String COUNTED = """
            select f.breach, count(*) as findings, max(f.severity_rank) as gravest, max(f.raised_at) as newest
            from finding f where f.breach is not null and %s group by f.breach""";

    private static final String TALLIED = """
            select breach, cast(sum(findings) as bigint) as findings, max(severity_rank) as gravest
            from (
                select f.breach, f.severity_rank, sum(f.findings) as findings from breach_tally f
                where %s group by f.breach, f.severity_rank having sum(f.findings) > 0) alike
            group by breach""";

    /** No tally knows it; it is looked for in the breaches of the page alone. */
    private static final String NEWEST = "(select max(f.raised_at) from finding f where f.breach = p.breach and %s)";

    private final EntityManager entities;

    FindingGroups(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Puts findings together by account, those about several by the first of them. A group stands where its first finding would stand in the list of findings: so a page
     * is found by walking that list past those that are not the first of their account, and no more is read than a page needs.
     *
     * @param filter which findings
     * @param order in which order
     * @param limit groups on the page
     * @param after the end of the page before, absent for the first page
     * @return the page
     */
    Page<FindingGroup> byAccount(FindingFilter filter, FindingOrder order, int limit, @Nullable FindingCursor after) {
        SearchCondition condition = filter.condition();
        Query query = entities.createNativeQuery(
                """
                with first as (
                    select f.id, f.account_id, f.address, f.owner, f.summary, f.severity_rank, f.raised_at
                    from finding f where %1$s and %2$s and not exists (
                        select 1 from (select f.id, f.account_id, f.severity_rank, f.raised_at from finding f where %1$s) e
                        where e.account_id = f.account_id and %3$s)
                    order by %4$s limit :limit)
                select f.*, alike.findings, alike.further, alike.gravest, alike.newest
                from first f cross join lateral (
                    select count(*) as findings, max(e.severity_rank) as gravest, max(e.raised_at) as newest,
                        sum(coalesce(cardinality(e.accounts), 1) - 1) as further
                    from (select f.account_id, f.accounts, f.severity_rank, f.raised_at from finding f where %1$s) e
                    where e.account_id = f.account_id) alike
                order by %4$s""".formatted(
                        condition.sql(), after == null ? "true" : order.behind(), order.earlier(), order.orderBy()),
                Tuple.class);
        condition.values().forEach(query::setParameter);
        query.setParameter("limit", limit + 1);
        if (after != null) {
            after.values().forEach(query::setParameter);
        }
        Page<Placed> page =
                Page.of(rows(query).stream().map(row -> placed(row, order)).toList(), limit, Placed::cursor);
        return new Page<>(page.items().stream().map(Placed::group).toList(), page.next());
    }

    /** A group, and the place in the list behind it. */
    private record Placed(FindingGroup group, String cursor) {}

    private static Placed placed(Tuple row, FindingOrder order) {
        FindingCursor cursor = new FindingCursor(
                order, severity(row, "severity_rank"), row.get("raised_at", Instant.class), row.get("id", UUID.class));
        return new Placed(
                new FindingGroup(
                        row.get("account_id", UUID.class).toString(),
                        row.get("address", String.class),
                        row.get("owner", String.class),
                        row.get("findings", Long.class),
                        row.get("further", Number.class).longValue(),
                        severity(row, "gravest"),
                        row.get("newest", Instant.class),
                        row.get("summary", String.class)),
                cursor.text());
    }

    /**
     * Puts findings together by breach, those with the most findings first. There are some hundred breaches, so all of them
     * are counted for each page.
     *
     * @param filter which findings; those about no breach are left out
     * @param limit groups on the page
     * @param after the end of the page before, absent for the first page
     * @return the page
     */
    Page<FindingGroup> byBreach(FindingFilter filter, int limit, @Nullable RankedCursor after) {
        SearchCondition condition = filter.condition();
        boolean isTallied = filter.isTalliedByBreach();
        SearchCondition behind = new SearchCondition("counted").behind("findings", "breach", after);
        Query query = entities.createNativeQuery(
                """
                select p.breach, p.findings, p.gravest, %1$s as newest, coalesce(b.title, p.breach) as title
                from (
                    select counted.* from (%2$s) counted
                    where %3$s order by counted.findings desc, counted.breach limit :limit) p
                left join breach b on b.name = p.breach
                order by p.findings desc, p.breach""".formatted(
                                isTallied ? NEWEST.formatted(condition.sql()) : "p.newest",
                                (isTallied ? TALLIED : COUNTED).formatted(condition.sql()),
                                behind.sql()),
                Tuple.class);
        condition.values().forEach(query::setParameter);
        behind.values().forEach(query::setParameter);
        query.setParameter("limit", limit + 1);
        return Page.of(
                rows(query).stream().map(FindingGroups::ofBreach).toList(),
                limit,
                group -> new RankedCursor(group.findings(), group.value()).text());
    }

    private static FindingGroup ofBreach(Tuple row) {
        return new FindingGroup(
                row.get("breach", String.class),
                row.get("title", String.class),
                null,
                row.get("findings", Long.class),
                0,
                severity(row, "gravest"),
                row.get("newest", Instant.class),
                null);
    }

    private static Severity severity(Tuple row, String column) {
        return Severity.values()[row.get(column, Number.class).intValue()];
    }

    @SuppressWarnings("unchecked")
    private static List<Tuple> rows(Query query) {
        return query.getResultList();
    }
}

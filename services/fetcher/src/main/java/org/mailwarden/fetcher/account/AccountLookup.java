// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

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
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Page;

/** Finds and counts accounts, each call in a short transaction. Safe for use by many threads. */
@ApplicationScoped
@Transactional
class AccountLookup {

    /** Accounts that are counted one by one: with more, an answer would keep people waiting. */
    static final int MOST_COUNTED = 100_000;

    private static final int MOST_COUNTS = 50;

    private final EntityManager entities;

    AccountLookup(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * How many accounts there are, and how many of them have which value; the commonest values first, 50 at most.
     *
     * @param total accounts that are meant; at most 100,000 when a text, an owner or a tag is asked for
     * @param more whether there are more than that; every count but those of tags is then of 100,000 of them
     * @param state by how they are
     * @param protocol by what they are read
     * @param security by how their connections are protected
     * @param credentialType by what they are signed in to with
     * @param host by mail server
     * @param tag by tag, of all that are meant however many they are
     */
    public record Facets(
            long total,
            boolean more,
            List<Count> state,
            List<Count> protocol,
            List<Count> security,
            List<Count> credentialType,
            List<Count> host,
            List<Count> tag) {}

    /**
     * How many accounts have a value.
     *
     * @param value as the filter takes it
     * @param count how many
     */
    public record Count(String value, long count) {}

    /**
     * Lists accounts.
     *
     * @param filter which
     * @param order in which order
     * @param limit rows on the page
     * @param after the end of the page before, absent for the first page
     * @return the page
     */
    Page<AccountView> list(AccountFilter filter, AccountOrder order, int limit, @Nullable AccountCursor after) {
        SearchCondition condition = filter.condition();
        String behind = after == null ? "" : " and " + order.behind();
        Query query = entities.createNativeQuery(
                "select a.* from account a where " + condition.sql() + behind + " order by " + order.orderBy()
                        + " limit :limit",
                Account.class);
        condition.values().forEach(query::setParameter);
        query.setParameter("limit", limit + 1);
        if (after != null) {
            query.setParameter("id", after.id());
            if (order == AccountOrder.ADDRESS) {
                query.setParameter("address", after.address());
            } else {
                query.setParameter("at", after.at());
            }
        }
        return Page.of(
                rows(query, Account.class).stream().map(AccountView::of).toList(),
                limit,
                account -> AccountCursor.after(order, account).text());
    }

    /**
     * Counts accounts.
     *
     * @param filter which
     * @return how many there are by each facet
     */
    Facets facets(AccountFilter filter) {
        SearchCondition condition = filter.isOfTexts() ? filter.conditionOnTexts() : filter.condition();
        // Counted by all of them together first: what is grouped five times is few rows then.
        String alike = filter.isTallied()
                ? "select * from account_tally a where " + condition.sql()
                : """
                        select state, protocol, security, credential_type, host, count(*) as accounts
                        from (select a.state, a.protocol, a.security, a.credential_type, a.host from %s a where %s limit %d) counted
                        group by state, protocol, security, credential_type, host""".formatted(filter.isOfTexts() ? "account_text" : "account", condition.sql(), MOST_COUNTED + 1);
        Query query = entities.createNativeQuery("""
                select case when grouping(state) = 0 then 'state' when grouping(protocol) = 0 then 'protocol'
                            when grouping(security) = 0 then 'security' when grouping(credential_type) = 0 then 'credentialType'
                            when grouping(host) = 0 then 'host' else 'total' end as facet,
                       coalesce(state, protocol, security, credential_type, host, '') as value,
                       cast(coalesce(sum(accounts), 0) as bigint) as accounts
                from (%s) alike
                group by grouping sets ((state), (protocol), (security), (credential_type), (host), ())""".formatted(alike), Tuple.class);
        condition.values().forEach(query::setParameter);
        Map<String, List<Count>> counts = new HashMap<>();
        long total = 0;
        for (Tuple row : rows(query, Tuple.class)) {
            String facet = row.get("facet", String.class);
            Count count = new Count(row.get("value", String.class), row.get("accounts", Long.class));
            if (facet.equals("total")) {
                total = count.count();
            } else if (count.count() != 0) {
                counts.computeIfAbsent(facet, any -> new ArrayList<>()).add(count);
            }
        }
        boolean more = !filter.isTallied() && total > MOST_COUNTED;
        return new Facets(
                more ? MOST_COUNTED : total,
                more,
                commonest(counts, "state"),
                commonest(counts, "protocol"),
                commonest(counts, "security"),
                commonest(counts, "credentialType"),
                commonest(counts, "host"),
                tags(filter));
    }

    private List<Count> tags(AccountFilter filter) {
        SearchCondition condition = filter.isOfTexts() ? filter.conditionOnTexts() : filter.condition();
        String found =
                filter.isOfTexts() ? " join account_text a using (account_id)" : " join account a on a.id = account_id";
        String among = filter.isEverything() ? "" : found + " where " + condition.sql();
        Query query = entities.createNativeQuery(
                "select tagged.tag, count(*) as accounts from account_tag tagged" + among
                        + " group by tagged.tag order by accounts desc, tagged.tag limit " + MOST_COUNTS,
                Tuple.class);
        condition.values().forEach(query::setParameter);
        return rows(query, Tuple.class).stream()
                .map(row -> new Count(row.get("tag", String.class), row.get("accounts", Long.class)))
                .toList();
    }

    private static List<Count> commonest(Map<String, List<Count>> counts, String facet) {
        return counts.getOrDefault(facet, List.of()).stream()
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::value))
                .limit(MOST_COUNTS)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> rows(Query query, Class<T> row) {
        return query.getResultList();
    }
}

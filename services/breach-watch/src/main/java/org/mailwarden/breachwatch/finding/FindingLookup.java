// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.web.Page;

/** Reads findings. Safe for use by many threads. */
@ApplicationScoped
@Transactional
public class FindingLookup {

    private final EntityManager entities;

    FindingLookup(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * What to list; every part may be absent.
     *
     * @param kind only this kind
     * @param state only this state
     * @param severity only this severity
     * @param accountId only this account
     */
    public record Filter(
            @Nullable FindingKind kind,
            @Nullable FindingState state,
            @Nullable Severity severity,
            @Nullable UUID accountId) {}

    /**
     * Finds a finding.
     *
     * @param id the finding
     * @return empty when there is none
     */
    public Optional<Finding> find(UUID id) {
        return Optional.ofNullable(entities.find(FindingRow.class, id)).map(row -> row.snapshot(facts(List.of(id))));
    }

    /**
     * Explains a finding.
     *
     * @param id the finding
     * @return empty when there is none
     */
    public Optional<Explanation> explain(UUID id) {
        return Optional.ofNullable(entities.find(FindingRow.class, id))
                .map(row -> Explanation.of(row, facts(List.of(id))));
    }

    /**
     * Lists findings, newest first.
     *
     * @param filter which
     * @param limit rows on the page
     * @param after the last finding of the page before, absent for the first page
     * @return the page
     */
    public Page<Finding> list(Filter filter, int limit, @Nullable UUID after) {
        FindingRow last = after == null ? null : entities.find(FindingRow.class, after);
        List<FindingRow> rows = entities.createQuery("""
                        from FindingRow where (:kind is null or kind = :kind) and (:state is null or state = :state)
                        and (:severity is null or severity = :severity)
                        and (:anyAccount = true or accountId = :account)
                        and (:all = true or raisedAt < :raisedAt or (raisedAt = :raisedAt and id > :id))
                        order by raisedAt desc, id""", FindingRow.class)
                .setParameter("kind", filter.kind())
                .setParameter("state", filter.state())
                .setParameter("severity", filter.severity())
                .setParameter("anyAccount", filter.accountId() == null)
                .setParameter("account", filter.accountId() == null ? new UUID(0, 0) : filter.accountId())
                .setParameter("all", last == null)
                .setParameter("raisedAt", last == null ? Instant.EPOCH : last.raisedAt)
                .setParameter("id", last == null ? new UUID(0, 0) : last.id)
                .setMaxResults(limit + 1)
                .getResultList();
        Map<UUID, List<FactRow>> facts = facts(rows.stream().map(row -> row.id).toList()).stream()
                .collect(Collectors.groupingBy(fact -> fact.findingId));
        List<Finding> findings = rows.stream()
                .map(row -> row.snapshot(facts.getOrDefault(row.id, List.of())))
                .toList();
        return Page.of(findings, limit, finding -> finding.findingId().toString());
    }

    private List<FactRow> facts(List<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : entities.createQuery("from FactRow where findingId in :ids order by position", FactRow.class)
                        .setParameter("ids", ids)
                        .getResultList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.batch.BatchItems.Member;
import org.mailwarden.auth.batch.BatchList.Item;
import org.mailwarden.auth.batch.BatchPlan.Draft;
import org.mailwarden.auth.batch.BatchPlan.LeftOut;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.search.SearchCondition;
import org.mailwarden.kit.web.Problems;

/** How batches are shown. */
@ApplicationScoped
@Transactional
public class BatchViews {

    private final EntityManager entities;
    private final BatchItems items;
    private final GovernorSettings settings;

    BatchViews(EntityManager entities, BatchItems items, GovernorSettings settings) {
        this.entities = entities;
        this.items = items;
        this.settings = settings;
    }

    /**
     * Reads a batch.
     *
     * @param id the batch
     * @return the batch with everybody in it
     */
    public BatchView get(UUID id) {
        BatchRow batch = Optional.ofNullable(entities.find(BatchRow.class, id))
                .orElseThrow(() -> Problems.notFound("batch", id));
        return of(batch, List.of());
    }

    /**
     * Which batches are meant; an empty or absent part asks for nothing.
     *
     * @param states where they stand
     * @param kinds how they came about
     * @param heldBy somebody in them is held by this
     */
    public record Filter(
            Set<BatchState> states,
            Set<BatchKind> kinds,
            @Nullable HoldCode heldBy) {

        /** Copies the sets. */
        public Filter {
            states = Set.copyOf(states);
            kinds = Set.copyOf(kinds);
        }

        private SearchCondition condition() {
            SearchCondition condition =
                    new SearchCondition("b").anyOf("state", states).anyOf("kind", kinds);
            if (heldBy != null) {
                condition.that("""
                        exists (select 1 from batch_item i join remediation r on r.id = i.remediation_id
                            where i.batch_id = b.id and r.hold_code = :held)""", "held", heldBy.name());
            }
            return condition;
        }
    }

    /**
     * How many batches there are.
     *
     * @param total batches that are meant
     * @param state how many of them stand where
     * @param kind how many of them came about how
     */
    public record Facets(long total, Map<BatchState, Long> state, Map<BatchKind, Long> kind) {}

    /**
     * Lists batches, newest first, without who is in them.
     *
     * @param filter which
     * @param before position below which to begin; absent for the newest
     * @param limit most batches
     * @return the rows
     */
    @SuppressWarnings("unchecked")
    public List<BatchRow> list(Filter filter, @Nullable Long before, int limit) {
        SearchCondition condition = filter.condition();
        Query query = entities.createNativeQuery(
                "select b.* from batch b where " + condition.sql()
                        + " and b.position < :before order by b.position desc",
                BatchRow.class);
        condition.values().forEach(query::setParameter);
        return query.setParameter("before", before == null ? Long.MAX_VALUE : before)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Counts batches.
     *
     * @param filter which
     * @return the counts
     */
    @SuppressWarnings("unchecked")
    public Facets facets(Filter filter) {
        SearchCondition condition = filter.condition();
        Query query = entities.createNativeQuery(
                "select b.state, b.kind, count(*) from batch b where " + condition.sql() + " group by b.state, b.kind",
                Tuple.class);
        condition.values().forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
        Map<BatchState, Long> states = new TreeMap<>();
        Map<BatchKind, Long> kinds = new TreeMap<>();
        long total = 0;
        for (Tuple row : rows) {
            long count = row.get(2, Long.class);
            states.merge(BatchState.valueOf(row.get(0, String.class)), count, Long::sum);
            kinds.merge(BatchKind.valueOf(row.get(1, String.class)), count, Long::sum);
            total += count;
        }
        return new Facets(total, states, kinds);
    }

    /**
     * Shows a batch without who is in it.
     *
     * @param batch its row
     * @return the view
     */
    public BatchView brief(BatchRow batch) {
        Counts counts = counts(batch.id);
        return view(batch, counts, null, List.of(), List.of());
    }

    /** Counted by the database: a list shows many batches, each of which may hold the whole fleet. */
    @SuppressWarnings("unchecked")
    private Counts counts(UUID id) {
        Counts counts = new Counts();
        List<Tuple> rows = entities.createNativeQuery("""
                        select r.state, r.hold_code, count(*), count(*) filter (where i.pending),
                          count(*) filter (where i.canary)
                        from batch_item i join remediation r on r.id = i.remediation_id
                        where i.batch_id = :id group by r.state, r.hold_code""", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        for (Tuple row : rows) {
            String heldBy = row.get(1, String.class);
            counts.add(
                    RemediationState.valueOf(row.get(0, String.class)),
                    heldBy == null ? null : HoldCode.valueOf(heldBy),
                    row.get(2, Long.class),
                    row.get(3, Long.class),
                    row.get(4, Long.class));
        }
        return counts;
    }

    private static Counts counts(List<Member> members) {
        Counts counts = new Counts();
        members.forEach(member -> counts.add(
                RemediationState.valueOf(member.row().state),
                member.row().holdCode,
                1,
                member.pending() ? 1 : 0,
                member.canary() ? 1 : 0));
        return counts;
    }

    /** How many stand where. */
    private static final class Counts {

        private final Map<RemediationState, Long> states = new TreeMap<>();
        private final Map<HoldCode, Long> heldBy = new TreeMap<>();
        private long people;
        private long pending;
        private long canary;

        void add(RemediationState state, @Nullable HoldCode held, long count, long pendingOfThem, long canaryOfThem) {
            states.merge(state, count, Long::sum);
            if (held != null) {
                heldBy.merge(held, count, Long::sum);
            }
            people += count;
            pending += pendingOfThem;
            canary += canaryOfThem;
        }
    }

    BatchView dryRun(Draft draft, String reason, String requester) {
        List<BatchView.Entry> entries = IntStream.range(0, draft.list().items().size())
                .mapToObj(i -> entry(draft.list().items().get(i), null, null, i < settings.canary()))
                .toList();
        return new BatchView(
                null,
                BatchKind.ASKED,
                null,
                requester,
                "",
                reason,
                entries.size(),
                Map.of(),
                Map.of(),
                0,
                draft.list().hash(),
                Math.min(settings.canary(), entries.size()),
                null,
                null,
                null,
                null,
                null,
                null,
                entries,
                draft.leftOut());
    }

    /** Shows a batch with everybody in it. */
    BatchView of(BatchRow batch, List<LeftOut> leftOut) {
        List<Member> members = items.of(batch.id);
        BatchList now = items.now(batch.kind, members);
        List<BatchView.Entry> entries = members.stream()
                .map(member -> entry(
                        member.shown(),
                        RemediationState.valueOf(member.row().state),
                        member.row().holdCode,
                        member.canary()))
                .toList();
        String hash = batch.kind == BatchKind.ASKED && batch.state == BatchState.WAITING ? batch.hash : now.hash();
        return view(batch, counts(members), batch.state.isOpen() ? hash : null, entries, leftOut);
    }

    private static BatchView view(
            BatchRow batch,
            Counts counts,
            @Nullable String hash,
            List<BatchView.Entry> entries,
            List<LeftOut> leftOut) {
        return new BatchView(
                batch.id,
                batch.kind,
                batch.state,
                batch.requester,
                batch.subject,
                batch.reason,
                (int) counts.people,
                counts.states,
                counts.heldBy,
                (int) counts.pending,
                hash,
                (int) counts.canary,
                batch.createdAt,
                batch.expiresAt,
                batch.decidedBy,
                batch.decidedAt,
                batch.decidedReason,
                batch.outcome,
                entries,
                leftOut);
    }

    private static BatchView.Entry entry(
            Item item, @Nullable RemediationState state, @Nullable HoldCode heldBy, boolean canary) {
        return new BatchView.Entry(
                item.remediationId(),
                item.owner(),
                item.address(),
                item.credentialVersion(),
                item.action(),
                item.steps(),
                state,
                heldBy,
                canary);
    }
}

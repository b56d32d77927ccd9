// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.batch.BatchItems.Member;
import org.mailwarden.auth.batch.BatchList.Item;
import org.mailwarden.auth.batch.BatchPlan.Draft;
import org.mailwarden.auth.batch.BatchPlan.LeftOut;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.web.Problems;

/** What people decide about batches. Each decision is one transaction with its events and its rows in the ledger. */
@ApplicationScoped
@Transactional
public class Batches {

    private final EntityManager entities;
    private final BatchItems items;
    private final Remediations remediations;
    private final Ledger ledger;
    private final GovernorSettings settings;
    private final Clock clock;

    Batches(
            EntityManager entities,
            BatchItems items,
            Remediations remediations,
            Ledger ledger,
            GovernorSettings settings,
            Clock clock) {
        this.entities = entities;
        this.items = items;
        this.remediations = remediations;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    BatchView ask(Draft draft, String reason, String requester) {
        String hash = draft.list().hash();
        Instant now = clock.instant();
        BatchRow batch = new BatchRow();
        batch.id = UUID.randomUUID();
        batch.requester = requester;
        batch.subject = batch.id.toString();
        batch.reason = reason;
        batch.hash = hash;
        batch.createdAt = now;
        batch.expiresAt = now.plus(settings.approvalLifespan());
        entities.persist(batch);
        entities.flush();
        for (Remediation planned : draft.planned()) {
            Remediations.Added added = remediations.add(planned, requester);
            boolean again = !added.fresh() && BatchItems.hasEnded(added.row());
            if (again) {
                remediations.begin(added.row(), planned, requester);
            }
            if (added.fresh() || again) {
                remediations.hold(
                        added.row(),
                        new Governor.Decision.Hold(
                                HoldCode.WAITS_FOR_APPROVAL,
                                "Asked for by " + requester + " in a batch: " + reason
                                        + " Another person approves or rejects the batch " + batch.id + ".",
                                null),
                        requester);
            }
            items.add(batch.id, BatchItems.item(planned, requester, null));
        }
        ledger.record(
                requester,
                "batch.asked",
                batch.id.toString(),
                reason,
                Map.of(
                        "hash",
                        hash,
                        "people",
                        Integer.toString(draft.planned().size()),
                        "left out",
                        Integer.toString(draft.leftOut().size())));
        return view(batch, items.of(batch.id), draft.leftOut());
    }

    /**
     * Releases exactly what was shown. The first of it run at once, the rest when they are proved.
     *
     * @param id the batch
     * @param hash the hash that was shown
     * @param reason why it is right
     * @param approver who approves
     * @return the batch
     */
    public BatchView approve(UUID id, String hash, String reason, String approver) {
        items.lock(id);
        BatchRow batch = open(id);
        List<Member> members = items.of(id);
        BatchList now = items.now(batch.kind, members);
        refuseOwn(batch, now, approver);
        if (batch.expiresAt != null && !clock.instant().isBefore(batch.expiresAt)) {
            throw Problems.of(
                    409,
                    "approval-expired",
                    "This could be approved until " + batch.expiresAt + ". Ask for the batch again.");
        }
        refuseOther(batch, members, now, hash);
        int first = Math.min(Math.max(1, settings.canary()), now.items().size());
        Map<UUID, RemediationRow> rows =
                members.stream().collect(Collectors.toMap(member -> member.row().id, Member::row));
        for (int i = 0; i < now.items().size(); i++) {
            RemediationRow row =
                    java.util.Objects.requireNonNull(rows.get(now.items().get(i).remediationId()));
            row.approver = approver;
            remediations.enter(row, RemediationState.APPROVED, null, approver);
            row.step = null;
            if (i < first) {
                remediations.due(row);
            }
        }
        items.canaries(
                id,
                now.items().subList(0, first).stream().map(Item::remediationId).toList());
        batch.state = first == now.items().size() ? BatchState.RELEASED : BatchState.CANARY;
        decided(batch, approver, reason);
        ledger.record(
                approver,
                "batch.approved",
                id.toString(),
                reason,
                Map.of(
                        "hash",
                        hash,
                        "people",
                        Integer.toString(now.items().size()),
                        "canary",
                        Integer.toString(first)));
        return view(batch, items.of(id), List.of());
    }

    private static void refuseOwn(BatchRow batch, BatchList now, String approver) {
        boolean own = batch.requester.equalsIgnoreCase(approver)
                || now.items().stream().anyMatch(item -> item.owner().equalsIgnoreCase(approver));
        if (own) {
            throw Problems.of(
                    403,
                    "own-proposal",
                    "Whoever asked for a batch, or is in it, does not approve it. Ask a colleague.");
        }
    }

    private static void refuseOther(BatchRow batch, List<Member> members, BatchList now, String hash) {
        boolean asShown = batch.kind == BatchKind.ASKED && batch.state == BatchState.WAITING
                ? hash.equals(batch.hash) && hash.equals(now.hash())
                : hash.equals(now.hash());
        if (now.items().isEmpty()) {
            throw Problems.of(409, "nothing-to-decide", "Nobody in this batch waits for a decision any more.");
        }
        if (!asShown) {
            BatchList shown = new BatchList(members.stream().map(Member::shown).toList());
            String changes = String.join(" ", shown.changesTo(now));
            throw Problems.of(
                    409,
                    "changed-since-shown",
                    "This is not what was shown to you. "
                            + (batch.kind == BatchKind.ASKED && !changes.isEmpty()
                                    ? changes + " Ask for the batch again."
                                    : now.items().size()
                                            + " people are in it now. Read it again, then approve its hash."));
        }
    }

    /**
     * Discards what waits.
     *
     * @param id the batch
     * @param reason why
     * @param person who
     * @return the batch
     */
    public BatchView reject(UUID id, String reason, String person) {
        items.lock(id);
        BatchRow batch = open(id);
        List<Member> members = items.of(id);
        members.stream().filter(Member::undecided).forEach(member -> {
            member.row().step = null;
            remediations.enter(
                    member.row(), RemediationState.REJECTED, "Discarded by " + person + ": " + reason, person);
        });
        batch.state = BatchState.REJECTED;
        decided(batch, person, reason);
        ledger.record(person, "batch.rejected", id.toString(), reason, Map.of("sources", batch.subject));
        return view(batch, members, List.of());
    }

    /**
     * Withdraws what a person asked for.
     *
     * @param id the batch
     * @param reason why
     * @param person who
     * @return the batch
     */
    public BatchView cancel(UUID id, String reason, String person) {
        if (open(id).kind == BatchKind.HELD) {
            throw Problems.of(
                    403, "held-by-governor", "The governor held this batch: an approver releases or rejects it.");
        }
        return reject(id, reason, person);
    }

    private void decided(BatchRow batch, String person, String reason) {
        batch.decidedBy = person;
        batch.decidedAt = clock.instant();
        batch.decidedReason = reason;
        batch.outcome = null;
    }

    /** Ends what nobody approved in time. */
    void expire(UUID id) {
        items.lock(id);
        BatchRow batch = locked(id).orElseThrow();
        if (batch.state != BatchState.WAITING
                || batch.expiresAt == null
                || clock.instant().isBefore(batch.expiresAt)) {
            return;
        }
        batch.state = BatchState.EXPIRED;
        String why = "Nobody approved the batch within "
                + settings.approvalLifespan().toHours() + " hours. Ask for it again if it is still right.";
        batch.outcome = why;
        for (Member member : items.of(id)) {
            boolean ofThis = member.undecided() && member.row().requester.equals(batch.requester);
            if (ofThis && !isInAnother(id, member.row().id)) {
                remediations.enter(member.row(), RemediationState.REJECTED, why, "auth");
            }
        }
        ledger.record("auth", "batch.expired", id.toString(), why, Map.of("requester", batch.requester));
    }

    private boolean isInAnother(UUID id, UUID remediationId) {
        return (Long) entities.createNativeQuery("""
                        select count(*) from batch_item i join batch b on b.id = i.batch_id
                        where i.remediation_id = :remediation and b.id <> :id
                          and b.state in ('WAITING', 'CANARY', 'CANARY_FAILED')""", Long.class)
                        .setParameter("remediation", remediationId)
                        .setParameter("id", id)
                        .getSingleResult()
                > 0;
    }

    /** Lets the rest of a batch run, or holds it, when the first of it say so. */
    void watch(UUID id) {
        BatchRow batch = Optional.ofNullable(entities.find(BatchRow.class, id)).orElseThrow();
        if (batch.state != BatchState.CANARY) {
            return;
        }
        Canary.Verdict verdict = Canary.judge(items.of(id).stream()
                .filter(Member::canary)
                .map(member -> new Canary.Member(
                        member.row().owner,
                        RemediationState.valueOf(member.row().state),
                        member.row().step == null,
                        Optional.ofNullable(remediations.snapshot(member.row()).reason())
                                .orElse("")))
                .toList());
        switch (verdict) {
            case Canary.Verdict.Running() -> {}
            case Canary.Verdict.Proved() -> {
                rest(id).forEach(remediations::due);
                locked(id).orElseThrow().state = BatchState.RELEASED;
                ledger.record("auth", "batch.released", id.toString(), "The first of it are proved.", Map.of());
            }
            case Canary.Verdict.Failed(String owner, String why, String whyOthers) -> {
                for (RemediationRow row : rest(id)) {
                    row.approver = null;
                    remediations.hold(row, new Governor.Decision.Hold(HoldCode.CANARY_FAILED, whyOthers, null), "auth");
                }
                BatchRow failed = locked(id).orElseThrow();
                failed.state = BatchState.CANARY_FAILED;
                failed.outcome = why;
                ledger.record(
                        "auth",
                        "batch.held",
                        id.toString(),
                        whyOthers,
                        Map.of("code", HoldCode.CANARY_FAILED.name(), "owner", owner));
            }
        }
    }

    private List<RemediationRow> rest(UUID id) {
        items.lock(id);
        return items.of(id).stream()
                .filter(Member::waitsForCanary)
                .map(Member::row)
                .toList();
    }

    List<UUID> due() {
        return entities.createQuery(
                        "select id from BatchRow where state = :canary or (state = :waiting and expiresAt <= :now)"
                                + " order by position",
                        UUID.class)
                .setParameter("canary", BatchState.CANARY)
                .setParameter("waiting", BatchState.WAITING)
                .setParameter("now", clock.instant())
                .getResultList();
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
        return view(batch, items.of(id), List.of());
    }

    /**
     * Lists batches, newest first, without who is in them.
     *
     * @param state only this state; absent for all
     * @param heldBy only batches in which somebody is held by this; absent for all
     * @param before position below which to begin; absent for the newest
     * @param limit most batches
     * @return the rows
     */
    @SuppressWarnings("unchecked")
    public List<BatchRow> list(
            @Nullable BatchState state, @Nullable HoldCode heldBy, @Nullable Long before, int limit) {
        return entities.createNativeQuery("""
                        select b.* from batch b where (cast(:state as text) is null or b.state = :state)
                          and (cast(:held as text) is null or exists (
                            select 1 from batch_item i join remediation r on r.id = i.remediation_id
                            where i.batch_id = b.id and r.hold_code = :held))
                          and b.position < :before order by b.position desc""", BatchRow.class)
                .setParameter("state", state == null ? null : state.name())
                .setParameter("held", heldBy == null ? null : heldBy.name())
                .setParameter("before", before == null ? Long.MAX_VALUE : before)
                .setMaxResults(limit)
                .getResultList();
    }

    /**
     * Shows a batch without who is in it.
     *
     * @param batch its row
     * @return the view
     */
    public BatchView brief(BatchRow batch) {
        BatchView full = view(batch, items.of(batch.id), List.of());
        return new BatchView(
                full.id(),
                full.kind(),
                full.state(),
                full.requester(),
                full.subject(),
                full.reason(),
                full.people(),
                full.states(),
                full.heldBy(),
                null,
                full.canary(),
                full.createdAt(),
                full.expiresAt(),
                full.decidedBy(),
                full.decidedAt(),
                full.decidedReason(),
                full.outcome(),
                List.of(),
                List.of());
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

    private BatchView view(BatchRow batch, List<Member> members, List<LeftOut> leftOut) {
        BatchList now = items.now(batch.kind, members);
        List<BatchView.Entry> entries = members.stream()
                .map(member -> entry(
                        member.shown(),
                        RemediationState.valueOf(member.row().state),
                        member.row().holdCode,
                        member.canary()))
                .toList();
        String hash = batch.kind == BatchKind.ASKED && batch.state == BatchState.WAITING ? batch.hash : now.hash();
        return new BatchView(
                batch.id,
                batch.kind,
                batch.state,
                batch.requester,
                batch.subject,
                batch.reason,
                entries.size(),
                count(entries, BatchView.Entry::state),
                count(entries, BatchView.Entry::heldBy),
                batch.state.isOpen() ? hash : null,
                (int) members.stream().filter(Member::canary).count(),
                batch.createdAt,
                batch.expiresAt,
                batch.decidedBy,
                batch.decidedAt,
                batch.decidedReason,
                batch.outcome,
                entries,
                leftOut);
    }

    private static <K extends Comparable<K>> Map<K, Long> count(
            List<BatchView.Entry> entries, Function<BatchView.Entry, @Nullable K> key) {
        Map<K, Long> counts = new TreeMap<>();
        for (BatchView.Entry entry : entries) {
            K value = key.apply(entry);
            if (value != null) {
                counts.merge(value, 1L, Long::sum);
            }
        }
        return counts;
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

    private BatchRow open(UUID id) {
        BatchRow batch = locked(id).orElseThrow(() -> Problems.notFound("batch", id));
        if (!batch.state.isOpen()) {
            throw Problems.of(
                    409, "already-decided", "The batch is " + batch.state + ": there is nothing to decide any more.");
        }
        return batch;
    }

    private Optional<BatchRow> locked(UUID id) {
        return Optional.ofNullable(entities.find(BatchRow.class, id, LockModeType.PESSIMISTIC_WRITE));
    }
}

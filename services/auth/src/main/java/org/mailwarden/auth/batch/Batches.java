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
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
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

/**
 * What people decide about batches. A decision and its row in the ledger are one transaction, with the first members that
 * follow it; the others follow slice by slice. Locks are taken in one order: remediations, batch, head of the ledger.
 */
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
        items.lock(draft.planned().stream().map(Remediation::remediationId).toList());
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
        List<UUID> all = now.items().stream().map(Item::remediationId).toList();
        items.approved(id, all, all.subList(0, first));
        decided(batch, approver, reason);
        move(batch, first == all.size() ? BatchState.RELEASED : BatchState.CANARY, all);
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
        follow(id);
        return get(id);
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
        decided(batch, person, reason);
        move(batch, BatchState.REJECTED, undecided(members));
        ledger.record(person, "batch.rejected", id.toString(), reason, Map.of("sources", batch.subject));
        follow(id);
        return get(id);
    }

    private static List<UUID> undecided(List<Member> members) {
        return members.stream()
                .filter(Member::undecided)
                .map(member -> member.row().id)
                .toList();
    }

    /** Has members follow a decision: it stands now, and they come slice by slice. */
    private void move(BatchRow batch, BatchState target, List<UUID> members) {
        batch.state = BatchState.MOVING;
        batch.target = target;
        items.pending(batch.id, members, true);
    }

    /** Moves the next slice of a batch to where it was decided that it goes. */
    void follow(UUID id) {
        entities.flush();
        List<Member> slice = items.nextSlice(id);
        BatchRow batch = locked(id).orElseThrow();
        BatchState target = batch.target;
        if (batch.state != BatchState.MOVING || target == null) {
            return;
        }
        slice.forEach(member -> follow(batch, target, member));
        items.pending(id, slice.stream().map(member -> member.row().id).toList(), false);
        if (!items.anyPending(id)) {
            batch.state = target;
            batch.target = null;
        }
    }

    /** One that was decided otherwise meanwhile stays as it is. */
    private void follow(BatchRow batch, BatchState target, Member member) {
        RemediationRow row = member.row();
        String person = Objects.requireNonNullElse(batch.decidedBy, "auth");
        switch (target) {
            case CANARY, RELEASED -> {
                boolean waits = member.waitsForCanary();
                if (member.undecided()) {
                    row.approver = person;
                    remediations.enter(row, RemediationState.APPROVED, null, person);
                    row.step = null;
                    waits = member.approved();
                }
                if (waits && (target == BatchState.RELEASED || member.canary())) {
                    remediations.due(row);
                }
            }
            case CANARY_FAILED -> {
                if (member.waitsForCanary()) {
                    row.approver = null;
                    remediations.hold(
                            row, new Governor.Decision.Hold(HoldCode.CANARY_FAILED, Canary.FOR_OTHERS, null), "auth");
                }
            }
            case REJECTED -> {
                if (member.undecided()) {
                    row.step = null;
                    remediations.enter(
                            row,
                            RemediationState.REJECTED,
                            "Discarded by " + person + ": " + batch.decidedReason,
                            person);
                }
            }
            case EXPIRED -> {
                boolean ofThis = member.undecided() && row.requester.equals(batch.requester);
                if (ofThis && !isInAnother(batch.id, row.id)) {
                    remediations.enter(row, RemediationState.REJECTED, batch.outcome, "auth");
                }
            }
            case WAITING, MOVING -> throw new IllegalStateException("Nothing follows into " + target);
        }
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
        BatchRow batch = locked(id).orElseThrow();
        if (batch.state != BatchState.WAITING
                || batch.expiresAt == null
                || clock.instant().isBefore(batch.expiresAt)) {
            return;
        }
        String why = "Nobody approved the batch within "
                + settings.approvalLifespan().toHours() + " hours. Ask for it again if it is still right.";
        batch.outcome = why;
        move(batch, BatchState.EXPIRED, undecided(items.of(id)));
        ledger.record("auth", "batch.expired", id.toString(), why, Map.of("requester", batch.requester));
    }

    private boolean isInAnother(UUID id, UUID remediationId) {
        return (Long) entities.createNativeQuery("""
                        select count(*) from batch_item i join batch b on b.id = i.batch_id
                        where i.remediation_id = :remediation and b.id <> :id
                          and b.state in ('WAITING', 'MOVING', 'CANARY', 'CANARY_FAILED')""", Long.class)
                        .setParameter("remediation", remediationId)
                        .setParameter("id", id)
                        .getSingleResult()
                > 0;
    }

    /** Lets the rest of a batch run, or holds it, when the first of it say so. */
    void watch(UUID id) {
        BatchRow batch = locked(id).orElseThrow();
        if (batch.state != BatchState.CANARY) {
            return;
        }
        Canary.Verdict verdict = Canary.judge(items.canaries(id).stream()
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
                move(batch, BatchState.RELEASED, rest(id));
                ledger.record("auth", "batch.released", id.toString(), "The first of it are proved.", Map.of());
            }
            case Canary.Verdict.Failed(String owner, String why) -> {
                batch.outcome = why;
                move(batch, BatchState.CANARY_FAILED, rest(id));
                ledger.record(
                        "auth",
                        "batch.held",
                        id.toString(),
                        Canary.FOR_OTHERS,
                        Map.of("code", HoldCode.CANARY_FAILED.name(), "owner", owner));
            }
        }
    }

    private List<UUID> rest(UUID id) {
        return items.of(id).stream()
                .filter(Member::waitsForCanary)
                .map(member -> member.row().id)
                .toList();
    }

    List<UUID> due() {
        return entities.createQuery(
                        "select id from BatchRow where state in (:canary, :moving)"
                                + " or (state = :waiting and expiresAt <= :now) order by position",
                        UUID.class)
                .setParameter("canary", BatchState.CANARY)
                .setParameter("moving", BatchState.MOVING)
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
                full.pending(),
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
                (int) members.stream().filter(Member::pending).count(),
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

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.auth.batch.BatchItems.Member;
import org.mailwarden.auth.batch.BatchList.Item;
import org.mailwarden.auth.batch.BatchPlan.Draft;
import org.mailwarden.auth.caller.ActingName;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.kit.web.Problems;

/**
 * What people decide about batches, and what time decides for them. A decision and its row in the ledger are one transaction, with the first members that
 * follow it; the others follow slice by slice. Locks are taken in one order: remediations, batch, head of the ledger.
 */
@ApplicationScoped
@Transactional
public class Batches {

    private final EntityManager entities;
    private final BatchItems items;
    private final BatchMoves moves;
    private final BatchViews views;
    private final Remediations remediations;
    private final Ledger ledger;
    private final GovernorSettings settings;
    private final Clock clock;

    Batches(
            EntityManager entities,
            BatchItems items,
            BatchMoves moves,
            BatchViews views,
            Remediations remediations,
            Ledger ledger,
            GovernorSettings settings,
            Clock clock) {
        this.entities = entities;
        this.items = items;
        this.moves = moves;
        this.views = views;
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
        return views.of(batch, draft.leftOut());
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
        moves.begin(batch, first == all.size() ? BatchState.RELEASED : BatchState.CANARY, all);
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
        moves.follow(id);
        return views.get(id);
    }

    private static void refuseOwn(BatchRow batch, BatchList now, String approver) {
        boolean own = ActingName.personBehind(batch.requester).equalsIgnoreCase(approver)
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
        moves.begin(batch, BatchState.REJECTED, undecided(members));
        ledger.record(person, "batch.rejected", id.toString(), reason, Map.of("sources", batch.subject));
        moves.follow(id);
        return views.get(id);
    }

    private static List<UUID> undecided(List<Member> members) {
        return members.stream()
                .filter(Member::undecided)
                .map(member -> member.row().id)
                .toList();
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
        BatchRow batch = moves.locked(id).orElseThrow();
        if (batch.state != BatchState.WAITING
                || batch.expiresAt == null
                || clock.instant().isBefore(batch.expiresAt)) {
            return;
        }
        String why = "Nobody approved the batch within "
                + settings.approvalLifespan().toHours() + " hours. Ask for it again if it is still right.";
        batch.outcome = why;
        moves.begin(batch, BatchState.EXPIRED, undecided(items.of(id)));
        ledger.record("auth", "batch.expired", id.toString(), why, Map.of("requester", batch.requester));
    }

    private BatchRow open(UUID id) {
        BatchRow batch = moves.locked(id).orElseThrow(() -> Problems.notFound("batch", id));
        if (!batch.state.isOpen()) {
            throw Problems.of(
                    409, "already-decided", "The batch is " + batch.state + ": there is nothing to decide any more.");
        }
        return batch;
    }
}

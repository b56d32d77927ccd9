// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.auth.batch.BatchItems.Member;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.contracts.remediation.RemediationState;

/** Has the members of batches follow what was decided, slice by slice, and lets the rest run when the first are proved. */
@ApplicationScoped
@Transactional
class BatchMoves {

    private final EntityManager entities;
    private final BatchItems items;
    private final Remediations remediations;
    private final Ledger ledger;
    private final Clock clock;

    BatchMoves(EntityManager entities, BatchItems items, Remediations remediations, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.items = items;
        this.remediations = remediations;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Has members follow a decision: it stands now, and they come slice by slice. */
    void begin(BatchRow batch, BatchState target, List<UUID> members) {
        batch.state = BatchState.MOVING;
        batch.target = target;
        items.pending(batch.id, members, true);
    }

    /**
     * Moves the next slice of a batch to where it was decided that it goes.
     *
     * @return whether others have still to follow
     */
    boolean follow(UUID id) {
        entities.flush();
        List<Member> slice = items.nextSlice(id);
        BatchRow batch = locked(id).orElseThrow();
        BatchState target = batch.target;
        if (batch.state != BatchState.MOVING || target == null) {
            return false;
        }
        slice.forEach(member -> follow(batch, target, member));
        items.pending(id, slice.stream().map(member -> member.row().id).toList(), false);
        if (items.anyPending(id)) {
            return true;
        }
        batch.state = target;
        batch.target = null;
        return false;
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

    private boolean isInAnother(UUID id, UUID remediationId) {
        return (Long) entities.createNativeQuery("""
                        select count(*) from batch_item i join batch b on b.id = i.batch_id
                        where i.remediation_id = :remediation and b.id <> :id
                          and b.state in ('WAITING', 'MOVING', 'CANARY', 'CANARY_FAILED')""")
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
                begin(batch, BatchState.RELEASED, rest(id));
                ledger.record("auth", "batch.released", id.toString(), "The first of it are proved.", Map.of());
            }
            case Canary.Verdict.Failed(String owner, String why) -> {
                batch.outcome = why;
                begin(batch, BatchState.CANARY_FAILED, rest(id));
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

    /** Locks a batch; empty when there is none of that id. */
    Optional<BatchRow> locked(UUID id) {
        return Optional.ofNullable(entities.find(BatchRow.class, id, LockModeType.PESSIMISTIC_WRITE));
    }
}

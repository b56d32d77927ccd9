// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;

/** Gathers what the governor holds because of the same sources, so that one decision is enough for it. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class HeldBatches {

    private final EntityManager entities;
    private final BatchItems items;
    private final Remediations remediations;
    private final Ledger ledger;
    private final Clock clock;

    HeldBatches(EntityManager entities, BatchItems items, Remediations remediations, Ledger ledger, Clock clock) {
        this.entities = entities;
        this.items = items;
        this.remediations = remediations;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Holds a remediation and adds it to the batch of its sources. What a person asked for is decided by itself, or in the
     * batch it was asked in. The batch comes before the ledger's head, as in every decision about it.
     *
     * @param row a locked row
     * @param hold what keeps it, and why
     */
    public void hold(RemediationRow row, Governor.Decision.Hold hold) {
        boolean waits = hold.until() == null && hold.code().isForABatch();
        List<String> sources = waits ? sources(row.id) : List.of();
        if (sources.isEmpty()) {
            remediations.hold(row, hold, "auth");
            return;
        }
        HoldCode code = hold.code();
        String subject = String.join(" and ", sources);
        String reason = code == HoldCode.SOURCE_STOPPED ? hold.reason() : sentence(code);
        UUID fresh = UUID.randomUUID();
        UUID batch = (UUID) entities.createNativeQuery("""
                        insert into batch (id, kind, state, requester, subject, reason, created_at)
                        values (:id, 'HELD', 'WAITING', :requester, :subject, :reason, :now)
                        on conflict (subject) where kind = 'HELD' and state = 'WAITING'
                          do update set reason = excluded.reason
                        returning id""")
                .setParameter("id", fresh)
                .setParameter("requester", row.requester)
                .setParameter("subject", subject)
                .setParameter("reason", reason)
                .setParameter("now", clock.instant())
                .getSingleResult();
        remediations.hold(row, hold, "auth");
        items.add(batch, BatchItems.item(remediations.snapshot(row), row.requester, row.sessionId));
        if (batch.equals(fresh)) {
            ledger.record(
                    "auth", "batch.held", batch.toString(), reason, Map.of("sources", subject, "code", code.name()));
        }
    }

    private static String sentence(HoldCode code) {
        return code == HoldCode.WAITS_FOR_APPROVAL
                ? "The policy or the source proposes, and a person decides: look at who would be reset, then release or"
                        + " discard it."
                : "A budget is used up. Look at the findings first: many at once can be a wrong import. Then release or"
                        + " discard what is held.";
    }

    @SuppressWarnings("unchecked")
    private List<String> sources(UUID remediationId) {
        return entities.createNativeQuery(
                        "select source from remediation_source where remediation_id = :id order by source")
                .setParameter("id", remediationId)
                .getResultList();
    }
}

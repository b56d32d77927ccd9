// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.remediation.RemediationState;

/** Ends what waits only for findings that were closed meanwhile, for instance as false alarms. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ClosedFindings {

    /** What a check of a closed finding comes to. */
    static final String OUTCOME = "CLOSED";

    private final EntityManager entities;
    private final Remediations remediations;

    ClosedFindings(EntityManager entities, Remediations remediations) {
        this.entities = entities;
        this.remediations = remediations;
    }

    /**
     * Rejects what has not begun and for which no other finding speaks any more. What a person asked for or approved stays:
     * that person may know more than the findings.
     *
     * @param closed as breach-watch holds it
     */
    void end(Finding closed) {
        for (RemediationRow row : remediations.waiting(closed.accountId())) {
            List<UUID> findings = remediations.snapshot(row).findings();
            boolean byPolicyAlone =
                    row.requester.equals(Identities.POLICY) && !row.state.equals(RemediationState.APPROVED.name());
            if (byPolicyAlone
                    && findings.contains(closed.findingId())
                    && openBeside(closed.findingId(), findings) == 0) {
                row.step = null;
                row.nextAt = null;
                row.leaseUntil = null;
                remediations.enter(
                        row,
                        RemediationState.REJECTED,
                        "Every finding behind it was closed at breach-watch, so there is nothing to do any more. The"
                                + " last one: "
                                + Objects.requireNonNullElse(closed.closedReason(), "no reason given"),
                        "auth");
            }
        }
    }

    private long openBeside(UUID closed, List<UUID> findings) {
        long others = findings.stream().filter(id -> !id.equals(closed)).count();
        if (others == 0) {
            return 0;
        }
        long over = ((Number) entities.createNativeQuery(
                                "select count(*) from finding_check where finding_id in (:ids) and outcome = :closed")
                        .setParameter(
                                "ids",
                                findings.stream()
                                        .filter(id -> !id.equals(closed))
                                        .toList())
                        .setParameter("closed", OUTCOME)
                        .getSingleResult())
                .longValue();
        return others - over;
    }
}

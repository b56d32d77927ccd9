// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.web.Problems;

/**
 * Cancels: what has not begun ends at once, what has begun is rolled back by a job. A cancellation lets go of somebody, so
 * the person who is meant never cancels, and what a policy planned or what has begun needs an approver.
 */
@ApplicationScoped
@Transactional
public class Cancellations {

    private static final List<String> NOT_BEGUN = List.of("PLANNED", "HELD", "APPROVED");
    private static final List<String> BEGUN = List.of("STARTED", "APPLIED");

    private final Remediations remediations;
    private final Ledger ledger;
    private final Clock clock;

    Cancellations(Remediations remediations, Ledger ledger, Clock clock) {
        this.remediations = remediations;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Cancels.
     *
     * @param id the remediation
     * @param reason why; not blank
     * @param person who
     * @param approver whether that person may approve as well
     * @return the row; still in its state when a job rolls it back now
     */
    public RemediationRow cancel(UUID id, String reason, String person, boolean approver) {
        RemediationRow row = remediations.locked(id).orElseThrow(() -> Problems.notFound("remediation", id));
        row.requireAnother(person);
        requireApprover(row, approver);
        if (NOT_BEGUN.contains(row.state)) {
            row.step = null;
            row.nextAt = null;
            row.leaseUntil = null;
            remediations.enter(
                    row,
                    RemediationState.REJECTED,
                    "Cancelled by " + person + ": " + reason + ". Nothing had been done.",
                    person);
            return row;
        }
        if (!BEGUN.contains(row.state) || row.cancelledBy != null) {
            throw Problems.of(409, "not-to-be-cancelled", whyNot(row));
        }
        // A call to Keycloak that is under way may still have its effect: the roll-back comes after it.
        Instant lease = row.leaseUntil;
        boolean underWay = row.step != null && lease != null && lease.isAfter(clock.instant());
        row.cancelledBy = person;
        row.cancelledReason = reason;
        row.remindAt = null;
        row.step = Identities.ROLL_BACK;
        row.attempts = 0;
        row.leaseUntil = underWay ? lease : null;
        row.nextAt = underWay ? lease : clock.instant();
        ledger.record(person, "remediation.cancelled", row.id.toString(), reason, Map.of("owner", row.owner));
        return row;
    }

    private static void requireApprover(RemediationRow row, boolean approver) {
        boolean ofAPolicy = row.requester.equals(Identities.POLICY) && NOT_BEGUN.contains(row.state);
        if (!approver && (ofAPolicy || BEGUN.contains(row.state))) {
            throw Problems.of(
                    403,
                    "approver-needed",
                    "Only an approver cancels what a policy planned, or what has begun. Ask an approver.");
        }
    }

    private static String whyNot(RemediationRow row) {
        if (row.cancelledBy != null) {
            return "It is being rolled back already.";
        }
        return row.state.equals(RemediationState.VERIFIED.name())
                ? "It is done and proved, and more may have been done to the user since. Ask for ENABLE_USER or"
                        + " DISABLE_USER instead."
                : "The remediation is " + row.state + ": there is nothing to cancel any more.";
    }
}

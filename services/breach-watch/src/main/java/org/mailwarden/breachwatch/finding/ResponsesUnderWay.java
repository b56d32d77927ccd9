// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.ResponseMode;

/** Keeps for which accounts a remediation is under way, in the transaction in which it is heard of. */
@ApplicationScoped
class ResponsesUnderWay {

    private final EntityManager entities;

    ResponsesUnderWay(EntityManager entities) {
        this.entities = entities;
    }

    /** Events come side by side: whichever is told last, the newest counts, and of two at one time the end. */
    void on(@Observes Remediation remediation) {
        entities.createNativeQuery("""
                        insert into response (remediation_id, account_id, under_way, changed_at)
                        values (:id, :account, :underWay, :changed)
                        on conflict (remediation_id) do update set
                          under_way = excluded.under_way
                            and (response.under_way or excluded.changed_at > response.changed_at),
                          changed_at = excluded.changed_at
                        where excluded.changed_at >= response.changed_at""")
                .setParameter("id", remediation.remediationId())
                .setParameter("account", remediation.accountId())
                .setParameter("underWay", isUnderWay(remediation))
                .setParameter("changed", remediation.changedAt())
                .executeUpdate();
    }

    /** Something was done already, or waits to be done. What a policy only observes is not. */
    private static boolean isUnderWay(Remediation remediation) {
        return switch (remediation.state()) {
            case HELD, APPROVED, STARTED, APPLIED -> true;
            case PLANNED -> remediation.mode() != ResponseMode.OBSERVE;
            case VERIFIED, FAILED, REJECTED, EXPIRED -> false;
        };
    }
}

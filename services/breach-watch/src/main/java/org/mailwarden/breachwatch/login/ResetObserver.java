// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;

/** Remembers which accounts are being reset, and which were: within the transaction that hears of it. */
@ApplicationScoped
class ResetObserver {

    private final EntityManager entities;
    private final KnownNames names;
    private final Clock clock;

    ResetObserver(EntityManager entities, KnownNames names, Clock clock) {
        this.entities = entities;
        this.names = names;
        this.clock = clock;
    }

    void on(@Observes Remediation remediation) {
        if (remediation.action() != RemediationAction.FORCE_RESET) {
            return;
        }
        boolean proved = remediation.state() == RemediationState.VERIFIED;
        // Once the steps are done the password is gone, and whoever comes in then is its owner.
        keep(remediation, remediation.state() == RemediationState.STARTED, proved ? clock.instant() : null);
        names.forget();
    }

    private void keep(Remediation remediation, boolean underWay, @Nullable Instant retiredAt) {
        entities.createNativeQuery("""
                        insert into account_reset (account_id, under_way, retired_at, seen_at)
                        values (:account, :underWay, cast(:retiredAt as timestamptz), :seenAt)
                        on conflict (account_id) do update set under_way = excluded.under_way,
                          retired_at = coalesce(excluded.retired_at, account_reset.retired_at),
                          seen_at = excluded.seen_at""")
                .setParameter("account", remediation.accountId())
                .setParameter("underWay", underWay)
                .setParameter("retiredAt", retiredAt)
                .setParameter("seenAt", clock.instant())
                .executeUpdate();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;

/** Remembers which accounts are being reset, and which were: within the transaction that hears of it. */
@ApplicationScoped
class ResetObserver {

    private final EntityManager entities;
    private final KnownNames names;
    private final Event<Touched> touched;

    ResetObserver(EntityManager entities, KnownNames names, Event<Touched> touched) {
        this.entities = entities;
        this.names = names;
        this.touched = touched;
    }

    /** An account of whose reset something was heard. */
    record Touched(UUID accountId, String address, String owner) {}

    void on(@Observes Remediation remediation) {
        if (remediation.action() != RemediationAction.FORCE_RESET) {
            return;
        }
        boolean proved = remediation.state() == RemediationState.VERIFIED;
        Instant changed = remediation.changedAt();
        // Once the steps are done the password is gone, and whoever comes in then is its owner.
        keep(remediation, remediation.state() == RemediationState.STARTED, changed, proved ? changed : null);
        touched.fire(new Touched(remediation.accountId(), remediation.address(), remediation.owner()));
    }

    /** Once the change is there for everybody to read: what was remembered before would be remembered again. */
    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) Touched account) {
        names.forget(account.accountId(), account.address(), account.owner());
    }

    /** Events come side by side: whichever is told last, the newest counts, and of two at one time the end. */
    private void keep(Remediation remediation, boolean underWay, Instant changed, @Nullable Instant retiredAt) {
        entities.createNativeQuery("""
                        insert into account_reset (account_id, under_way, retired_at, seen_at, begun_at, ended_at)
                        values (:account, :underWay, cast(:retiredAt as timestamptz), :seenAt,
                          case when :underWay then cast(:seenAt as timestamptz) end,
                          case when not :underWay then cast(:seenAt as timestamptz) end)
                        on conflict (account_id) do update set
                          under_way = case when excluded.seen_at > account_reset.seen_at then excluded.under_way
                            when excluded.seen_at = account_reset.seen_at
                              then excluded.under_way and account_reset.under_way
                            else account_reset.under_way end,
                          retired_at = greatest(excluded.retired_at, account_reset.retired_at),
                          begun_at = greatest(excluded.begun_at, account_reset.begun_at),
                          ended_at = case when excluded.ended_at > account_reset.begun_at
                              and (account_reset.ended_at is null or account_reset.ended_at <= account_reset.begun_at)
                            then excluded.ended_at else coalesce(account_reset.ended_at, excluded.ended_at) end,
                          seen_at = greatest(excluded.seen_at, account_reset.seen_at)""")
                .setParameter("account", remediation.accountId())
                .setParameter("underWay", underWay)
                .setParameter("retiredAt", retiredAt)
                .setParameter("seenAt", changed)
                .executeUpdate();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/** The accounts in the database. Every change announces itself in the same transaction. */
@ApplicationScoped
public class Fleet implements PanacheRepositoryBase<Account, UUID> {

    private final Outbox outbox;
    private final jakarta.enterprise.event.Event<SessionObsolete> obsolete;
    private final jakarta.enterprise.event.Event<AccountHappened> happened;
    private final jakarta.enterprise.event.Event<AccountSwitched> switched;
    private final Clock clock;

    Fleet(
            Outbox outbox,
            jakarta.enterprise.event.Event<SessionObsolete> obsolete,
            jakarta.enterprise.event.Event<AccountHappened> happened,
            jakarta.enterprise.event.Event<AccountSwitched> switched,
            Clock clock) {
        this.switched = switched;
        this.obsolete = obsolete;
        this.happened = happened;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The present, in the precision the database keeps. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Reads an account and keeps others from changing it until the transaction ends.
     *
     * @param id the account
     * @return empty when there is none
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Account> locked(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * Announces a changed account.
     *
     * @param account the account, changed already
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void changed(Account account) {
        account.changedAt = now();
        outbox.add(new Event(
                EventId.of(EventType.ACCOUNT_CHANGED, account.id, account.changedAt),
                EventType.ACCOUNT_CHANGED,
                account.id.toString(),
                account.changedAt,
                account.snapshot()));
    }

    /**
     * Puts an account into a state and announces it, when it is not in that state for that reason already.
     *
     * @param account the account
     * @param state the state
     * @param reason plain sentence, absent for none
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void enter(Account account, AccountState state, @Nullable String reason) {
        enter(account, state, reason, null);
    }

    /**
     * Puts an account into a state because a person asked for it.
     *
     * @param account the account
     * @param state the state
     * @param reason plain sentence, absent for none
     * @param actor who asked, absent when nobody did
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void enter(Account account, AccountState state, @Nullable String reason, @Nullable String actor) {
        if (account.state != state || !java.util.Objects.equals(account.stateReason, reason)) {
            account.state = state;
            account.stateReason = reason;
            changed(account);
            tell(
                    account,
                    AccountHappened.Kind.STATE_CHANGED,
                    actor,
                    reason == null ? state.name() : state + ": " + reason);
            if (!account.isPolled()) {
                endSession(account.id);
            }
        }
    }

    /**
     * Keeps what happened to an account on its timeline.
     *
     * @param account the account, in the database already
     * @param kind what happened
     * @param actor who did it, absent when the fetcher did
     * @param detail plain sentence without a secret
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tell(Account account, AccountHappened.Kind kind, @Nullable String actor, String detail) {
        happened.fire(new AccountHappened(account.id, kind, actor, detail));
    }

    /**
     * Tells that an account is read over the other protocol from now on.
     *
     * @param account the account, changed already
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void switched(Account account) {
        switched.fire(new AccountSwitched(account.id));
    }

    /**
     * Ends the session of an account that is open now, once this transaction has succeeded.
     *
     * @param id the account
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endSession(UUID id) {
        obsolete.fire(new SessionObsolete(id));
    }

    /**
     * Removes an account with all that was kept of it, and announces that it is gone.
     *
     * @param account the account
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(Account account) {
        delete(account);
        endSession(account.id);
        Instant at = now();
        outbox.add(new Event(
                EventId.of(EventType.ACCOUNT_CHANGED, account.id, "removed"),
                EventType.ACCOUNT_CHANGED,
                account.id.toString(),
                at,
                null));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.supervise.SignInBudget.AccountUse;

/** The rows of sign-ins of one account: what was begun, how it ended, what still counts. Every method wants a transaction. */
@ApplicationScoped
public class SignInUse {

    private static final Duration DAY = Duration.ofDays(1);

    /** After this a sign-in that was cut off with our own process no longer speaks against a password that has worked. */
    private static final Duration UNCLEAR = Duration.ofHours(1);

    private final EntityManager entities;
    private final Fleet fleet;

    SignInUse(EntityManager entities, Fleet fleet) {
        this.entities = entities;
        this.fleet = fleet;
    }

    /** Writes down that a sign-in begins. */
    @Transactional(TxType.MANDATORY)
    void begin(UUID id, Account account, Purpose purpose) {
        entities.createNativeQuery(
                        "insert into sign_in_attempt (id, account_id, credential_version, host, started_at, purpose) values"
                                + " (:id, :account, :version, :host, :now, :purpose)")
                .setParameter("purpose", purpose.name())
                .setParameter("id", id)
                .setParameter("account", account.id)
                .setParameter("version", account.credentialVersion)
                .setParameter("host", account.host)
                .setParameter("now", fleet.now())
                .executeUpdate();
    }

    /** Writes down how a sign-in ended. */
    @Transactional(TxType.MANDATORY)
    void end(UUID id, String outcome) {
        entities.createNativeQuery("update sign_in_attempt set outcome = :outcome where id = :id")
                .setParameter("outcome", outcome)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** A password that works was never wrong: what stood against it is void. */
    @Transactional(TxType.MANDATORY)
    void opened(UUID id, UUID account, long version) {
        entities.createNativeQuery(
                        "delete from sign_in_attempt where account_id = :account and outcome = 'OPENED' and id <> :id")
                .setParameter("account", account)
                .setParameter("id", id)
                .executeUpdate();
        entities.createNativeQuery("update sign_in_attempt set voided = true where account_id = :account and"
                        + " credential_version = :version and id <> :id and not voided")
                .setParameter("account", account)
                .setParameter("version", version)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** The owner's own password opened the mailbox: what the server held against the account is void. */
    @Transactional(TxType.MANDATORY)
    void openedByOwner(UUID id, UUID account) {
        entities.createNativeQuery(
                        "update sign_in_attempt set voided = true where account_id = :account and id <> :id and not voided")
                .setParameter("account", account)
                .setParameter("id", id)
                .executeUpdate();
    }

    /** What an account has used up. */
    @Transactional(TxType.MANDATORY)
    AccountUse of(Account account) {
        Instant now = fleet.now();
        Tuple row = (Tuple) entities.createNativeQuery("""
                        select
                            count(*) filter (where ofVersion),
                            count(*) filter (where ofVersion and outcome is null),
                            count(*) filter (where started_at > :day),
                            min(started_at) filter (where started_at > :day)
                        from (select s.outcome, s.started_at, s.credential_version = :version and s.purpose = 'POLL'
                                and not (s.excused and :proven)
                                and not (s.outcome is null and :proven and s.started_at < :unclear) as ofVersion
                            from sign_in_attempt s
                            where s.account_id = :account and not s.voided and %s) counted""".formatted(MailHosts.COUNTED), Tuple.class)
                .setParameter("day", now.minus(DAY))
                .setParameter("unclear", now.minus(UNCLEAR))
                .setParameter("version", account.credentialVersion)
                .setParameter("proven", account.isProven())
                .setParameter("account", account.id)
                .getSingleResult();
        Instant first = Optional.ofNullable(row.get(3, Instant.class)).orElse(now);
        return new AccountUse(
                row.get(0, Long.class).intValue(),
                row.get(1, Long.class).intValue(),
                row.get(2, Long.class).intValue(),
                Duration.between(now.minus(DAY), first),
                account.isProven(),
                account.tryByHand);
    }

    /** Forgets what counts no more: refusals of the present credential are kept, however old. */
    @Transactional(TxType.MANDATORY)
    void forget() {
        entities.createNativeQuery("""
                        delete from sign_in_attempt s where s.started_at < :day and (s.voided
                        or not (%s or s.outcome = 'OPENED')
                        or not exists (select 1 from account a where a.id = s.account_id
                            and a.credential_version = s.credential_version))""".formatted(MailHosts.COUNTED))
                .setParameter("day", fleet.now().minus(DAY))
                .executeUpdate();
    }
}

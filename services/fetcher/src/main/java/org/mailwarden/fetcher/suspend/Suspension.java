// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.suspend;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.fetcher.account.Account;
import org.mailwarden.fetcher.account.Fleet;

/** Stands aside while a remediation runs: a poller that keeps trying a dead password would lock its user out. */
@ApplicationScoped
public class Suspension {

    private final EntityManager entities;
    private final Fleet fleet;

    Suspension(EntityManager entities, Fleet fleet) {
        this.entities = entities;
        this.fleet = fleet;
    }

    /**
     * Suspends the account of a remediation that begins, unless it has a newer credential already. An account that is read
     * by a token or a master user goes on: it locks nobody out, and no new credential would ever end its suspension.
     *
     * @param remediation the remediation
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void begin(Remediation remediation) {
        fleet.locked(remediation.accountId())
                .filter(account -> account.credentialVersion == remediation.credentialVersion())
                .filter(account -> account.credentialType == CredentialType.PASSWORD)
                .ifPresent(this::suspend);
    }

    private void suspend(Account account) {
        fleet.enter(
                account,
                AccountState.SUSPENDED,
                "The password is being reset. Reading goes on when the account has its new credential.");
    }

    /**
     * Puts the delivery of the retired password in line, for the proof: once for each time that the remediation was planned.
     *
     * @param remediation a remediation that was applied
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void prove(Remediation remediation) {
        entities.createNativeQuery("""
            insert into proof_delivery (remediation_id, account_id, credential_version, next_attempt_at, planned_at)
            values (:id, :account, :version, :now, :planned)
            on conflict (remediation_id) do update set
                attempts = 0, next_attempt_at = :now, outcome = null, planned_at = :planned,
                mail_protocol = null, mail_began_at = null, mail_outcome = null, mail_reason = null
            where proof_delivery.planned_at is null or proof_delivery.planned_at < :planned\
            """)
                .setParameter("planned", remediation.plannedAt())
                .setParameter("id", remediation.remediationId())
                .setParameter("account", remediation.accountId())
                .setParameter("version", remediation.credentialVersion())
                .setParameter("now", fleet.now())
                .executeUpdate();
    }
}

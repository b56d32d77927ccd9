// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.kit.event.Event;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.outbox.Outbox;

/** Which fingerprints are wanted, and their publication, each once. */
@ApplicationScoped
@Transactional
public class SealedCredentials {

    private final Accounts accounts;
    private final Remediations remediations;
    private final Outbox outbox;
    private final EntityManager entities;
    private final Clock clock;

    SealedCredentials(
            Accounts accounts, Remediations remediations, Outbox outbox, EntityManager entities, Clock clock) {
        this.accounts = accounts;
        this.remediations = remediations;
        this.outbox = outbox;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Lists the accounts for which a person's password is not known yet. An account whose password the fetcher holds is none:
     * that password is the mailbox's, and may be another one.
     *
     * @param owner Keycloak user name
     * @param version version of the person's password at Keycloak
     * @return the accounts
     */
    public List<KnownAccount> wanted(String owner, long version) {
        return accounts.withoutPassword(owner).stream()
                .filter(account -> !isKnown(account.accountId(), version))
                .toList();
    }

    /**
     * Publishes a sealed fingerprint.
     *
     * @param accountId the account
     * @param owner Keycloak user name
     * @param version version of the person's password at Keycloak
     * @param envelope Base64 of the envelope, which this service cannot open
     * @return whether it was published; otherwise it was not wanted (any more)
     */
    public boolean publish(UUID accountId, String owner, long version, String envelope) {
        Optional<KnownAccount> account = wanted(owner, version).stream()
                .filter(candidate -> candidate.accountId().equals(accountId))
                .findFirst();
        account.ifPresent(known -> publish(known, version, envelope));
        return account.isPresent();
    }

    private void publish(KnownAccount account, long version, String envelope) {
        Instant changedAt = Instant.ofEpochMilli(version);
        outbox.add(new Event(
                EventId.of(EventType.CREDENTIAL_SEALED, account.accountId(), version),
                EventType.CREDENTIAL_SEALED,
                account.accountId().toString(),
                changedAt,
                new CredentialSealed(
                        account.accountId(), account.address(), account.owner(), version, changedAt, envelope)));
        entities.createNativeQuery("""
                        insert into keycloak_credential (account_id, version, sealed_at) values (:id, :version, :now)
                        on conflict (account_id) do update set version = :version, sealed_at = :now""")
                .setParameter("id", account.accountId())
                .setParameter("version", version)
                .setParameter("now", clock.instant())
                .executeUpdate();
        remediations.complete(account.accountId(), version, changedAt, "The owner signed in with a new password.");
    }

    private boolean isKnown(UUID accountId, long version) {
        return !entities.createNativeQuery(
                        "select 1 from keycloak_credential where account_id = :id and version >= :version")
                .setParameter("id", accountId)
                .setParameter("version", version)
                .getResultList()
                .isEmpty();
    }
}

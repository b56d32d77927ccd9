// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.credential.CredentialSealed;

/**
 * Keeps accounts and their newest credentials. Events may come in any order and from two topics: the newest version wins,
 * and an account that was removed stays removed.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class Fleet {

    private final EntityManager entities;
    private final Findings findings;
    private final FingerprintSeals seals;
    private final Event<CredentialChanged> changes;
    private final Event<AccountTouched> touches;
    private final Clock clock;

    Fleet(
            EntityManager entities,
            Findings findings,
            FingerprintSeals seals,
            Event<CredentialChanged> changes,
            Event<AccountTouched> touches,
            Clock clock) {
        this.entities = entities;
        this.findings = findings;
        this.seals = seals;
        this.changes = changes;
        this.touches = touches;
        this.clock = clock;
    }

    /**
     * Takes a sealed credential. Findings about older ones close themselves.
     *
     * @param sealed as received
     * @throws org.mailwarden.kit.inbox.UnreadableEvent when its envelope does not open
     */
    void accept(CredentialSealed sealed) {
        FingerprintSeals.Opened opened = seals.open(sealed);
        try (Fingerprint fingerprint = opened.fingerprint()) {
            UUID accountId = sealed.accountId();
            addAccount(accountId, sealed.address(), sealed.owner());
            if (locked(accountId).removedAt != null) {
                return;
            }
            if (replace(sealed, opened)) {
                findings.closeUpTo(
                        accountId,
                        sealed.credentialVersion() - 1,
                        "The credential was replaced: version " + sealed.credentialVersion() + " is current.");
                changes.fire(new CredentialChanged(accountId, sealed.credentialVersion()));
                touches.fire(new AccountTouched(accountId));
            }
        }
    }

    /**
     * Takes an account's snapshot.
     *
     * @param snapshot as received; an older one than is known changes nothing
     */
    void accept(AccountChanged snapshot) {
        addAccount(snapshot.accountId(), snapshot.address(), snapshot.owner());
        AccountRow account = locked(snapshot.accountId());
        if (account.removedAt != null || snapshot.changedAt().isBefore(account.changedAt)) {
            return;
        }
        account.address = snapshot.address();
        account.owner = snapshot.owner();
        account.username = snapshot.username();
        account.changedAt = snapshot.changedAt();
        if (snapshot.credentialType() != CredentialType.PASSWORD) {
            forget(snapshot.accountId(), snapshot.credentialVersion());
            findings.closeUpTo(
                    snapshot.accountId(),
                    snapshot.credentialVersion(),
                    "The account does not sign in with a password any more.");
        }
        touches.fire(new AccountTouched(snapshot.accountId()));
    }

    /**
     * Takes the removal of an account: its credential is forgotten, its findings close.
     *
     * @param accountId the account
     */
    void remove(UUID accountId) {
        addAccount(accountId, "", null);
        AccountRow account = locked(accountId);
        if (account.removedAt == null) {
            account.removedAt = clock.instant();
        }
        forget(accountId, Long.MAX_VALUE);
        findings.closeAll(accountId, "The account was removed from the fleet.");
        touches.fire(new AccountTouched(accountId));
    }

    private void addAccount(UUID accountId, String address, @Nullable String owner) {
        entities.createNativeQuery("""
                        insert into account (account_id, address, owner, changed_at)
                        values (:id, :address, cast(:owner as text), :never) on conflict do nothing""")
                .setParameter("id", accountId)
                .setParameter("address", address)
                .setParameter("owner", owner)
                .setParameter("never", Instant.EPOCH)
                .executeUpdate();
    }

    private AccountRow locked(UUID accountId) {
        return entities.find(AccountRow.class, accountId, LockModeType.PESSIMISTIC_WRITE);
    }

    /** The mailbox's own password outranks the one that its owner has at Keycloak, and those of a kind the newest wins. */
    private boolean replace(CredentialSealed sealed, FingerprintSeals.Opened opened) {
        Fingerprint fingerprint = opened.fingerprint();
        return entities.createNativeQuery("""
                                insert into credential (account_id, version, fingerprint, reuse_tag, strength,
                                    length_bucket, changed_at)
                                values (:id, :version, :fingerprint, :reuseTag, :strength, :bucket, :changedAt)
                                on conflict (account_id) do update set version = excluded.version,
                                    fingerprint = excluded.fingerprint, reuse_tag = excluded.reuse_tag,
                                    strength = excluded.strength, length_bucket = excluded.length_bucket,
                                    changed_at = excluded.changed_at
                                where (credential.version < excluded.version
                                        and (credential.version >= :ofKeycloak or excluded.version < :ofKeycloak))
                                    or (credential.version >= :ofKeycloak and excluded.version < :ofKeycloak)""")
                        .setParameter("id", sealed.accountId())
                        .setParameter("ofKeycloak", CredentialSealed.FIRST_OF_KEYCLOAK)
                        .setParameter("version", sealed.credentialVersion())
                        .setParameter(
                                "fingerprint", seals.seal(fingerprint, sealed.accountId(), sealed.credentialVersion()))
                        .setParameter("reuseTag", seals.reuseTag(fingerprint))
                        .setParameter("strength", opened.strength())
                        .setParameter("bucket", opened.lengthBucket())
                        .setParameter("changedAt", sealed.changedAt())
                        .executeUpdate()
                == 1;
    }

    private void forget(UUID accountId, long upToVersion) {
        entities.createNativeQuery("delete from credential where account_id = :id and version <= :version")
                .setParameter("id", accountId)
                .setParameter("version", upToVersion)
                .executeUpdate();
    }
}

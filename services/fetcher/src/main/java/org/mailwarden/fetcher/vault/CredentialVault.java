// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.kit.seal.AeadSealer;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;
import org.mailwarden.kit.secret.SecretAccess;

/**
 * The mailbox credentials. Each is sealed and bound to its account and version, so that a row moved to another account
 * does not open; each opening is counted by what it was for.
 */
@ApplicationScoped
public class CredentialVault {

    /** What people read about a credential that does not open. */
    public static final String UNREADABLE =
            "The stored password cannot be opened with the key of the vault. Give the account its password again.";

    private final EntityManager entities;
    private final Clock clock;
    private final AeadSealer sealer;

    CredentialVault(
            EntityManager entities, Clock clock, @ConfigProperty(name = "mailwarden.keys.directory") Path keys) {
        this.entities = entities;
        this.clock = clock;
        this.sealer = AeadSealer.loadOrCreate(keys.resolve("vault.keyset"));
    }

    /**
     * Seals the credential of a version; older versions stay until the next one, for the proof of a remediation.
     *
     * @param accountId the account
     * @param version the version
     * @param password the password, left open for the caller to close
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void store(UUID accountId, long version, Secret password) {
        byte[] clear = password.revealUtf8(SecretAccess.because("seal it in the vault"));
        try {
            entities.createNativeQuery(
                            "insert into credential (account_id, version, sealed, changed_at) values (:account, :version,"
                                    + " :sealed, :now)")
                    .setParameter("account", accountId)
                    .setParameter("version", version)
                    .setParameter("sealed", sealer.seal(clear, place(accountId, version)))
                    .setParameter("now", clock.instant())
                    .executeUpdate();
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
        entities.createNativeQuery("delete from credential where account_id = :account and version < :version - 1")
                .setParameter("account", accountId)
                .setParameter("version", version)
                .executeUpdate();
    }

    /**
     * Opens a credential.
     *
     * @param accountId the account
     * @param version the version
     * @param purpose why, for the record
     * @return the password, for the caller to close; empty when this version is not kept
     * @throws SealBroken when the key is another or the row was changed; the caller's transaction goes on
     */
    @Transactional(dontRollbackOn = SealBroken.class)
    public Optional<Secret> open(UUID accountId, long version, String purpose) {
        List<?> rows = entities.createNativeQuery(
                        "select sealed from credential where account_id = :account and version = :version")
                .setParameter("account", accountId)
                .setParameter("version", version)
                .getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        entities.createNativeQuery(
                        "insert into vault_opening as o (account_id, version, purpose, day, openings, last_opened_at) values"
                                + " (:account, :version, :purpose, cast(:now as date), 1, :now) on conflict (account_id,"
                                + " version, purpose, day) do update set openings = o.openings + 1, last_opened_at ="
                                + " excluded.last_opened_at")
                .setParameter("account", accountId)
                .setParameter("version", version)
                .setParameter("purpose", purpose)
                .setParameter("now", clock.instant())
                .executeUpdate();
        return Optional.of(Secret.ofUtf8(sealer.open((byte[]) rows.getFirst(), place(accountId, version))));
    }

    private static String place(UUID accountId, long version) {
        return "mw1|" + accountId + "|" + version;
    }
}

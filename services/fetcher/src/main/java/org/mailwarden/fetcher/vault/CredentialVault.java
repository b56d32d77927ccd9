// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.vault;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.kit.seal.AeadSealer;
import org.mailwarden.kit.seal.SealBroken;
import org.mailwarden.kit.secret.Secret;

/**
 * The mailbox credentials. Each is sealed and bound to its account and version, so that a row moved to another account
 * does not open; each opening is counted by what it was for.
 */
@ApplicationScoped
public class CredentialVault {

    /** What people read about a credential that does not open. */
    public static final String UNREADABLE =
            "The stored credential cannot be opened with the key of the vault. Give the account its credential again.";

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
     * @param credential the credential, left open for the caller to close
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void store(UUID accountId, long version, Credential credential) {
        entities.createNativeQuery(
                        "insert into credential (account_id, version, type, sealed, changed_at) values (:account,"
                                + " :version, :type, :sealed, :now)")
                .setParameter("account", accountId)
                .setParameter("version", version)
                .setParameter("type", credential.type().name())
                .setParameter("sealed", sealed(accountId, version, credential))
                .setParameter("now", clock.instant())
                .executeUpdate();
        entities.createNativeQuery("delete from credential where account_id = :account and version < :version - 1")
                .setParameter("account", accountId)
                .setParameter("version", version)
                .executeUpdate();
    }

    /**
     * Exchanges what is sealed of a version that stays the same, as when a token endpoint hands out another refresh token.
     *
     * @param accountId the account
     * @param version the version
     * @param credential of the same kind, left open for the caller to close
     * @return false when this version is not kept any more
     */
    @Transactional
    public boolean replace(UUID accountId, long version, Credential credential) {
        return entities.createNativeQuery(
                                "update credential set sealed = :sealed where account_id = :account and version ="
                                        + " :version and type = :type")
                        .setParameter("account", accountId)
                        .setParameter("version", version)
                        .setParameter("type", credential.type().name())
                        .setParameter("sealed", sealed(accountId, version, credential))
                        .executeUpdate()
                == 1;
    }

    private byte[] sealed(UUID accountId, long version, Credential credential) {
        byte[] clear = CredentialBytes.of(credential);
        try {
            return sealer.seal(clear, place(accountId, version, credential.type()));
        } finally {
            Arrays.fill(clear, (byte) 0);
        }
    }

    /**
     * Opens a credential.
     *
     * @param accountId the account
     * @param version the version
     * @param purpose why, for the record
     * @return the credential, for the caller to close; empty when this version is not kept
     * @throws SealBroken when the key is another or the row was changed; the caller's transaction goes on
     */
    @Transactional(dontRollbackOn = SealBroken.class)
    @SuppressWarnings("unchecked")
    public Optional<Credential> open(UUID accountId, long version, String purpose) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select sealed, type from credential where account_id = :account and version = :version",
                        Tuple.class)
                .setParameter("account", accountId)
                .setParameter("version", version)
                .getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        entities.createNativeQuery(
                        "insert into vault_opening as o (account_id, version, purpose, day, openings, last_opened_at)"
                                + " values (:account, :version, :purpose, cast(:now as date), 1, :now) on conflict"
                                + " (account_id, version, purpose, day) do update set openings = o.openings + 1,"
                                + " last_opened_at = excluded.last_opened_at")
                .setParameter("account", accountId)
                .setParameter("version", version)
                .setParameter("purpose", purpose)
                .setParameter("now", clock.instant())
                .executeUpdate();
        CredentialType type = CredentialType.valueOf(rows.getFirst().get(1, String.class));
        byte[] clear = sealer.open(rows.getFirst().get(0, byte[].class), place(accountId, version, type));
        return Optional.of(CredentialBytes.read(type, clear));
    }

    /**
     * Opens the password of a person, and nothing else.
     *
     * @param accountId the account
     * @param version the version
     * @param purpose why, for the record
     * @return the password, for the caller to close; empty when this version is not kept or is no password
     * @throws SealBroken as {@link #open}
     */
    @Transactional(dontRollbackOn = SealBroken.class)
    public Optional<Secret> openPassword(UUID accountId, long version, String purpose) {
        boolean password =
                entities.createNativeQuery("select 1 from credential where account_id = :account and version ="
                                        + " :version and type = 'PASSWORD'")
                                .setParameter("account", accountId)
                                .setParameter("version", version)
                                .getResultList()
                                .size()
                        == 1;
        return password
                ? open(accountId, version, purpose).map(credential -> ((Credential.Password) credential).password())
                : Optional.empty();
    }

    /**
     * Seals something else that is secret, such as an access token.
     *
     * @param clear the content; left for the caller to wipe
     * @param place what it is bound to, unlike any place of a credential
     * @return sealed bytes
     */
    public byte[] seal(byte[] clear, String place) {
        return sealer.seal(clear, "mw1|" + place);
    }

    /**
     * Opens what {@link #seal} sealed.
     *
     * @param sealed the bytes
     * @param place the same place
     * @return the content, for the caller to wipe
     * @throws SealBroken when key or place are others
     */
    public byte[] unseal(byte[] sealed, String place) {
        return sealer.open(sealed, "mw1|" + place);
    }

    /** The kind is part of the place, so that JSON with a client's secret is never sent to a mail server as a password. */
    private static String place(UUID accountId, long version, CredentialType type) {
        return "mw1|" + accountId + "|" + version + (type == CredentialType.PASSWORD ? "" : "|" + type);
    }
}

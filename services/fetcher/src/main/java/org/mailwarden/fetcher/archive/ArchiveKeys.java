// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

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
import org.mailwarden.kit.seal.StreamSealer;

/**
 * The key of each account's raw messages, sealed with the keyset of the vault and bound to its account. It is destroyed
 * with the account, which makes every copy of its messages unreadable, in backups of the store too.
 */
@ApplicationScoped
public class ArchiveKeys {

    private final EntityManager entities;
    private final Clock clock;
    private final AeadSealer sealer;

    ArchiveKeys(EntityManager entities, Clock clock, @ConfigProperty(name = "mailwarden.keys.directory") Path keys) {
        this.entities = entities;
        this.clock = clock;
        this.sealer = AeadSealer.loadOrCreate(keys.resolve("vault.keyset"));
    }

    /**
     * Opens the key of an account.
     *
     * @param account the account
     * @return empty when it has none, or has been removed
     */
    @Transactional
    Optional<StreamSealer> find(UUID account) {
        List<?> rows = entities.createNativeQuery("select sealed from archive_key where account_id = :account")
                .setParameter("account", account)
                .getResultList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(open(account, (byte[]) rows.getFirst()));
    }

    /**
     * Opens the key of an account, making it when there is none.
     *
     * @param account an account that exists
     */
    @Transactional
    StreamSealer findOrMake(UUID account) {
        return find(account).orElseGet(() -> {
            byte[] key = StreamSealer.newKey();
            try {
                entities.createNativeQuery(
                                "insert into archive_key (account_id, sealed, made_at) values (:account, :sealed,"
                                        + " :now) on conflict (account_id) do nothing")
                        .setParameter("account", account)
                        .setParameter("sealed", sealer.seal(key, place(account)))
                        .setParameter("now", clock.instant())
                        .executeUpdate();
            } finally {
                Arrays.fill(key, (byte) 0);
            }
            // Another one may have been quicker.
            return find(account).orElseThrow();
        });
    }

    private StreamSealer open(UUID account, byte[] sealed) {
        byte[] key = sealer.open(sealed, place(account));
        try {
            return StreamSealer.of(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static String place(UUID account) {
        return "mw1|archive|" + account;
    }
}

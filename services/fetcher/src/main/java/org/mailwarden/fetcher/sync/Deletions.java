// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The journal of what was asked to be deleted on a server: written before it is asked for, confirmed by a listing that no
 * longer names the message.
 */
@ApplicationScoped
public class Deletions {

    private final EntityManager entities;
    private final Clock clock;

    Deletions(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Writes down what is about to be asked for.
     *
     * @param account the account
     * @param uidls the messages
     * @param fingerprints of each by its UIDL
     */
    @Transactional
    void ask(UUID account, List<String> uidls, Map<String, String> fingerprints) {
        for (String uidl : uidls) {
            entities.createNativeQuery("""
                            insert into pop3_deletion (account_id, uidl, fingerprint, asked_at)
                            values (:account, :uidl, :fingerprint, :now)
                            on conflict (account_id, uidl, fingerprint)
                            do update set asked_at = excluded.asked_at, confirmed_at = null""")
                    .setParameter("account", account)
                    .setParameter("uidl", uidl)
                    .setParameter("fingerprint", fingerprints.getOrDefault(uidl, ""))
                    .setParameter("now", clock.instant())
                    .executeUpdate();
        }
    }

    /**
     * Writes down that a message is no longer listed, when its deletion was asked for.
     *
     * @param account the account
     * @param uidl a message that is gone, whoever deleted it
     */
    @Transactional
    void confirm(UUID account, String uidl) {
        entities.createNativeQuery("""
                        update pop3_deletion set confirmed_at = :now
                        where account_id = :account and uidl = :uidl and confirmed_at is null""")
                .setParameter("now", clock.instant())
                .setParameter("account", account)
                .setParameter("uidl", uidl)
                .executeUpdate();
    }
}

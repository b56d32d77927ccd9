// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.AccountSwitched;
import org.mailwarden.fetcher.publish.MessageEvents;
import org.mailwarden.fetcher.sync.SyncState.Seen;

/** What was seen of each maildrop. Written only after the broker acknowledged the events of it. */
@ApplicationScoped
public class MaildropLedger {

    private final EntityManager entities;
    private final SyncState state;
    private final Deletions deletions;

    MaildropLedger(EntityManager entities, SyncState state, Deletions deletions) {
        this.entities = entities;
        this.state = state;
        this.deletions = deletions;
    }

    /**
     * A message of the ledger.
     *
     * @param fingerprint recognises it again
     * @param octets its size as LIST said, -1 when unknown
     * @param size its bytes as they were read, -1 when unknown
     * @param sha256 names its raw form in the archive; absent when it was never put there
     * @param seenAt when it was first read
     */
    record Known(
            String fingerprint,
            long octets,
            long size,
            @Nullable String sha256,
            Instant seenAt) {}

    /**
     * A message that was read.
     *
     * @param uidl its UIDL
     * @param octets its size as LIST said
     * @param size its bytes as they were read
     * @param sha256 names its raw form in the archive; absent when it was not put there
     */
    record Measured(
            String uidl, long octets, long size, @Nullable String sha256) {}

    /**
     * The messages that were announced and are not known to be gone, in the order in which they were read.
     *
     * @param account the account
     * @return by UIDL
     */
    @Transactional
    Map<String, Known> known(UUID account) {
        List<?> rows = entities.createNativeQuery("""
                        select s.uidl, s.fingerprint, coalesce(l.octets, -1), coalesce(l.size, -1), l.sha256, s.seen_at
                        from seen_message s left join pop3_ledger l on l.account_id = s.account_id and l.uidl = s.uidl
                        where s.account_id = :account and s.folder = :folder and s.uidl <> '' order by s.seen_at""", Tuple.class)
                .setParameter("account", account)
                .setParameter("folder", MessageEvents.MAILDROP)
                .getResultList();
        Map<String, Known> known = new LinkedHashMap<>();
        for (Object each : rows) {
            Tuple row = (Tuple) each;
            known.put(
                    row.get(0, String.class),
                    new Known(
                            row.get(1, String.class),
                            row.get(2, Number.class).longValue(),
                            row.get(3, Number.class).longValue(),
                            row.get(4, String.class),
                            row.get(5, Instant.class)));
        }
        return known;
    }

    /**
     * Remembers announced messages.
     *
     * @param account the account
     * @param announced the messages
     * @param measured their sizes, and those of others that were read
     */
    @Transactional
    void remember(UUID account, List<Seen> announced, List<Measured> measured) {
        state.remember(account, announced);
        for (Measured message : measured) {
            entities.createNativeQuery("""
                            insert into pop3_ledger as l (account_id, uidl, octets, size, sha256)
                            values (:account, :uidl, :octets, :size, :sha256)
                            on conflict (account_id, uidl) do update set octets = excluded.octets, size = excluded.size,
                            sha256 = coalesce(excluded.sha256, l.sha256)""")
                    .setParameter("account", account)
                    .setParameter("uidl", message.uidl())
                    .setParameter("octets", message.octets())
                    .setParameter("size", message.size())
                    .setParameter("sha256", message.sha256())
                    .executeUpdate();
        }
    }

    /**
     * Takes a message for the one that was seen under another UIDL.
     *
     * @param account the account
     * @param before the UIDL it had
     * @param uidl the UIDL it has
     */
    @Transactional
    void renumber(UUID account, String before, String uidl) {
        entities.createNativeQuery(
                        "update seen_message set uidl = :uidl where account_id = :account and uidl = :before")
                .setParameter("uidl", uidl)
                .setParameter("account", account)
                .setParameter("before", before)
                .executeUpdate();
        forgetSizes(account, before);
    }

    /**
     * Whether the account was read over IMAP before it was switched, and messages of that time are not recognised yet.
     *
     * @param account the account
     * @return whether there are such messages
     */
    @Transactional
    boolean wasReadOverImap(UUID account) {
        return !entities.createNativeQuery(
                        "select 1 from seen_message where account_id = :account and folder = :folder and uidl = '' limit 1")
                .setParameter("account", account)
                .setParameter("folder", MessageEvents.MAILDROP)
                .getResultList()
                .isEmpty();
    }

    /**
     * Takes a message for one that was seen over IMAP.
     *
     * @param account the account
     * @param fingerprint of the message
     * @param uidl its UIDL
     * @return whether there was one
     */
    @Transactional
    boolean recogniseFromImap(UUID account, String fingerprint, String uidl) {
        return entities.createNativeQuery("""
                                update seen_message set uid_validity = 0, uid = 0, uidl = :uidl where ctid = (
                                    select ctid from seen_message where account_id = :account and folder = :folder
                                    and fingerprint = :fingerprint and uidl = '' order by uid_validity, uid limit 1)""")
                        .setParameter("uidl", uidl)
                        .setParameter("account", account)
                        .setParameter("folder", MessageEvents.MAILDROP)
                        .setParameter("fingerprint", fingerprint)
                        .executeUpdate()
                == 1;
    }

    /**
     * Forgets a message that is gone, after its going was announced.
     *
     * @param account the account
     * @param uidl its UIDL
     */
    @Transactional
    void forget(UUID account, String uidl) {
        deletions.confirm(account, uidl);
        state.forget(account, MessageEvents.MAILDROP, 0, Optional.empty(), uidl);
        forgetSizes(account, uidl);
    }

    private void forgetSizes(UUID account, String uidl) {
        entities.createNativeQuery("delete from pop3_ledger where account_id = :account and uidl = :uidl")
                .setParameter("account", account)
                .setParameter("uidl", uidl)
                .executeUpdate();
    }

    /**
     * Makes the first visit over the other protocol go through everything, so that it recognises what was seen.
     *
     * @param account the account
     */
    void switched(@Observes AccountSwitched account) {
        entities.createNativeQuery("delete from folder_state where account_id = :account")
                .setParameter("account", account.accountId())
                .executeUpdate();
    }

    /**
     * Notes how long the server wants to be left alone.
     *
     * @param account the account
     * @param delay between two sign-ins
     */
    @Transactional
    void loginDelay(UUID account, Duration delay) {
        entities.createNativeQuery(
                        "update account set login_delay_seconds = :delay where id = :account and login_delay_seconds <> :delay")
                .setParameter("delay", delay.toSeconds())
                .setParameter("account", account)
                .executeUpdate();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.imap.FolderSync;
import org.mailwarden.fetcher.message.MessageId;

/** What was seen of each mailbox. Written only after the broker acknowledged the events of it. */
@ApplicationScoped
public class SyncState {

    private final EntityManager entities;

    SyncState(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A message that was announced.
     *
     * @param folder its folder
     * @param uidValidity 0 for POP3
     * @param uid 0 for POP3
     * @param uidl empty for IMAP
     * @param fingerprint recognises it again
     * @param seenAt when
     */
    public record Seen(String folder, long uidValidity, long uid, String uidl, String fingerprint, Instant seenAt) {}

    /**
     * What is known of a folder.
     *
     * @param account the account
     * @param folder the folder
     * @return absent when it was never read
     */
    @Transactional
    public FolderSync.@Nullable Stored folder(UUID account, String folder) {
        List<?> rows = entities.createNativeQuery(
                        "select uid_validity, last_uid from folder_state where account_id = :account and folder = :folder",
                        Tuple.class)
                .setParameter("account", account)
                .setParameter("folder", folder)
                .getResultList();
        if (rows.isEmpty()) {
            return null;
        }
        Tuple row = (Tuple) rows.getFirst();
        return new FolderSync.Stored(row.get(0, Long.class), row.get(1, Long.class));
    }

    /**
     * Advances a folder, together with what was announced of it.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity the folder's UIDVALIDITY
     * @param lastUid highest UID that is done with
     * @param announced messages announced since the last advance
     */
    @Transactional
    public void advance(UUID account, String folder, long uidValidity, long lastUid, List<Seen> announced) {
        remember(account, announced);
        entities.createNativeQuery("""
                        insert into folder_state (account_id, folder, uid_validity, last_uid)
                        values (:account, :folder, :validity, :last)
                        on conflict (account_id, folder)
                        do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("validity", uidValidity)
                .setParameter("last", lastUid)
                .executeUpdate();
    }

    /**
     * Remembers announced messages.
     *
     * @param account the account
     * @param announced the messages
     */
    @Transactional
    public void remember(UUID account, List<Seen> announced) {
        if (announced.isEmpty()) {
            return;
        }
        entities.createNativeQuery("""
                        with fresh as (
                            insert into seen_message (account_id, folder, uid_validity, uid, uidl, fingerprint, seen_at)
                            select :account, folder, validity, uid, uidl, fingerprint, cast(seen_at as timestamptz)
                            from unnest(cast(:folders as text[]), cast(:validities as bigint[]), cast(:uids as bigint[]),
                                cast(:uidls as text[]), cast(:fingerprints as text[]), cast(:times as text[]))
                                as announced (folder, validity, uid, uidl, fingerprint, seen_at)
                            on conflict do nothing returning seen_at)
                        update account set messages_seen = messages_seen + (select count(*) from fresh),
                            last_message_at = greatest(last_message_at, (select max(seen_at) from fresh))
                        where id = :account and exists (select 1 from fresh)""")
                .setParameter("account", account)
                .setParameter("folders", texts(announced, Seen::folder))
                .setParameter("validities", numbers(announced, Seen::uidValidity))
                .setParameter("uids", numbers(announced, Seen::uid))
                .setParameter("uidls", texts(announced, Seen::uidl))
                .setParameter("fingerprints", texts(announced, Seen::fingerprint))
                .setParameter("times", texts(announced, seen -> seen.seenAt().toString()))
                .executeUpdate();
    }

    private static String[] texts(List<Seen> all, Function<Seen, String> part) {
        return all.stream().map(part).toArray(String[]::new);
    }

    private static Long[] numbers(List<Seen> all, Function<Seen, Long> part) {
        return all.stream().map(part).toArray(Long[]::new);
    }

    /**
     * The messages still known only by the numbers of a UIDVALIDITY that is no more.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity the folder's UIDVALIDITY now
     * @return their numbers
     */
    @Transactional
    public List<MessageId.Imap> outdated(UUID account, String folder, long uidValidity) {
        List<?> rows = entities.createNativeQuery("""
                        select uid_validity, uid from seen_message
                        where account_id = :account and folder = :folder and uid_validity <> :validity and uidl = ''
                        order by uid_validity, uid""", Tuple.class)
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("validity", uidValidity)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new MessageId.Imap(row.get(0, Long.class), row.get(1, Long.class)))
                .toList();
    }

    /**
     * Whether messages are still known only by the numbers of a UIDVALIDITY that is no more.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity the folder's UIDVALIDITY now
     * @return whether there is at least one
     */
    @Transactional
    public boolean hasOutdated(UUID account, String folder, long uidValidity) {
        return !entities.createNativeQuery("""
                        select 1 from seen_message
                        where account_id = :account and folder = :folder and uid_validity <> :validity and uidl = ''
                        limit 1""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("validity", uidValidity)
                .getResultList()
                .isEmpty();
    }

    /**
     * The UIDs that were announced and are not known to be gone.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity the folder's UIDVALIDITY
     * @return the UIDs
     */
    @Transactional
    public Set<Long> uids(UUID account, String folder, long uidValidity) {
        List<?> rows = entities.createNativeQuery(
                        "select uid from seen_message where account_id = :account and folder = :folder and uid_validity ="
                                + " :validity")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("validity", uidValidity)
                .getResultList();
        Set<Long> uids = new TreeSet<>();
        rows.forEach(uid -> uids.add((Long) uid));
        return uids;
    }

    /**
     * The highest UID that was announced.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity the folder's UIDVALIDITY
     * @return 0 when there is none
     */
    @Transactional
    public long highest(UUID account, String folder, long uidValidity) {
        return number("select coalesce(max(uid), 0)", account, folder, uidValidity);
    }

    /**
     * How many messages were announced and are not known to be gone.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity the folder's UIDVALIDITY
     * @return the count
     */
    @Transactional
    public long count(UUID account, String folder, long uidValidity) {
        return number("select count(*)", account, folder, uidValidity);
    }

    private long number(String select, UUID account, String folder, long uidValidity) {
        Object number = entities.createNativeQuery(select + """
                         from seen_message where account_id = :account and folder = :folder
                        and uid_validity = :validity and uidl = ''""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("validity", uidValidity)
                .getSingleResult();
        return (Long) number;
    }

    /**
     * The UIDLs that were announced and are not known to be gone.
     *
     * @param account the account
     * @return the UIDLs
     */
    @Transactional
    public List<String> uidls(UUID account) {
        List<?> rows = entities.createNativeQuery(
                        "select uidl from seen_message where account_id = :account and uidl <> ''")
                .setParameter("account", account)
                .getResultList();
        List<String> uidls = new ArrayList<>();
        rows.forEach(uidl -> uidls.add((String) uidl));
        return uidls;
    }

    /**
     * Forgets messages that are gone, after their going was announced.
     *
     * @param account the account
     * @param folder the folder
     * @param uidValidity 0 for POP3
     * @param uid the UID, empty for POP3
     * @param uidl the UIDL, empty for IMAP
     */
    @Transactional
    public void forget(UUID account, String folder, long uidValidity, Optional<Long> uid, String uidl) {
        entities.createNativeQuery(
                        "delete from seen_message where account_id = :account and folder = :folder and uid_validity ="
                                + " :validity and uid = :uid and uidl = :uidl")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("validity", uidValidity)
                .setParameter("uid", uid.orElse(0L))
                .setParameter("uidl", uidl)
                .executeUpdate();
    }

    /**
     * Forgets IMAP messages that are gone, after their going was announced.
     *
     * @param account the account
     * @param folder the folder
     * @param gone what the server called them
     */
    @Transactional
    public void forget(UUID account, String folder, List<MessageId.Imap> gone) {
        entities.createNativeQuery("""
                        delete from seen_message where account_id = :account and folder = :folder and uidl = ''
                        and (uid_validity, uid) in (
                            select * from unnest(cast(:validities as bigint[]), cast(:uids as bigint[])))""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter(
                        "validities",
                        gone.stream().map(MessageId.Imap::uidValidity).toArray(Long[]::new))
                .setParameter("uids", gone.stream().map(MessageId.Imap::uid).toArray(Long[]::new))
                .executeUpdate();
    }
}

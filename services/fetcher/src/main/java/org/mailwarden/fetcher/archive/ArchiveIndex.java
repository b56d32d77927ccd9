// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the archive holds, and who read it. */
@ApplicationScoped
public class ArchiveIndex {

    private final EntityManager entities;

    ArchiveIndex(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A message of the archive.
     *
     * @param accountId its account
     * @param fingerprint as in MessageReceived
     * @param sha256 over all of it, lower-case hex
     * @param size bytes
     * @param archivedAt when it was put there
     */
    public record Entry(UUID accountId, String fingerprint, String sha256, long size, Instant archivedAt) {

        /** Its name in the store. */
        String name() {
            return accountId + "/" + fingerprint.substring(0, 2) + "/" + fingerprint + "-" + sha256;
        }
    }

    /**
     * A reading of a message.
     *
     * @param id counts up
     * @param accountId the account
     * @param fingerprint the message
     * @param sha256 the message exactly
     * @param reader who
     * @param readAt when
     */
    public record Reading(long id, UUID accountId, String fingerprint, String sha256, String reader, Instant readAt) {}

    /** Adds a message; one that is there already stays as it is. */
    @Transactional
    void add(Entry entry) {
        entities.createNativeQuery("""
                        insert into archived_message (account_id, fingerprint, sha256, size, archived_at)
                        values (:account, :fingerprint, :sha256, :size, :at) on conflict do nothing""")
                .setParameter("account", entry.accountId())
                .setParameter("fingerprint", entry.fingerprint())
                .setParameter("sha256", entry.sha256())
                .setParameter("size", entry.size())
                .setParameter("at", entry.archivedAt())
                .executeUpdate();
    }

    /** The messages of a fingerprint, in the order in which they came. */
    @Transactional
    List<Entry> find(UUID account, String fingerprint) {
        return entries(
                "where account_id = :account and fingerprint = :fingerprint order by archived_at, sha256",
                query -> query.setParameter("account", account).setParameter("fingerprint", fingerprint));
    }

    /** Whether this very message is there. */
    @Transactional
    boolean has(UUID account, String fingerprint, String sha256) {
        return find(account, fingerprint).stream()
                .anyMatch(entry -> entry.sha256().equals(sha256));
    }

    /** The oldest messages that came before a time. */
    @Transactional
    List<Entry> before(Instant time, int most) {
        return entries(
                "where archived_at < :time order by archived_at limit " + most,
                query -> query.setParameter("time", time));
    }

    /** Accounts that are no more and of which messages are still there. */
    @Transactional
    List<UUID> ofRemovedAccounts() {
        return entities.createNativeQuery("""
                        select distinct account_id from archived_message m
                        where not exists (select 1 from account a where a.id = m.account_id)""").getResultList().stream()
                .map(UUID.class::cast)
                .toList();
    }

    /** Takes a message out. */
    @Transactional
    void remove(Entry entry) {
        entities.createNativeQuery(
                        "delete from archived_message where account_id = :account and fingerprint = :fingerprint"
                                + " and sha256 = :sha256")
                .setParameter("account", entry.accountId())
                .setParameter("fingerprint", entry.fingerprint())
                .setParameter("sha256", entry.sha256())
                .executeUpdate();
    }

    /** Takes all messages of an account out. */
    @Transactional
    void removeAll(UUID account) {
        entities.createNativeQuery("delete from archived_message where account_id = :account")
                .setParameter("account", account)
                .executeUpdate();
    }

    /** Writes a reading down; before anything of the message is given. */
    @Transactional
    void read(Entry entry, String reader, Instant at) {
        entities.createNativeQuery("""
                        insert into archive_reading (account_id, fingerprint, sha256, reader, read_at)
                        values (:account, :fingerprint, :sha256, :reader, :at)""")
                .setParameter("account", entry.accountId())
                .setParameter("fingerprint", entry.fingerprint())
                .setParameter("sha256", entry.sha256())
                .setParameter("reader", reader)
                .setParameter("at", at)
                .executeUpdate();
    }

    /** Readings, newest first. */
    @Transactional
    List<Reading> readings(long before, int most) {
        return entities
                .createNativeQuery("""
                        select id, account_id, fingerprint, sha256, reader, read_at from archive_reading
                        where id < :before order by id desc limit :most""", Tuple.class)
                .setParameter("before", before)
                .setParameter("most", most)
                .getResultList()
                .stream()
                .map(Tuple.class::cast)
                .map(row -> new Reading(
                        ((Tuple) row).get(0, Long.class),
                        ((Tuple) row).get(1, UUID.class),
                        ((Tuple) row).get(2, String.class),
                        ((Tuple) row).get(3, String.class),
                        ((Tuple) row).get(4, String.class),
                        ((Tuple) row).get(5, Instant.class)))
                .toList();
    }

    private interface Parameters {
        jakarta.persistence.Query set(jakarta.persistence.Query query);
    }

    private List<Entry> entries(String where, Parameters parameters) {
        List<?> rows = parameters
                .set(entities.createNativeQuery(
                        "select account_id, fingerprint, sha256, size, archived_at from archived_message " + where,
                        Tuple.class))
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new Entry(
                        row.get(0, UUID.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, Number.class).longValue(),
                        row.get(4, Instant.class)))
                .toList();
    }
}

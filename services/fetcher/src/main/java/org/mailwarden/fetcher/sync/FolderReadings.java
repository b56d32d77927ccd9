// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.AccountSwitched;
import org.mailwarden.fetcher.imap.FolderSync.Settled;
import org.mailwarden.fetcher.imap.SelectedFolder;
import org.mailwarden.fetcher.publish.MessageEvents;

/** How the last reading of each folder ended. */
@ApplicationScoped
public class FolderReadings {

    /** A folder without news is read every half minute; that it was is written once in this time. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final EntityManager entities;
    private final Duration refill;
    private final Clock clock;

    FolderReadings(EntityManager entities, FetcherConfig config, Clock clock) {
        this.entities = entities;
        this.refill = config.renumberedRefill();
        this.clock = clock;
    }

    /**
     * A folder as people see it.
     *
     * @param name of the folder
     * @param uidValidity absent before it was first read
     * @param lastUid highest UID that is done with; absent before it was first read
     * @param messages in it when it was last read to the end; absent before
     * @param backfill a long reading that is not through; absent when there is none
     * @param lastReadAt end of the last reading that went well; at most a minute older than the last poll; absent before
     * @param error why it cannot be read; absent when it can
     * @param errorSince since when
     */
    public record FolderView(
            String name,
            @Nullable Long uidValidity,
            @Nullable Long lastUid,
            @Nullable Integer messages,
            @Nullable Backfill backfill,
            @Nullable Instant lastReadAt,
            @Nullable String error,
            @Nullable Instant errorSince) {}

    /**
     * The folders that were read to the end and can be read now.
     *
     * @param account the account
     * @return by name
     */
    @Transactional
    public Map<String, Settled> settled(UUID account) {
        Map<String, Settled> settled = new HashMap<>();
        for (Object row : entities.createNativeQuery("""
                        select r.folder, r.uid_validity, r.uid_next, r.message_count, r.highest_mod_seq
                        from folder_reading r
                        left join folder_state s on s.account_id = r.account_id and s.folder = r.folder
                        where r.account_id = :account and r.problem is null
                        and (r.renumbered_at is null or r.renumbered_at > :full)
                        and (s.uid_validity = r.uid_validity or s.uid_validity is null and r.message_count = 0)""", Tuple.class)
                .setParameter("account", account)
                .setParameter("full", now().minus(refill))
                .getResultList()) {
            Tuple reading = (Tuple) row;
            settled.put(
                    reading.get(0, String.class),
                    new Settled(
                            reading.get(1, Long.class),
                            reading.get(2, Long.class),
                            reading.get(3, Integer.class),
                            reading.get(4, Long.class)));
        }
        return settled;
    }

    /**
     * Writes down that a folder was read to the end.
     *
     * @param account the account
     * @param folder as the server described it before the reading
     */
    @Transactional
    public void settle(UUID account, SelectedFolder folder) {
        entities.createNativeQuery("""
                        insert into folder_reading
                            (account_id, folder, uid_validity, uid_next, message_count, highest_mod_seq, read_at)
                        values (:account, :folder, :validity, :next, :count, :modSeq, :now)
                        on conflict (account_id, folder) do update set uid_validity = excluded.uid_validity,
                            uid_next = excluded.uid_next, message_count = excluded.message_count,
                            highest_mod_seq = excluded.highest_mod_seq, read_at = excluded.read_at,
                            problem = null, problem_since = null, backfill_total = null, backfill_known = null,
                            backfill_from = null, renumbered_at =
                            case when folder_reading.renumbered_at > :full then folder_reading.renumbered_at end""")
                .setParameter("account", account)
                .setParameter("folder", folder.name())
                .setParameter("validity", folder.uidValidity())
                .setParameter("next", folder.uidNext())
                .setParameter("count", folder.exists())
                .setParameter("modSeq", folder.highestModSeq())
                .setParameter("full", now().minus(refill))
                .setParameter("now", now())
                .executeUpdate();
    }

    /**
     * Writes down that a maildrop was read to the end.
     *
     * @param account the account
     * @param messages in it
     */
    @Transactional
    public void settleMaildrop(UUID account, int messages) {
        entities.createNativeQuery("""
                        insert into folder_reading (account_id, folder, message_count, read_at)
                        values (:account, :folder, :count, :now)
                        on conflict (account_id, folder) do update set message_count = excluded.message_count,
                            read_at = excluded.read_at, backfill_total = null, backfill_known = null, backfill_from = null
                        where folder_reading.message_count is distinct from excluded.message_count
                        or folder_reading.backfill_total is not null or folder_reading.read_at < :stale""")
                .setParameter("account", account)
                .setParameter("folder", MessageEvents.MAILDROP)
                .setParameter("count", messages)
                .setParameter("now", now())
                .setParameter("stale", now().minus(FRESH))
                .executeUpdate();
    }

    /**
     * Writes down that a long reading of a folder begins, or goes on.
     *
     * @param account the account
     * @param folder its name
     * @param total messages in it
     * @param known how many of them were announced already
     */
    @Transactional
    public void backfill(UUID account, String folder, int total, long known) {
        entities.createNativeQuery("""
                        insert into folder_reading (account_id, folder, backfill_total, backfill_known, backfill_from)
                        values (:account, :folder, :total, :known, :now)
                        on conflict (account_id, folder) do update set backfill_total = excluded.backfill_total,
                            backfill_known = excluded.backfill_known, backfill_from = excluded.backfill_from""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("total", total)
                .setParameter("known", known)
                .setParameter("now", now())
                .executeUpdate();
    }

    /**
     * Writes down that the server renumbered a folder.
     *
     * @param account the account
     * @param folder its name
     */
    @Transactional
    public void renumbered(UUID account, String folder) {
        entities.createNativeQuery("""
                        insert into folder_reading (account_id, folder, renumbered_at) values (:account, :folder, :now)
                        on conflict (account_id, folder) do update set renumbered_at = excluded.renumbered_at""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("now", now())
                .executeUpdate();
    }

    /**
     * Whether a folder was renumbered so recently that its old messages may still come back to it.
     *
     * @param account the account
     * @param folder its name
     * @return whether it is too early to call those that are missing gone
     */
    @Transactional
    public boolean isBeingFilled(UUID account, String folder) {
        return !entities.createNativeQuery("""
                        select 1 from folder_reading
                        where account_id = :account and folder = :folder and renumbered_at > :full""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("full", now().minus(refill))
                .getResultList()
                .isEmpty();
    }

    /**
     * Writes down that folders had no news.
     *
     * @param account the account
     * @param folders their names
     */
    @Transactional
    public void unchanged(UUID account, Collection<String> folders) {
        if (!folders.isEmpty()) {
            entities.createNativeQuery("""
                            update folder_reading set read_at = :now
                            where account_id = :account and folder in (:folders) and read_at < :stale""")
                    .setParameter("account", account)
                    .setParameter("folders", folders)
                    .setParameter("now", now())
                    .setParameter("stale", now().minus(FRESH))
                    .executeUpdate();
        }
    }

    /**
     * Writes down that a folder cannot be read.
     *
     * @param account the account
     * @param folder its name
     * @param problem sentence for people
     */
    @Transactional
    public void failed(UUID account, String folder, String problem) {
        entities.createNativeQuery("""
                        insert into folder_reading (account_id, folder, problem, problem_since)
                        values (:account, :folder, :problem, :now)
                        on conflict (account_id, folder) do update set problem = excluded.problem,
                            problem_since = coalesce(folder_reading.problem_since, excluded.problem_since)
                        where folder_reading.problem is distinct from excluded.problem""")
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("problem", problem)
                .setParameter("now", now())
                .executeUpdate();
    }

    /**
     * Every folder that was ever read, or was to be.
     *
     * @param account the account
     * @return by name
     */
    @Transactional
    public List<FolderView> views(UUID account) {
        List<?> rows = entities.createNativeQuery("""
                        select coalesce(r.folder, s.folder), coalesce(s.uid_validity, r.uid_validity), s.last_uid,
                            r.message_count, r.read_at, r.problem, r.problem_since,
                            r.backfill_known, r.backfill_total, r.backfill_from,
                            case when r.backfill_total is not null then (
                                select count(*) from seen_message m where m.account_id = r.account_id
                                and m.folder = r.folder and m.uid_validity = coalesce(s.uid_validity, 0)) end
                        from (select * from folder_reading where account_id = :account) r
                        full join (select * from folder_state where account_id = :account) s on s.folder = r.folder
                        order by 1""", Tuple.class)
                .setParameter("account", account)
                .getResultList();
        return rows.stream()
                .map(Tuple.class::cast)
                .map(row -> new FolderView(
                        row.get(0, String.class),
                        row.get(1, Long.class),
                        row.get(2, Long.class),
                        row.get(3, Integer.class),
                        backfill(row),
                        row.get(4, Instant.class),
                        row.get(5, String.class),
                        row.get(6, Instant.class)))
                .toList();
    }

    private @Nullable Backfill backfill(Tuple row) {
        Integer total = row.get(8, Integer.class);
        return total == null
                ? null
                : Backfill.of(row.get(7, Long.class), row.get(10, Long.class), total, row.get(9, Instant.class), now());
    }

    /** Makes the first visit over another protocol go through everything. */
    void switched(@Observes AccountSwitched account) {
        entities.createNativeQuery("delete from folder_reading where account_id = :account")
                .setParameter("account", account.accountId())
                .executeUpdate();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.quarantine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.QuarantineReason;

/** Keeps which messages could be read only in part. */
@ApplicationScoped
public class Quarantine {

    /** After this nobody looks into a mail any more; a flood of hostile mail must not fill the table for ever. */
    private static final Duration KEPT = Duration.ofDays(90);

    private final EntityManager entities;

    Quarantine(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A row with its place in the list.
     *
     * @param id grows with time
     * @param message the message
     */
    public record Row(long id, Quarantined message) {}

    /**
     * Writes rows; a message that is there already stays as it is, so a folder may be read again after a crash.
     *
     * @param account the account
     * @param messages the messages
     */
    @Transactional
    public void write(UUID account, List<Quarantined> messages) {
        if (messages.isEmpty()) {
            return;
        }
        for (Quarantined message : messages) {
            entities.createNativeQuery("""
                            insert into quarantined_message (account_id, folder, uid_validity, uid, uidl, fingerprint, size,
                                message_id, sender, subject, reason, quarantined_at)
                            values (:account, :folder, :validity, :uid, :uidl, :fingerprint, :size, cast(:messageId as text),
                                cast(:sender as text), cast(:subject as text), :reason, :at)
                            on conflict do nothing""")
                    .setParameter("account", account)
                    .setParameter("folder", message.folder())
                    .setParameter("validity", message.uidValidity())
                    .setParameter("uid", message.uid())
                    .setParameter("uidl", message.uidl())
                    .setParameter("fingerprint", message.fingerprint())
                    .setParameter("size", message.size())
                    .setParameter("messageId", message.messageId())
                    .setParameter("sender", message.sender())
                    .setParameter("subject", message.subject())
                    .setParameter("reason", message.reason().name())
                    .setParameter("at", message.at())
                    .executeUpdate();
        }
        entities.createNativeQuery(
                        "delete from quarantined_message where account_id = :account and quarantined_at < :old")
                .setParameter("account", account)
                .setParameter("old", messages.getLast().at().minus(KEPT))
                .executeUpdate();
    }

    /**
     * The quarantined messages of an account, newest first.
     *
     * @param account the account
     * @param before rows older than this one; absent for the newest
     * @param limit how many at most
     * @return the rows
     */
    @Transactional
    public List<Row> of(UUID account, @Nullable Long before, int limit) {
        List<?> rows = entities.createNativeQuery("""
                        select id, folder, uid_validity, uid, uidl, fingerprint, size, message_id, sender, subject, reason,
                            quarantined_at
                        from quarantined_message where account_id = :account and id < :before order by id desc limit :limit""", Tuple.class)
                .setParameter("account", account)
                .setParameter("before", before == null ? Long.MAX_VALUE : before)
                .setParameter("limit", limit)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(Quarantine::row).toList();
    }

    private static Row row(Tuple row) {
        return new Row(
                row.get("id", Long.class),
                new Quarantined(
                        row.get("folder", String.class),
                        row.get("uid_validity", Long.class),
                        row.get("uid", Long.class),
                        row.get("uidl", String.class),
                        row.get("fingerprint", String.class),
                        row.get("size", Long.class),
                        row.get("message_id", String.class),
                        row.get("sender", String.class),
                        row.get("subject", String.class),
                        QuarantineReason.valueOf(row.get("reason", String.class)),
                        row.get("quarantined_at", Instant.class)));
    }
}

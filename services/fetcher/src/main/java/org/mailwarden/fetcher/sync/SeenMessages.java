// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.mail.QuarantineReason;

/**
 * The announced messages of an account that are still on the server. Only what recognises a message is kept of it: whom
 * people write to, and what, is on the topic alone; only of quarantined ones sender and subject are kept.
 */
@ApplicationScoped
public class SeenMessages {

    private final EntityManager entities;

    SeenMessages(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A message as people see it; its {@code MessageReceived} event on {@code mail.messages} has the fingerprint too.
     *
     * @param folder its folder
     * @param uidValidity IMAP UIDVALIDITY; absent for POP3
     * @param uid IMAP UID; absent for POP3
     * @param uidl POP3 unique id; absent for IMAP
     * @param fingerprint recognises it, whatever the server calls it
     * @param readAt when it was read
     * @param archived whether its raw form is in the archive
     * @param quarantined why only part of it could be read; absent when all could
     */
    public record MessageView(
            String folder,
            @Nullable Long uidValidity,
            @Nullable Long uid,
            @Nullable String uidl,
            String fingerprint,
            Instant readAt,
            boolean archived,
            @Nullable QuarantineReason quarantined) {

        /** The place of this message in the list, for {@link SeenMessages#of}. */
        String cursor() {
            return new Cursor(
                            readAt,
                            folder,
                            uidValidity == null ? 0 : uidValidity,
                            uid == null ? 0 : uid,
                            uidl == null ? "" : uidl)
                    .text();
        }
    }

    /** A place in the list. */
    record Cursor(Instant seenAt, String folder, long uidValidity, long uid, String uidl) {

        /** Before the newest message. */
        static final Cursor START = new Cursor(Instant.parse("9999-12-31T00:00:00Z"), "", 0, 0, "");

        private static final String SEPARATOR = "\n";

        String text() {
            String plain = String.join(
                    SEPARATOR, seenAt.toString(), Long.toString(uidValidity), Long.toString(uid), uidl, folder);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
        }

        /** Reads what {@link #text} wrote; empty for anything else. */
        static Optional<Cursor> of(String text) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split(SEPARATOR, 5);
                return parts.length < 5
                        ? Optional.empty()
                        : Optional.of(new Cursor(
                                Instant.parse(parts[0]),
                                parts[4],
                                Long.parseLong(parts[1]),
                                Long.parseLong(parts[2]),
                                parts[3]));
            } catch (IllegalArgumentException | DateTimeException foreign) {
                return Optional.empty();
            }
        }
    }

    /**
     * The messages of an account, newest first.
     *
     * @param account the account
     * @param folder only of this folder; absent for all
     * @param after the place after which to begin
     * @param most how many at most
     * @return the messages
     */
    @Transactional
    List<MessageView> of(UUID account, @Nullable String folder, Cursor after, int most) {
        List<?> rows = entities.createNativeQuery("""
                        select m.folder, m.uid_validity, m.uid, m.uidl, m.fingerprint, m.seen_at,
                            exists (select 1 from archived_message a
                                where a.account_id = m.account_id and a.fingerprint = m.fingerprint) as archived,
                            (select min(q.reason) from quarantined_message q
                                where q.account_id = m.account_id and q.folder = m.folder
                                and q.fingerprint = m.fingerprint) as reason
                        from seen_message m
                        where m.account_id = :account and (cast(:folder as text) is null or m.folder = :folder)
                        and (m.seen_at, m.folder, m.uid_validity, m.uid, m.uidl)
                            < (:seenAt, :lastFolder, :validity, :uid, :uidl)
                        order by m.seen_at desc, m.folder desc, m.uid_validity desc, m.uid desc, m.uidl desc
                        limit :most""", Tuple.class)
                .setParameter("account", account)
                .setParameter("folder", folder)
                .setParameter("seenAt", after.seenAt())
                .setParameter("lastFolder", after.folder())
                .setParameter("validity", after.uidValidity())
                .setParameter("uid", after.uid())
                .setParameter("uidl", after.uidl())
                .setParameter("most", most)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(SeenMessages::view).toList();
    }

    private static MessageView view(Tuple row) {
        String uidl = row.get(3, String.class);
        boolean pop3 = !uidl.isEmpty();
        String reason = row.get(7, String.class);
        return new MessageView(
                row.get(0, String.class),
                pop3 ? null : row.get(1, Long.class),
                pop3 ? null : row.get(2, Long.class),
                pop3 ? uidl : null,
                row.get(4, String.class),
                row.get(5, Instant.class),
                row.get(6, Boolean.class),
                reason == null ? null : QuarantineReason.valueOf(reason));
    }
}

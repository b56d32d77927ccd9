// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.trust;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;
import org.mailwarden.kit.web.Problems;

/** Keeps marks, those that were taken back too. Safe for many threads. */
@ApplicationScoped
@Transactional
class MarkRows {

    /** A mark within another one is none of its own; so many that are needed are a sign that something else is wrong. */
    static final int MOST = 5_000;

    private static final String COLUMNS =
            "mark_id, account_id, what, value, reason, finding_id, marked_by, marked_at, until,"
                    + " removed_by, removed_at ";

    private final EntityManager entities;
    private final Clock clock;

    MarkRows(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Makes a mark. The same once more is the one that stands.
     *
     * @param mark what is expected
     * @param person who says so
     * @return the mark
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 404 without such an account; 409 when it stands with another end, or
     *     when there are too many
     */
    Mark add(NewMark mark, String person) {
        Instant now = now();
        count();
        end(now);
        if (mark.accountId() != null && !isKnown(mark.accountId())) {
            throw Problems.notFound("account", mark.accountId());
        }
        Optional<Mark> standing = standing(mark);
        if (standing.isPresent()) {
            return same(standing.get(), mark);
        }
        long standingNow = ((Number)
                        entities.createNativeQuery("select count(*) from login_mark where removed_at is null")
                                .getSingleResult())
                .longValue();
        if (standingNow >= MOST) {
            throw Problems.of(
                    409,
                    "too-many-marks",
                    "There are " + MOST
                            + " marks already, and no more are kept. Take back those that are no longer needed, or"
                            + " mark for all accounts what is marked for many.");
        }
        UUID id = UUID.randomUUID();
        entities.createNativeQuery("""
                        insert into login_mark (mark_id, account_id, what, value, reason, finding_id, marked_by, marked_at, until)
                        values (:id, cast(:account as uuid), :what, :value, :reason, cast(:finding as uuid), :person, :now,
                          cast(:until as timestamptz))""")
                .setParameter("id", id)
                .setParameter("account", mark.accountId())
                .setParameter("what", mark.value().kind().name())
                .setParameter("value", mark.value().text())
                .setParameter("reason", mark.reason())
                .setParameter("finding", mark.findingId())
                .setParameter("person", person)
                .setParameter("now", now)
                .setParameter("until", mark.until())
                .executeUpdate();
        return find(id).orElseThrow();
    }

    private static Mark same(Mark standing, NewMark asked) {
        if (!Objects.equals(standing.until(), asked.until())) {
            throw Problems.of(
                    409,
                    "already-marked",
                    "It is marked already, by " + standing.markedBy()
                            + (standing.until() == null ? " for good" : " until " + standing.until())
                            + ". Take that back first (DELETE logins/trusted/" + standing.id()
                            + "), then mark it anew.");
        }
        return standing;
    }

    /**
     * Takes a mark back. One that was taken back before stays as it is.
     *
     * @param id the mark
     * @param person who takes it back
     * @return the mark as it stands now; empty when there is none
     */
    Optional<Mark> remove(UUID id, String person) {
        count();
        entities.createNativeQuery("""
                        update login_mark set removed_by = :person, removed_at = :now
                        where mark_id = :id and removed_at is null""")
                .setParameter("person", person)
                .setParameter("now", now())
                .setParameter("id", id)
                .executeUpdate();
        return find(id);
    }

    /** Finds a mark. */
    @SuppressWarnings("unchecked")
    Optional<Mark> find(UUID id) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select " + COLUMNS + "from login_mark where mark_id = :id", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return rows.stream().map(MarkRows::mark).findFirst();
    }

    /**
     * Lists marks, the newest first.
     *
     * @param accountId only those of this account and those of all; absent for every one
     * @param what only those about this; absent for any
     * @param removed whether those that were taken back are meant too
     * @param limit rows on the page
     * @param after the last mark of the page before; absent for the first page
     * @return the page
     */
    @SuppressWarnings("unchecked")
    Page<Mark> list(
            @Nullable UUID accountId, @Nullable MarkKind what, boolean removed, int limit, @Nullable Mark after) {
        Query query = entities.createNativeQuery("select " + COLUMNS + """
                        from login_mark
                        where (cast(:account as uuid) is null or account_id is null or account_id = cast(:account as uuid))
                          and (cast(:what as text) is null or what = cast(:what as text))
                          and (:removed or (removed_at is null and (until is null or until > :now)))
                          and (cast(:at as timestamptz) is null
                            or (marked_at, mark_id) < (cast(:at as timestamptz), cast(:id as uuid)))
                        order by marked_at desc, mark_id desc limit :limit""", Tuple.class);
        List<Tuple> rows = query.setParameter("account", accountId)
                .setParameter("what", what == null ? null : what.name())
                .setParameter("removed", removed)
                .setParameter("now", now())
                .setParameter("at", after == null ? null : after.markedAt())
                .setParameter("id", after == null ? null : after.id())
                .setParameter("limit", limit + 1)
                .getResultList();
        return Page.of(
                rows.stream().map(MarkRows::mark).toList(),
                limit,
                mark -> mark.id().toString());
    }

    /** Whoever changes marks waits here for those who do so too: the count then tells of every change. */
    private void count() {
        entities.createNativeQuery("update login_mark_changes set changes = changes + 1")
                .executeUpdate();
    }

    private void end(Instant now) {
        entities.createNativeQuery("""
                        update login_mark set removed_by = 'breach-watch', removed_at = until
                        where removed_at is null and until <= :now""").setParameter("now", now).executeUpdate();
    }

    private boolean isKnown(UUID accountId) {
        return !entities.createNativeQuery("select 1 from account where account_id = :id and removed_at is null")
                .setParameter("id", accountId)
                .getResultList()
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private Optional<Mark> standing(NewMark mark) {
        List<Tuple> rows = entities.createNativeQuery("select " + COLUMNS + """
                        from login_mark where removed_at is null and what = :what and value = :value
                          and account_id is not distinct from cast(:account as uuid)""", Tuple.class)
                .setParameter("what", mark.value().kind().name())
                .setParameter("value", mark.value().text())
                .setParameter("account", mark.accountId())
                .getResultList();
        return rows.stream().map(MarkRows::mark).findFirst();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Mark mark(Tuple row) {
        return new Mark(
                row.get("mark_id", UUID.class),
                row.get("account_id", UUID.class),
                MarkKind.valueOf(row.get("what", String.class)),
                row.get("value", String.class),
                row.get("reason", String.class),
                row.get("finding_id", UUID.class),
                row.get("marked_by", String.class),
                row.get("marked_at", Instant.class),
                row.get("until", Instant.class),
                row.get("removed_by", String.class),
                row.get("removed_at", Instant.class));
    }
}

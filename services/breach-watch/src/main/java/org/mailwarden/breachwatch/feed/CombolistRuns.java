// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;

/** The combolists that were read to their end. */
@ApplicationScoped
public class CombolistRuns {

    private final EntityManager entities;

    CombolistRuns(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A combolist that was read to its end.
     *
     * @param jobId the import
     * @param name how the list is called
     * @param fileSha256 lower-case hex SHA-256 of the file; nothing else of it is kept
     * @param leakedAt the day of the leak, absent when unknown
     * @param lines lines read
     * @param pairs pairs of the fleet's addresses
     * @param current accounts whose current password stands in it
     * @param stale accounts of which only other passwords stand in it
     * @param unknown pairs of accounts whose password is not known
     * @param state where what it found stands
     * @param finishedAt when it ended
     */
    public record Run(
            UUID jobId,
            String name,
            String fileSha256,
            @Nullable LocalDate leakedAt,
            long lines,
            long pairs,
            long current,
            long stale,
            long unknown,
            RunState state,
            Instant finishedAt) {}

    /**
     * Lists runs, newest first.
     *
     * @param limit rows on the page
     * @param after the last run of the page before, absent for the first page
     * @return the page
     */
    @Transactional
    public Page<Run> list(int limit, @Nullable UUID after) {
        CombolistRunRow last = after == null ? null : entities.find(CombolistRunRow.class, after);
        List<Run> rows = entities.createQuery("""
                        from CombolistRunRow where :all = true or finishedAt < :finishedAt
                        or (finishedAt = :finishedAt and jobId > :id)
                        order by finishedAt desc, jobId""", CombolistRunRow.class)
                .setParameter("all", last == null)
                .setParameter("finishedAt", last == null ? Instant.EPOCH : last.finishedAt)
                .setParameter("id", last == null ? new UUID(0, 0) : last.jobId)
                .setMaxResults(limit + 1)
                .getResultStream()
                .map(this::shown)
                .toList();
        return Page.of(rows, limit, run -> run.jobId().toString());
    }

    private Run shown(CombolistRunRow row) {
        RunRow run = entities.find(RunRow.class, row.jobId);
        return new Run(
                row.jobId,
                row.name,
                row.fileSha256,
                row.leakedAt,
                row.lines,
                row.pairs,
                row.current,
                row.stale,
                row.unknown,
                // Lists that were read before there was a breaker became findings at once.
                run == null ? RunState.RELEASED : run.state,
                row.finishedAt);
    }
}

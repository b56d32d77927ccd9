// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.web.Page;

/** The imports of feeds as people look at them and decide about them. */
@ApplicationScoped
public class FeedImports {

    private static final String SEPARATOR = " ";

    private final EntityManager entities;
    private final FeedRuns runs;
    private final Releases releases;

    FeedImports(EntityManager entities, FeedRuns runs, Releases releases) {
        this.entities = entities;
        this.runs = runs;
        this.releases = releases;
    }

    /**
     * An import as people see it.
     *
     * @param id the import, and its job
     * @param feedId the feed
     * @param state where it stands
     * @param message what it brought, what holds it and what to do, in sentences
     * @param items items read, strangers too
     * @param found findings by kind that it leads or would lead to
     * @param accounts accounts that something would be done about
     * @param fleet accounts of the fleet at that time
     * @param rate accounts by fleet, 0 to 1
     * @param startedAt when it began
     * @param finishedAt when it ended
     */
    public record Run(
            UUID id,
            String feedId,
            RunState state,
            String message,
            long items,
            Map<FindingKind, Long> found,
            int accounts,
            int fleet,
            double rate,
            Instant startedAt,
            @Nullable Instant finishedAt) {}

    /**
     * What an import found about an account.
     *
     * @param findingId the finding that it is, or would be
     * @param accountId the account
     * @param address its address
     * @param kind what was found
     * @param severity how much it matters
     * @param credentialVersion the password it speaks about
     * @param summary one plain sentence
     * @param fact why
     * @param source who says so
     * @param closedBecause why nothing is to be done; absent when something is
     * @param on the day of the exposure
     * @param foundAt when it was read
     */
    public record Found(
            UUID findingId,
            UUID accountId,
            String address,
            FindingKind kind,
            Severity severity,
            @Nullable Long credentialVersion,
            String summary,
            String fact,
            String source,
            @Nullable String closedBecause,
            @Nullable LocalDate on,
            Instant foundAt) {}

    /** What came of releasing or discarding. */
    public sealed interface Settled {

        /**
         * Done: so it stands.
         *
         * @param run the import; still {@link RunState#RELEASING} when it has more than one page
         */
        record Done(Run run) implements Settled {}

        /** There is no such import of this feed. */
        record NoSuchRun() implements Settled {}

        /**
         * It holds nothing.
         *
         * @param state where it stands
         */
        record NotHeld(RunState state) implements Settled {}
    }

    /**
     * Lists imports, newest first.
     *
     * @param feedId the feed
     * @param limit rows on the page
     * @param after the page's cursor
     * @return the page
     */
    @Transactional
    public Page<Run> list(String feedId, int limit, @Nullable UUID after) {
        RunRow last = after == null ? null : entities.find(RunRow.class, after);
        List<RunRow> rows = entities.createQuery("""
                        from RunRow where feedId = :feed and (:all = true or startedAt < :startedAt
                        or (startedAt = :startedAt and id > :id)) order by startedAt desc, id""", RunRow.class)
                .setParameter("feed", feedId)
                .setParameter("all", last == null)
                .setParameter("startedAt", last == null ? Instant.EPOCH : last.startedAt)
                .setParameter("id", last == null ? new UUID(0, 0) : last.id)
                .setMaxResults(limit + 1)
                .getResultList();
        Map<UUID, Map<FindingKind, Long>> found =
                runs.found(rows.stream().map(row -> row.id).toList());
        return Page.of(
                rows.stream()
                        .map(row -> shown(row, found.getOrDefault(row.id, Map.of())))
                        .toList(),
                limit,
                run -> run.id().toString());
    }

    /**
     * Lists what an import found.
     *
     * @param feedId the feed
     * @param runId the import
     * @param limit rows on the page
     * @param after the page's cursor
     * @return the page; empty when the cursor is none
     */
    @Transactional
    public Optional<Page<Found>> matches(String feedId, UUID runId, int limit, @Nullable String after) {
        UUID finding = new UUID(0, 0);
        String reference = "";
        if (after != null) {
            int space = after.indexOf(SEPARATOR);
            try {
                finding = UUID.fromString(after.substring(0, Math.max(0, space)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
            reference = after.substring(space + 1);
        }
        List<MatchRow> rows = entities.createQuery("""
                        from MatchRow where feedId = :feed and runId = :run and (findingId > :finding
                        or (findingId = :finding and reference > :reference)) order by findingId, reference""", MatchRow.class)
                .setParameter("feed", feedId)
                .setParameter("run", runId)
                .setParameter("finding", finding)
                .setParameter("reference", reference)
                .setMaxResults(limit + 1)
                .getResultList();
        Page<MatchRow> page = Page.of(rows, limit, row -> row.findingId + SEPARATOR + row.reference);
        return Optional.of(
                new Page<>(page.items().stream().map(FeedImports::shown).toList(), page.next()));
    }

    /**
     * Makes findings of what an import holds, or throws it away. The first page of findings is there when it answers; the
     * rest follows by itself.
     *
     * @param feedId the feed
     * @param runId the import
     * @param release whether it becomes findings
     * @return what came of it
     */
    public Settled settle(String feedId, UUID runId, boolean release) {
        return switch (QuarkusTransaction.requiringNew().call(() -> runs.settle(feedId, runId, release))) {
            case FeedRuns.Settled.Done() -> {
                releases.finish(runId, () -> true);
                yield QuarkusTransaction.requiringNew().call(() -> settled(runId));
            }
            case FeedRuns.Settled.NoSuchRun() -> new Settled.NoSuchRun();
            case FeedRuns.Settled.NotHeld(RunState state) -> new Settled.NotHeld(state);
        };
    }

    private Settled settled(UUID runId) {
        RunRow run = entities.find(RunRow.class, runId);
        return run == null
                ? new Settled.NoSuchRun()
                : new Settled.Done(shown(run, runs.found(List.of(runId)).getOrDefault(runId, Map.of())));
    }

    private static Run shown(RunRow row, Map<FindingKind, Long> found) {
        return new Run(
                row.id,
                row.feedId,
                row.state,
                row.message,
                row.items,
                found,
                row.accounts,
                row.fleet,
                row.fleet == 0 ? 0 : (double) row.accounts / row.fleet,
                row.startedAt,
                row.finishedAt);
    }

    private static Found shown(MatchRow row) {
        return new Found(
                row.findingId,
                row.accountId,
                row.address,
                row.kind,
                row.severity,
                row.credentialVersion,
                row.summary,
                row.fact,
                row.source,
                row.closedBecause,
                row.exposedOn,
                row.foundAt);
    }
}

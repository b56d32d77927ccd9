// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * The imports of feeds: what each found is kept first, without its secrets, and becomes findings only when the import has
 * ended and neither the feed's mode nor its breaker holds it. Every method is the caller's transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class FeedRuns {

    /** Imports that the breaker compares with. */
    private static final int HISTORY = 10;

    /** Facts of a finding from one import: the first some prove the point, and an event stays below 64 KiB. */
    private static final int MOST_FACTS = 50;

    private final EntityManager entities;
    private final CurrentCredentials credentials;
    private final Findings findings;
    private final MeterRegistry meters;
    private final Clock clock;

    FeedRuns(
            EntityManager entities,
            CurrentCredentials credentials,
            Findings findings,
            MeterRegistry meters,
            Clock clock) {
        this.entities = entities;
        this.credentials = credentials;
        this.findings = findings;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * An import that may go on.
     *
     * @param cursor where; absent at the very beginning
     * @param items items read so far
     */
    record Begun(@Nullable String cursor, long items) {}

    /** Begins an import, or goes on with one that was interrupted. */
    Begun begin(UUID runId, String feedId) {
        // What another import left unfinished was cancelled while it waited, or its job is gone.
        entities.createNativeQuery("delete from feed_run where feed_id = :feed and state = 'RUNNING' and id <> :id")
                .setParameter("feed", feedId)
                .setParameter("id", runId)
                .executeUpdate();
        entities.createNativeQuery("""
                        insert into feed_run (id, feed_id, state, message, cursor, started_at)
                        select :id, id, 'RUNNING', 'It is being read.', cursor, :now from feed where id = :feed
                        on conflict (id) do nothing""")
                .setParameter("id", runId)
                .setParameter("feed", feedId)
                .setParameter("now", now())
                .executeUpdate();
        RunRow run = running(runId);
        return new Begun(run.cursor, run.items);
    }

    /** Keeps what was found, and how far the import came, at once. Returns how many matches are new. */
    int keep(UUID runId, Collection<Match> matches, Progress progress) {
        RunRow run = running(runId);
        int added = 0;
        for (Match match : matches) {
            added += add(run, match);
        }
        run.items += progress.items();
        run.unmatched += progress.unmatched();
        run.unknown += progress.unknown();
        run.cursor = progress.cursor() == null ? run.cursor : progress.cursor();
        return added;
    }

    /**
     * How far an import came since the last time.
     *
     * @param cursor where to go on; absent when a part is not at its end
     * @param items items read
     * @param unmatched of these, items of the fleet that cannot be judged
     * @param unknown of these, addresses at own domains of no account
     */
    record Progress(@Nullable String cursor, long items, long unmatched, long unknown) {}

    /** When a feed said a thing of an account first, in an import before this one; empty when it never did. */
    Optional<Instant> firstSeen(UUID runId, String feedId, UUID accountId, String reference) {
        return Optional.ofNullable(entities.createQuery("""
                        select min(foundAt) from MatchRow where accountId = :account and reference = :reference
                        and feedId = :feed and runId <> :run""", Instant.class)
                .setParameter("account", accountId)
                .setParameter("reference", reference)
                .setParameter("feed", feedId)
                .setParameter("run", runId)
                .getSingleResult());
    }

    /**
     * Ends an import: what it found is released, or held, and the feed goes on behind it.
     *
     * @param fleet accounts of the fleet
     * @param trouble why it ended before its end; absent when it did not
     * @return what to tell people
     */
    String conclude(UUID runId, int fleet, @Nullable String trouble) {
        RunRow run = running(runId);
        FeedRow feed = entities.find(FeedRow.class, run.feedId, LockModeType.PESSIMISTIC_WRITE);
        run.accounts = openAccounts(runId);
        run.fleet = fleet;
        run.finishedAt = now();
        feed.cursor = run.cursor;
        Map<FindingKind, Long> found = found(List.of(runId)).getOrDefault(runId, Map.of());
        String told = RunText.told(run.items, run.unmatched, run.unknown, found, run.accounts);
        if (found.isEmpty()) {
            run.state = RunState.EMPTY;
        } else {
            Breaker.Verdict verdict = Breaker.judge(run.accounts, fleet, history(feed.id, runId), feed.limits());
            run.state = switch (verdict) {
                case Breaker.Verdict.Trips trips -> RunState.TRIPPED;
                // Who paused the feed meanwhile did not want what it brings.
                case Breaker.Verdict.Passes passes ->
                    holds(feed.paused && feed.mode == FeedMode.AUTO ? FeedMode.PROPOSE : feed.mode);
            };
            told += " "
                    + (verdict instanceof Breaker.Verdict.Trips(String sentence) ? sentence : RunText.of(run.state));
            if (run.state == RunState.RELEASED) {
                raise(runId);
            }
        }
        run.message = trouble == null ? told : told + " It ended early: " + trouble;
        if (trouble == null && run.items > 0) {
            observed(feed);
        }
        meters.counter("mailwarden_feed_runs", "kind", feed.kind.name(), "state", run.state.name())
                .increment();
        return run.message;
    }

    /** What an import that ended told people; empty when it has not ended, or there is none. */
    Optional<String> ended(UUID runId) {
        RunRow run = entities.find(RunRow.class, runId);
        return run == null || run.state == RunState.RUNNING ? Optional.empty() : Optional.of(run.message);
    }

    /** What holds an import, in sentences; empty when nothing does. */
    Optional<String> heldBecause(UUID runId) {
        RunRow run = entities.find(RunRow.class, runId);
        return run != null && run.state.isHeld() ? Optional.of(run.message) : Optional.empty();
    }

    /** Forgets an import that is not to be ended. */
    void forget(UUID runId) {
        entities.createNativeQuery("delete from feed_run where id = :id and state = 'RUNNING'")
                .setParameter("id", runId)
                .executeUpdate();
    }

    /** Lets go what a lower mode held. */
    void letGo(String feedId, FeedMode mode) {
        for (UUID id : held(
                feedId,
                switch (mode) {
                    case OBSERVE -> Set.<RunState>of();
                    case PROPOSE -> Set.of(RunState.OBSERVED);
                    case AUTO -> Set.of(RunState.OBSERVED, RunState.PROPOSED);
                })) {
            RunRow run = entities.find(RunRow.class, id, LockModeType.PESSIMISTIC_WRITE);
            run.state = holds(mode);
            if (run.state == RunState.RELEASED) {
                raise(id);
            }
        }
    }

    /** Imports of a feed whose matches wait. */
    long held(String feedId) {
        return held(feedId, Set.of(RunState.OBSERVED, RunState.PROPOSED, RunState.TRIPPED))
                .size();
    }

    /** What came of releasing or discarding. */
    public sealed interface Settled {

        /** Done: so it stands. */
        record Done(Run run) implements Settled {}

        /** There is no such import of this feed. */
        record NoSuchRun() implements Settled {}

        /** It holds nothing. */
        record NotHeld(RunState state) implements Settled {}
    }

    /** Makes findings of what an import holds, or throws it away. */
    Settled settle(String feedId, UUID runId, boolean release) {
        RunRow run = entities.find(RunRow.class, runId, LockModeType.PESSIMISTIC_WRITE);
        if (run == null || !run.feedId.equals(feedId)) {
            return new Settled.NoSuchRun();
        }
        if (!run.state.isHeld()) {
            return new Settled.NotHeld(run.state);
        }
        run.state = release ? RunState.RELEASED : RunState.DISCARDED;
        if (release) {
            raise(runId);
        }
        return new Settled.Done(shown(run, found(List.of(runId)).getOrDefault(runId, Map.of())));
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

    /** Lists imports of a feed, newest first, one more than asked for. */
    List<Run> list(String feedId, int most, @Nullable UUID after) {
        RunRow last = after == null ? null : entities.find(RunRow.class, after);
        List<RunRow> rows = entities.createQuery("""
                        from RunRow where feedId = :feed and (:all = true or startedAt < :startedAt
                        or (startedAt = :startedAt and id > :id)) order by startedAt desc, id""", RunRow.class)
                .setParameter("feed", feedId)
                .setParameter("all", last == null)
                .setParameter("startedAt", last == null ? Instant.EPOCH : last.startedAt)
                .setParameter("id", last == null ? new UUID(0, 0) : last.id)
                .setMaxResults(most)
                .getResultList();
        Map<UUID, Map<FindingKind, Long>> found =
                found(rows.stream().map(row -> row.id).toList());
        return rows.stream()
                .map(row -> shown(row, found.getOrDefault(row.id, Map.of())))
                .toList();
    }

    /** Lists what an import found, one row more than asked for; the cursor is the last row's key. */
    List<MatchRow> matches(String feedId, UUID runId, int most, UUID afterFinding, String afterReference) {
        return entities.createQuery("""
                        from MatchRow where feedId = :feed and runId = :run and (findingId > :finding
                        or (findingId = :finding and reference > :reference)) order by findingId, reference""", MatchRow.class)
                .setParameter("feed", feedId)
                .setParameter("run", runId)
                .setParameter("finding", afterFinding)
                .setParameter("reference", afterReference)
                .setMaxResults(most)
                .getResultList();
    }

    private int add(RunRow run, Match match) {
        // The owner does not count for the id, and may be another one by the time it is raised.
        NewFinding finding = match.finding(
                new FleetAccount(match.accountId(), match.address(), null, null, null), List.of(match.fact()));
        return entities.createNativeQuery("""
                        insert into feed_match (feed_id, finding_id, reference, run_id, account_id, address, kind, severity,
                            credential_version, natural_key, summary, fact, source, closed_because, exposed_on, found_at)
                        values (:feed, :finding, :reference, :run, :account, :address, :kind, :severity,
                            cast(:version as bigint), cast(:naturalKey as text), :summary, :fact, :source,
                            cast(:closed as text), cast(:on as date), :now)
                        on conflict do nothing""")
                .setParameter("feed", run.feedId)
                .setParameter("finding", finding.id())
                .setParameter("reference", match.reference())
                .setParameter("run", run.id)
                .setParameter("account", match.accountId())
                .setParameter("address", match.address())
                .setParameter("kind", match.kind().name())
                .setParameter("severity", match.severity().name())
                .setParameter("version", match.credentialVersion())
                .setParameter("naturalKey", match.naturalKey())
                .setParameter("summary", match.summary())
                .setParameter("fact", match.fact().text())
                .setParameter("source", match.fact().source())
                .setParameter("closed", match.closedBecause())
                .setParameter("on", match.on() == null ? null : match.on().toString())
                .setParameter("now", now())
                .executeUpdate();
    }

    /** In the order of accounts, so that two imports cannot wait for each other. */
    private void raise(UUID runId) {
        entities.createQuery(
                        "from MatchRow where runId = :run order by accountId, findingId, reference", MatchRow.class)
                .setParameter("run", runId)
                .getResultStream()
                .collect(Collectors.groupingBy(row -> row.findingId, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(rows -> credentials
                        .account(rows.getFirst().accountId)
                        .ifPresent(account -> raise(
                                rows.stream()
                                        .map(row -> row.match().asOf(account.version()))
                                        .toList(),
                                account)));
    }

    private void raise(List<Match> matches, FleetAccount account) {
        Match told = matches.stream()
                .filter(Match::isOpen)
                .max(Comparator.comparing(Match::severity))
                .orElse(matches.getFirst());
        NewFinding finding = told.finding(
                account,
                matches.stream().map(Match::fact).distinct().limit(MOST_FACTS).toList());
        if (told.closedBecause() == null) {
            findings.raise(finding);
        } else {
            findings.raiseClosed(finding, told.closedBecause());
        }
    }

    private void observed(FeedRow feed) {
        if (feed.mode != FeedMode.OBSERVE) {
            return;
        }
        feed.observedImports++;
        if (feed.observedImports == Feeds.OBSERVED_IMPORTS) {
            feed.mode = FeedMode.PROPOSE;
            feed.modeReason = "It was observed for " + Feeds.OBSERVED_IMPORTS + " imports: from now on an admin decides"
                    + " about each import, or sets it to AUTO.";
            letGo(feed.id, FeedMode.PROPOSE);
        }
    }

    private static RunState holds(FeedMode mode) {
        return switch (mode) {
            case OBSERVE -> RunState.OBSERVED;
            case PROPOSE -> RunState.PROPOSED;
            case AUTO -> RunState.RELEASED;
        };
    }

    private List<UUID> held(String feedId, Set<RunState> states) {
        return states.isEmpty()
                ? List.of()
                : entities.createQuery(
                                "select id from RunRow where feedId = :feed and state in :states order by startedAt, id",
                                UUID.class)
                        .setParameter("feed", feedId)
                        .setParameter("states", states)
                        .getResultList();
    }

    private int openAccounts(UUID runId) {
        return entities.createQuery(
                        "select count(distinct accountId) from MatchRow where runId = :run and closedBecause is null",
                        Long.class)
                .setParameter("run", runId)
                .getSingleResult()
                .intValue();
    }

    private List<Double> history(String feedId, UUID except) {
        return entities.createQuery("""
                        from RunRow where feedId = :feed and id <> :except and items > 0
                        and state in ('EMPTY', 'OBSERVED', 'PROPOSED', 'RELEASED') order by startedAt desc""", RunRow.class)
                .setParameter("feed", feedId)
                .setParameter("except", except)
                .setMaxResults(HISTORY)
                .getResultStream()
                .map(run -> run.fleet == 0 ? 0.0 : (double) run.accounts / run.fleet)
                .toList();
    }

    private Map<UUID, Map<FindingKind, Long>> found(List<UUID> runs) {
        if (runs.isEmpty()) {
            return Map.of();
        }
        return entities.createQuery("""
                        select runId, kind, count(distinct findingId) from MatchRow where runId in :runs
                        group by runId, kind""", Tuple.class)
                .setParameter("runs", runs)
                .getResultStream()
                .collect(Collectors.groupingBy(
                        row -> row.get(0, UUID.class),
                        TreeMap::new,
                        Collectors.toMap(
                                row -> row.get(1, FindingKind.class),
                                row -> row.get(2, Long.class),
                                Long::sum,
                                () -> new EnumMap<>(FindingKind.class))));
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

    private RunRow running(UUID runId) {
        RunRow run = entities.find(RunRow.class, runId, LockModeType.PESSIMISTIC_WRITE);
        if (run == null || run.state != RunState.RUNNING) {
            throw new IllegalStateException("The import " + runId + " was taken over or removed");
        }
        return run;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

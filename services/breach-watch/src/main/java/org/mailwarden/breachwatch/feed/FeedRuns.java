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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * The imports of feeds: what each found is kept first, without its secrets, and becomes findings only when the import has
 * ended and neither the feed's mode nor its breaker holds it: see {@link Releases}. Every method is the caller's transaction.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class FeedRuns {

    /** Imports that the breaker compares with. */
    private static final int HISTORY = 10;

    private final EntityManager entities;
    private final MeterRegistry meters;
    private final Clock clock;

    FeedRuns(EntityManager entities, MeterRegistry meters, Clock clock) {
        this.entities = entities;
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
        int added = add(run, List.copyOf(matches));
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
     * @param remarks what people should know of the source
     * @param trouble why it ended before its end; absent when it did not
     * @return what to tell people
     */
    String conclude(UUID runId, int fleet, List<String> remarks, @Nullable String trouble) {
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
        }
        for (String remark : remarks) {
            told += " " + remark;
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
            entities.find(RunRow.class, id, LockModeType.PESSIMISTIC_WRITE).state = holds(mode);
        }
    }

    /** Imports of a feed whose matches wait. */
    long held(String feedId) {
        return held(feedId, Set.of(RunState.OBSERVED, RunState.PROPOSED, RunState.TRIPPED))
                .size();
    }

    /** What came of releasing or discarding. */
    sealed interface Settled {

        /** Done. */
        record Done() implements Settled {}

        /** There is no such import of this feed. */
        record NoSuchRun() implements Settled {}

        /** It holds nothing. */
        record NotHeld(RunState state) implements Settled {}
    }

    /** Lets go of what an import holds, or throws it away. */
    Settled settle(String feedId, UUID runId, boolean release) {
        RunRow run = entities.find(RunRow.class, runId, LockModeType.PESSIMISTIC_WRITE);
        if (run == null || !run.feedId.equals(feedId)) {
            return new Settled.NoSuchRun();
        }
        if (!run.state.isHeld()) {
            return new Settled.NotHeld(run.state);
        }
        run.state = release ? RunState.RELEASING : RunState.DISCARDED;
        return new Settled.Done();
    }

    private int add(RunRow run, List<Match> matches) {
        return entities.createNativeQuery("""
                        insert into feed_match (feed_id, finding_id, reference, run_id, account_id, address, kind, severity,
                            credential_version, natural_key, summary, fact, source, closed_because, exposed_on, found_at)
                        select :feed, finding, reference, :run, account, address, kind, severity, version, natural_key,
                            summary, fact, source, closed, cast(exposed as date), :now
                        from unnest(cast(:findings as uuid[]), cast(:references as text[]), cast(:accounts as uuid[]),
                            cast(:addresses as text[]), cast(:kinds as text[]), cast(:severities as text[]),
                            cast(:versions as bigint[]), cast(:keys as text[]), cast(:summaries as text[]),
                            cast(:facts as text[]), cast(:sources as text[]), cast(:closed as text[]),
                            cast(:exposed as text[]))
                            as match (finding, reference, account, address, kind, severity, version, natural_key, summary,
                                fact, source, closed, exposed)
                        on conflict do nothing""")
                .setParameter("feed", run.feedId)
                .setParameter("run", run.id)
                .setParameter("now", now())
                .setParameter("findings", each(matches, Match::findingId, UUID[]::new))
                .setParameter("references", each(matches, Match::reference, String[]::new))
                .setParameter("accounts", each(matches, Match::accountId, UUID[]::new))
                .setParameter("addresses", each(matches, Match::address, String[]::new))
                .setParameter("kinds", each(matches, match -> match.kind().name(), String[]::new))
                .setParameter(
                        "severities", each(matches, match -> match.severity().name(), String[]::new))
                .setParameter("versions", each(matches, Match::credentialVersion, Long[]::new))
                .setParameter("keys", each(matches, Match::naturalKey, String[]::new))
                .setParameter("summaries", each(matches, Match::summary, String[]::new))
                .setParameter("facts", each(matches, match -> match.fact().text(), String[]::new))
                .setParameter("sources", each(matches, match -> match.fact().source(), String[]::new))
                .setParameter("closed", each(matches, Match::closedBecause, String[]::new))
                .setParameter(
                        "exposed",
                        each(
                                matches,
                                match -> match.on() == null ? null : match.on().toString(),
                                String[]::new))
                .executeUpdate();
    }

    private static <T, R extends @Nullable Object> R[] each(List<T> rows, Function<T, R> part, IntFunction<R[]> array) {
        return rows.stream().map(part).toArray(array);
    }

    private void observed(FeedRow feed) {
        if (feed.mode != FeedMode.OBSERVE) {
            return;
        }
        feed.observedImports++;
        if (feed.observedImports == FeedRow.OBSERVED_IMPORTS) {
            feed.mode = FeedMode.PROPOSE;
            feed.modeReason = "It was observed for " + FeedRow.OBSERVED_IMPORTS
                    + " imports: from now on an admin decides about each import, or sets it to AUTO.";
            letGo(feed.id, FeedMode.PROPOSE);
        }
    }

    private static RunState holds(FeedMode mode) {
        return switch (mode) {
            case OBSERVE -> RunState.OBSERVED;
            case PROPOSE -> RunState.PROPOSED;
            case AUTO -> RunState.RELEASING;
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
                        and state in ('EMPTY', 'OBSERVED', 'PROPOSED', 'RELEASING', 'RELEASED') order by startedAt desc""", RunRow.class)
                .setParameter("feed", feedId)
                .setParameter("except", except)
                .setMaxResults(HISTORY)
                .getResultStream()
                .map(run -> run.fleet == 0 ? 0.0 : (double) run.accounts / run.fleet)
                .toList();
    }

    /** How many findings of each kind imports lead or would lead to. */
    Map<UUID, Map<FindingKind, Long>> found(List<UUID> runs) {
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

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.replay;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobState;
import org.mailwarden.breachwatch.job.Jobs;
import org.mailwarden.breachwatch.signin.Story;
import org.mailwarden.breachwatch.tuning.SettingsDocument;
import org.mailwarden.breachwatch.tuning.SettingsText;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.event.EventId;
import org.mailwarden.kit.web.Page;

/** Keeps replays and what came of them, away from all findings. Each method is a transaction. Safe for many threads. */
@ApplicationScoped
@Transactional
public class Replays {

    /** Replays that are kept; those asked for longest ago are forgotten. */
    static final int KEPT = 50;

    /** What others knew at the time is not kept with the sign-ins. */
    static final List<FindingKind> NOT_REPLAYED =
            List.of(FindingKind.BREACHED_LOGIN, FindingKind.LOGIN_DURING_REMEDIATION);

    /** It shows across all accounts alone: a replay of named ones says nothing of it. */
    private static final FindingKind SPRAY = FindingKind.PASSWORD_SPRAY;

    private static final List<FindingKind> REPLAYED = SettingsDocument.KINDS.stream()
            .filter(kind -> !NOT_REPLAYED.contains(kind))
            .toList();

    private static final String COLUMNS = """
            replay_id, changes, begins_at, ends_at, cast(accounts as text) as accounts, asked_by, asked_at, judged, history_from,
            finished_at""";

    private final EntityManager entities;
    private final Jobs jobs;
    private final Clock clock;

    Replays(EntityManager entities, Jobs jobs, Clock clock) {
        this.entities = entities;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** What a job is to do; the rest is in the row. */
    record Parameters(String asked) {}

    /**
     * What is to be replayed.
     *
     * @param settings what detectors go by
     * @param from the first time whose stories are told
     * @param to the time that is no longer meant
     * @param accounts the accounts that are meant; empty for all
     */
    record Asked(SettingsDocument settings, Instant from, Instant to, List<UUID> accounts) {}

    /**
     * Asks for a replay.
     *
     * @param request what is to be replayed
     * @param changes what its settings change, a line for each
     * @param person who asks
     * @param idempotencyKey the caller's name for this request; absent when it has none
     * @return the replay; the one of the same key when there is one
     */
    Replay submit(ReplayRequest request, List<String> changes, String person, @Nullable String idempotencyKey) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Job job = jobs.submit(JobKind.LOGIN_REPLAY, new Parameters(now.toString()), idempotencyKey);
        entities.createNativeQuery("""
                        insert into login_replay (replay_id, settings, changes, begins_at, ends_at, accounts, asked_by, asked_at)
                        values (:id, :settings, :changes, :from, :to, cast(:accounts as uuid[]), :person, :now)
                        on conflict (replay_id) do nothing""")
                .setParameter("id", job.id())
                .setParameter("settings", SettingsText.written(request.settings()))
                .setParameter("changes", String.join("\n", changes))
                .setParameter("from", request.from())
                .setParameter("to", request.to())
                .setParameter(
                        "accounts",
                        request.accounts().isEmpty() ? null : request.accounts().toArray(UUID[]::new))
                .setParameter("person", person)
                .setParameter("now", now)
                .executeUpdate();
        entities.createNativeQuery("""
                        delete from login_replay r where not exists (
                            select 1 from job j where j.id = r.replay_id and j.state = any(cast(:open as text[])))
                          and replay_id not in (
                            select replay_id from login_replay order by asked_at desc, replay_id desc limit :kept)""")
                .setParameter("kept", KEPT)
                .setParameter("open", JobState.OPEN.stream().map(JobState::name).toArray(String[]::new))
                .executeUpdate();
        return find(job.id()).orElseThrow();
    }

    /** Finds a replay. */
    Optional<Replay> find(UUID id) {
        return read("where replay_id = :id", Map.of("id", id)).stream().findFirst();
    }

    /**
     * Lists replays, the newest first.
     *
     * @param limit rows on the page
     * @param after the last replay of the page before; absent for the first page
     */
    Page<Replay> list(int limit, @Nullable Replay after) {
        String order = " order by asked_at desc, replay_id desc limit :limit";
        List<Replay> rows = after == null
                ? read(order, Map.of("limit", limit + 1))
                : read(
                        "where (asked_at, replay_id) < (:at, :id)" + order,
                        Map.of("at", after.askedAt(), "id", after.id(), "limit", limit + 1));
        return Page.of(rows, limit, replay -> replay.id().toString());
    }

    /** What a job is to replay; empty when it was forgotten. */
    @SuppressWarnings("unchecked")
    Optional<Asked> asked(UUID id) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select settings, begins_at, ends_at, cast(accounts as text) as accounts
                        from login_replay where replay_id = :id""", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        return rows.stream()
                .map(row -> new Asked(
                        SettingsText.read(row.get("settings", String.class)),
                        row.get("begins_at", Instant.class),
                        row.get("ends_at", Instant.class),
                        ids(row.get("accounts", String.class))))
                .findFirst();
    }

    /** Forgets what a run before this one found: it begins anew. */
    void begin(UUID id) {
        entities.createNativeQuery("delete from login_replay_story where replay_id = :id")
                .setParameter("id", id)
                .executeUpdate();
        entities.createNativeQuery("""
                        update login_replay set judged = 0, history_from = null, finished_at = null where replay_id = :id""").setParameter("id", id).executeUpdate();
    }

    /**
     * Keeps stories as they are now.
     *
     * @param id the replay
     * @param stories each natural key once
     * @return how many are kept of this replay
     */
    long keep(UUID id, Collection<Story> stories) {
        if (!stories.isEmpty()) {
            List<Story> rows = new ArrayList<>(stories);
            entities.createNativeQuery("""
                            insert into login_replay_story (replay_id, natural_key, finding_id, outcome, kind, kinds, severity,
                              summary, accounts, names, first_at, last_at, judgements)
                            select :id, key, finding, 'ADDED', kind, string_to_array(kinds, ','), severity, summary,
                              cast(accounts as uuid[]), names, first_at, last_at, judgements
                            from unnest(cast(:keys as text[]), cast(:findings as uuid[]), cast(:kind as text[]),
                              cast(:kinds as text[]), cast(:severities as text[]), cast(:summaries as text[]),
                              cast(:accounts as text[]), cast(:names as bigint[]), cast(:firsts as timestamptz[]),
                              cast(:lasts as timestamptz[]), cast(:judgements as bigint[]))
                              as told (key, finding, kind, kinds, severity, summary, accounts, names, first_at, last_at,
                                judgements)
                            on conflict (replay_id, natural_key) do update set kind = excluded.kind, kinds = excluded.kinds,
                              severity = excluded.severity, summary = excluded.summary, accounts = excluded.accounts,
                              names = excluded.names, first_at = excluded.first_at, last_at = excluded.last_at,
                              judgements = excluded.judgements""")
                    .setParameter("id", id)
                    .setParameter("keys", each(rows, story -> plain(story.naturalKey()), String[]::new))
                    .setParameter(
                            "findings", each(rows, story -> EventId.of("finding", story.naturalKey()), UUID[]::new))
                    .setParameter("kind", each(rows, story -> story.kind().name(), String[]::new))
                    .setParameter(
                            "kinds",
                            each(
                                    rows,
                                    story -> String.join(
                                            ",",
                                            story.kinds().stream()
                                                    .map(FindingKind::name)
                                                    .sorted()
                                                    .toList()),
                                    String[]::new))
                    .setParameter(
                            "severities", each(rows, story -> story.severity().name(), String[]::new))
                    .setParameter("summaries", each(rows, story -> plain(story.summary()), String[]::new))
                    .setParameter(
                            "accounts",
                            each(
                                    rows,
                                    story -> "{"
                                            + String.join(
                                                    ",",
                                                    story.accounts().stream()
                                                            .map(UUID::toString)
                                                            .toList())
                                            + "}",
                                    String[]::new))
                    .setParameter("names", each(rows, Story::names, Long[]::new))
                    .setParameter("firsts", each(rows, story -> story.first().toString(), String[]::new))
                    .setParameter("lasts", each(rows, story -> story.last().toString(), String[]::new))
                    .setParameter("judgements", each(rows, Story::judgements, Long[]::new))
                    .executeUpdate();
        }
        return ((Number) entities.createNativeQuery("select count(*) from login_replay_story where replay_id = :id")
                        .setParameter("id", id)
                        .getSingleResult())
                .longValue();
    }

    /**
     * Compares what came out with what was raised, and says that the replay is done.
     *
     * @param id the replay
     * @param judged sign-ins that were judged
     * @param historyFrom the oldest of them; absent when there was none
     * @return the replay
     */
    Replay finish(UUID id, long judged, @Nullable Instant historyFrom) {
        entities.createNativeQuery("""
                        delete from login_replay_story s using login_replay r
                        where s.replay_id = :id and r.replay_id = s.replay_id and r.accounts is not null and s.kind = :spray""")
                .setParameter("id", id)
                .setParameter("spray", SPRAY.name())
                .executeUpdate();
        entities.createNativeQuery("""
                        update login_replay_story s set outcome = 'SAME'
                        where replay_id = :id and exists (select 1 from finding f where f.id = s.finding_id)""").setParameter("id", id).executeUpdate();
        // With other settings a story begins at another attempt: what is about the same at the same time is the same.
        entities.createNativeQuery("""
                        update login_replay_story s set outcome = 'SAME', finding_id = f.id
                        from finding f
                        where s.replay_id = :id and s.outcome = 'ADDED' and f.account_id = any(s.accounts)
                          and f.kind = any(s.kinds)
                          and f.raised_at between s.first_at - interval '2 days' and s.last_at + interval '2 days'""").setParameter("id", id).executeUpdate();
        entities.createNativeQuery("""
                        insert into login_replay_story (replay_id, natural_key, finding_id, outcome, kind, kinds, severity, summary,
                          accounts, names, first_at, last_at, judgements)
                        select r.replay_id, 'finding|' || f.id, f.id, 'GONE', f.kind, array[f.kind], f.severity, f.summary,
                          coalesce(f.accounts, array[f.account_id]), 0, f.raised_at, f.changed_at, 0
                        from login_replay r join finding f on f.raised_at >= r.begins_at and f.raised_at < r.ends_at
                        where r.replay_id = :id and f.kind = any(cast(:kinds as text[]))
                          and (r.accounts is null or f.account_id = any(r.accounts) and f.kind <> :spray)
                          and not exists (select 1 from login_replay_story s
                            where s.replay_id = r.replay_id and s.outcome = 'SAME' and s.finding_id = f.id)
                        on conflict do nothing""")
                .setParameter("id", id)
                .setParameter("spray", SPRAY.name())
                .setParameter("kinds", REPLAYED.stream().map(FindingKind::name).toArray(String[]::new))
                .executeUpdate();
        entities.createNativeQuery("""
                        update login_replay set judged = :judged, history_from = cast(:from as timestamptz), finished_at = :now
                        where replay_id = :id""")
                .setParameter("judged", judged)
                .setParameter("from", historyFrom)
                .setParameter("now", clock.instant())
                .setParameter("id", id)
                .executeUpdate();
        return find(id).orElseThrow();
    }

    /**
     * Lists what came out, the oldest first.
     *
     * @param id the replay
     * @param outcome only these; absent for all
     * @param kind only this; absent for any
     * @param limit rows on the page
     * @param after key of the last row of the page before; absent for the first page
     */
    @SuppressWarnings("unchecked")
    Page<ReplayStory> stories(
            UUID id,
            ReplayStory.@Nullable Outcome outcome,
            @Nullable FindingKind kind,
            int limit,
            @Nullable String after) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select natural_key, outcome, finding_id, kind, severity, summary, cast(accounts as text) as accounts, names,
                          first_at, last_at, judgements
                        from login_replay_story where replay_id = :id
                          and (cast(:outcome as text) is null or outcome = cast(:outcome as text))
                          and (cast(:kind as text) is null or kind = cast(:kind as text))
                          and (cast(:after as text) is null or (first_at, natural_key) > (
                            select first_at, natural_key from login_replay_story
                            where replay_id = :id and natural_key = cast(:after as text)))
                        order by first_at, natural_key limit :limit""", Tuple.class)
                .setParameter("id", id)
                .setParameter("outcome", outcome == null ? null : outcome.name())
                .setParameter("kind", kind == null ? null : kind.name())
                .setParameter("after", after)
                .setParameter("limit", limit + 1)
                .getResultList();
        return Page.of(rows.stream().map(Replays::story).toList(), limit, ReplayStory::key);
    }

    private static ReplayStory story(Tuple row) {
        ReplayStory.Outcome outcome = ReplayStory.Outcome.valueOf(row.get("outcome", String.class));
        return new ReplayStory(
                row.get("natural_key", String.class),
                outcome,
                outcome == ReplayStory.Outcome.ADDED ? null : row.get("finding_id", UUID.class),
                FindingKind.valueOf(row.get("kind", String.class)),
                Severity.valueOf(row.get("severity", String.class)),
                row.get("summary", String.class),
                ids(row.get("accounts", String.class)),
                row.get("names", Long.class),
                row.get("first_at", Instant.class),
                row.get("last_at", Instant.class),
                row.get("judgements", Long.class));
    }

    @SuppressWarnings("unchecked")
    private List<Replay> read(String which, Map<String, Object> values) {
        var query = entities.createNativeQuery("select " + COLUMNS + " from login_replay " + which, Tuple.class);
        values.forEach(query::setParameter);
        List<Tuple> rows = query.getResultList();
        return rows.stream().map(this::replay).toList();
    }

    private Replay replay(Tuple row) {
        UUID id = row.get("replay_id", UUID.class);
        Instant finished = row.get("finished_at", Instant.class);
        List<UUID> accounts = ids(row.get("accounts", String.class));
        return new Replay(
                id,
                jobs.find(id).orElseThrow(),
                row.get("changes", String.class).lines().toList(),
                row.get("begins_at", Instant.class),
                row.get("ends_at", Instant.class),
                accounts,
                row.get("asked_by", String.class),
                row.get("asked_at", Instant.class),
                row.get("judged", Long.class),
                row.get("history_from", Instant.class),
                finished,
                finished == null ? null : kinds(id, accounts),
                notReplayed(accounts));
    }

    private static List<FindingKind> notReplayed(List<UUID> accounts) {
        return accounts.isEmpty()
                ? NOT_REPLAYED
                : Stream.concat(NOT_REPLAYED.stream(), Stream.of(SPRAY)).toList();
    }

    @SuppressWarnings("unchecked")
    private List<Replay.Kind> kinds(UUID id, List<UUID> accounts) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select kind, count(*) filter (where outcome <> 'GONE') as replayed,
                          count(*) filter (where outcome = 'SAME') as same, count(*) filter (where outcome = 'ADDED') as added,
                          count(*) filter (where outcome = 'GONE') as gone
                        from login_replay_story where replay_id = :id group by kind""", Tuple.class)
                .setParameter("id", id)
                .getResultList();
        Map<FindingKind, Replay.Kind> kinds = new TreeMap<>();
        REPLAYED.stream()
                .filter(kind -> accounts.isEmpty() || kind != SPRAY)
                .forEach(kind -> kinds.put(kind, new Replay.Kind(kind, 0, 0, 0, 0)));
        rows.forEach(row -> {
            FindingKind kind = FindingKind.valueOf(row.get("kind", String.class));
            kinds.put(
                    kind,
                    new Replay.Kind(
                            kind,
                            row.get("replayed", Long.class),
                            row.get("same", Long.class),
                            row.get("added", Long.class),
                            row.get("gone", Long.class)));
        });
        return List.copyOf(kinds.values());
    }

    /** An array as the database writes it: ids need no quotes. */
    private static List<UUID> ids(@Nullable String array) {
        return array == null || array.length() <= 2
                ? List.of()
                : Arrays.stream(array.substring(1, array.length() - 1).split(",", -1))
                        .map(UUID::fromString)
                        .toList();
    }

    private static <S, T> T[] each(List<S> rows, Function<S, T> part, IntFunction<T[]> array) {
        return rows.stream().map(part).toArray(array);
    }

    /** Names come from whoever tries to sign in; the database takes no NUL. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}

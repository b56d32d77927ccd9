// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.job.Jobs;
import org.mailwarden.kit.secret.Secret;

/** Writes what is asked for into the row of a feed, or says why it may not be so. Joins the transaction of its caller. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class FeedDrafts {

    /** Settings that say where a feed reads. */
    private static final Set<String> SOURCES = Set.of("location", "baseUrl");

    private final FeedKinds kinds;
    private final FeedSecrets seals;
    private final FeedRuns runs;
    private final Jobs jobs;
    private final ObjectMapper json;
    private final Clock clock;

    FeedDrafts(FeedKinds kinds, FeedSecrets seals, FeedRuns runs, Jobs jobs, ObjectMapper json, Clock clock) {
        this.kinds = kinds;
        this.seals = seals;
        this.runs = runs;
        this.jobs = jobs;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Writes a draft into a row.
     *
     * @param row the feed, locked or new
     * @param draft how it is to be; its id and kind are not looked at
     * @return what is wrong and what to do, and nothing was written then; empty when it is written
     */
    Optional<String> write(FeedRow row, FeedDraft draft) {
        Map<String, Secret> before = seals.open(row.id, row.secrets);
        try {
            return write(row, draft, before, draft.secrets() == null ? Map.of() : draft.secrets());
        } finally {
            before.values().forEach(Secret::close);
        }
    }

    private Optional<String> write(
            FeedRow row, FeedDraft draft, Map<String, Secret> before, Map<String, Secret> given) {
        String name = draft.name() == null ? row.name : draft.name();
        Map<String, String> valuesBefore = row.values(json);
        Map<String, String> values = draft.settings() == null ? valuesBefore : draft.settings();
        boolean moved =
                SOURCES.stream().anyMatch(source -> !Objects.equals(values.get(source), valuesBefore.get(source)));
        Map<String, Secret> secrets = new HashMap<>(before);
        secrets.putAll(given);
        if (moved && !given.keySet().containsAll(before.keySet())) {
            return Optional.of(
                    "The feed would read from another place. Give its secrets again: what they were given for is"
                            + " the place before.");
        }
        List<FeedSetting> known = kinds.of(row.kind).map(Feed::settings).orElse(List.of());
        Optional<String> wrong = FeedRules.name(name)
                .or(() -> FeedRules.settings(known, values, secrets.keySet()))
                .or(() -> FeedRules.pace(draft.every()));
        if (wrong.isPresent()) {
            return wrong;
        }
        Breaker.Limits limits;
        try {
            limits = limits(draft.breaker(), row.limits());
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (moved) {
            observeAnew(row);
        }
        row.name = name;
        row.values(json, values);
        if (!given.isEmpty() || secrets.isEmpty()) {
            // Sealed anew they would pass for others.
            row.secrets = seals.seal(row.id, secrets);
        }
        if (draft.every() != null) {
            Optional<Duration> every = FeedRules.every(draft.every());
            row.everySeconds = every.map(Duration::toSeconds).orElse(null);
            row.nextRunAt = row.everySeconds == null ? null : now.plusSeconds(row.everySeconds);
        }
        row.limits(limits);
        row.changedAt = now;
        return Optional.empty();
    }

    /** Another place is another feed: nothing is known of it yet, and what was being read is of the place before. */
    private void observeAnew(FeedRow row) {
        row.observe();
        if (row.currentJob != null) {
            jobs.cancel(row.currentJob);
            runs.forget(row.currentJob);
        }
    }

    private static Breaker.Limits limits(FeedDraft.@Nullable BreakerDraft draft, Breaker.Limits before) {
        return draft == null
                ? before
                : new Breaker.Limits(
                        draft.accounts() == null ? before.accounts() : draft.accounts(),
                        draft.share() == null ? before.share() : draft.share(),
                        draft.times() == null ? before.times() : draft.times());
    }
}

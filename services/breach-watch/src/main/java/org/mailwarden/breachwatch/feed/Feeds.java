// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.job.Jobs;
import org.mailwarden.kit.web.SeenVersion;

/** The feeds that are configured. Each method is a transaction. Safe for use by many threads. */
@ApplicationScoped
public class Feeds {

    private final EntityManager entities;
    private final FeedKinds kinds;
    private final FeedSecrets seals;
    private final FeedDrafts drafts;
    private final FeedRuns runs;
    private final Jobs jobs;
    private final ObjectMapper json;
    private final Clock clock;

    Feeds(
            EntityManager entities,
            FeedKinds kinds,
            FeedSecrets seals,
            FeedDrafts drafts,
            FeedRuns runs,
            Jobs jobs,
            ObjectMapper json,
            Clock clock) {
        this.entities = entities;
        this.kinds = kinds;
        this.seals = seals;
        this.drafts = drafts;
        this.runs = runs;
        this.jobs = jobs;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A feed as people see it.
     *
     * @param id its name in paths
     * @param kind what kind of source it reads
     * @param name its name for people
     * @param description what it brings
     * @param settings what is configured
     * @param secrets names of the keys and passwords that are set; never their content
     * @param mode how far what it finds goes by itself
     * @param modeReason why
     * @param observedImports imports that brought something while it was observed; it is observed for three
     * @param paused whether it is read at all
     * @param every how often it is read by itself, ISO 8601, or "never"
     * @param nextRunAt when next; absent when never
     * @param breaker how much is too much at once
     * @param held imports whose matches wait
     * @param runs where its imports are listed and started
     */
    public record View(
            String id,
            FeedKind kind,
            String name,
            String description,
            Map<String, String> settings,
            Set<String> secrets,
            FeedMode mode,
            String modeReason,
            int observedImports,
            boolean paused,
            String every,
            @Nullable Instant nextRunAt,
            FeedDraft.BreakerDraft breaker,
            long held,
            String runs) {}

    /**
     * A feed and which version of it that is.
     *
     * @param feed as people see it
     * @param tag what stands between the quotes of its {@code ETag}: another for whatever else a draft wrote; that it rests or
     *     is trusted changes nothing of that
     * @param changedAt when somebody last changed anything of it
     */
    public record Kept(View feed, String tag, Instant changedAt) {}

    /** What came of changing a feed. */
    public sealed interface Change {

        /**
         * Done.
         *
         * @param kept the feed as it is now; of one that was removed, as it was
         */
        record Done(Kept kept) implements Change {}

        /** There is no such feed. */
        record NoSuchFeed() implements Change {}

        /**
         * It may not be so.
         *
         * @param code stable code for programs
         * @param sentence what is wrong and what to do
         */
        record Refused(String code, String sentence) implements Change {}
    }

    /**
     * Lists the feeds.
     *
     * @return all, by id
     */
    @Transactional
    public List<View> list() {
        return entities.createQuery("from FeedRow order by id", FeedRow.class)
                .getResultStream()
                .map(this::view)
                .toList();
    }

    /**
     * Finds a feed.
     *
     * @param id its id
     * @return empty when there is none
     */
    @Transactional
    public Optional<Kept> find(String id) {
        return Optional.ofNullable(entities.find(FeedRow.class, id)).map(this::kept);
    }

    /**
     * Adds a feed. It is observed first.
     *
     * @param draft how it is to be
     * @return what came of it
     */
    @Transactional
    public Change create(FeedDraft draft) {
        Optional<String> wrong = FeedRules.id(draft.id());
        if (wrong.isPresent()) {
            return refused(wrong.get());
        }
        FeedKind kind = draft.kind();
        if (kind == null || kinds.of(kind).isEmpty()) {
            return refused("The 'kind' of a feed is one of "
                    + kinds.all().stream().map(feed -> feed.kind().name()).toList() + ".");
        }
        if (entities.find(FeedRow.class, draft.id()) != null) {
            return new Change.Refused(
                    "feed-exists",
                    "There is a feed " + draft.id() + " already. Change that one, or choose another id.");
        }
        FeedRow row = new FeedRow();
        row.id = Objects.requireNonNull(draft.id());
        row.kind = kind;
        row.name = row.id;
        row.settings = "{}";
        row.observe();
        row.limits(Breaker.Limits.USUAL);
        row.createdAt = now();
        Optional<String> refusal = drafts.write(row, draft);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        entities.persist(row);
        return new Change.Done(kept(row));
    }

    /**
     * Changes a feed.
     *
     * @param id the feed
     * @param draft how it is to be; its id and kind are not looked at
     * @param seen which version its writer has seen
     * @return what came of it
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 412 when another wrote meanwhile
     */
    @Transactional
    public Change replace(String id, FeedDraft draft, SeenVersion seen) {
        FeedRow row = locked(id);
        if (row == null) {
            return new Change.NoSuchFeed();
        }
        seen.require("feed " + id, row.tag(), row.changedAt);
        Optional<String> refusal = drafts.write(row, draft);
        return refusal.isPresent() ? refused(refusal.get()) : new Change.Done(kept(row));
    }

    /**
     * Removes a feed with all it holds. Findings that were raised stay.
     *
     * @param id the feed
     * @return what came of it; the feed as it was
     */
    @Transactional
    public Change remove(String id) {
        FeedRow row = locked(id);
        if (row == null) {
            return new Change.NoSuchFeed();
        }
        if (row.kind == FeedKind.COMBOLIST) {
            return new Change.Refused("feed-built-in", "This feed is built in. Pause it if it is not wanted.");
        }
        Kept before = kept(row);
        if (row.currentJob != null) {
            jobs.cancel(row.currentJob);
        }
        entities.createNativeQuery("delete from unknown_address where feed_id = :id")
                .setParameter("id", id)
                .executeUpdate();
        entities.remove(row);
        return new Change.Done(before);
    }

    /**
     * Pauses a feed, or lets it go on.
     *
     * @param id the feed
     * @param paused whether it rests
     * @return what came of it
     */
    @Transactional
    public Change pause(String id, boolean paused) {
        FeedRow row = locked(id);
        if (row == null) {
            return new Change.NoSuchFeed();
        }
        row.paused = paused;
        row.changedAt = now();
        return new Change.Done(kept(row));
    }

    /**
     * Sets how far what a feed finds goes by itself. What waited for less is let go: to PROPOSE, what was observed is
     * proposed; to AUTO, it becomes findings. What the breaker holds stays held.
     *
     * @param id the feed
     * @param mode how far
     * @param reason why; must be given to end the observing early
     * @return what came of it
     */
    @Transactional
    public Change mode(String id, FeedMode mode, @Nullable String reason) {
        FeedRow row = locked(id);
        if (row == null) {
            return new Change.NoSuchFeed();
        }
        boolean early = row.mode == FeedMode.OBSERVE
                && mode != FeedMode.OBSERVE
                && row.observedImports < FeedRow.OBSERVED_IMPORTS;
        if (early && (reason == null || reason.isBlank())) {
            return new Change.Refused(
                    "feed-observed",
                    "The feed is new: it was observed for " + row.observedImports + " of " + FeedRow.OBSERVED_IMPORTS
                            + " imports. Let it run on, or give a 'reason' for trusting it already.");
        }
        if (reason != null && reason.length() > 500) {
            return refused("A 'reason' has at most 500 characters.");
        }
        row.mode = mode;
        row.modeReason = reason == null || reason.isBlank() ? "An admin chose it." : reason.strip();
        row.changedAt = now();
        runs.letGo(id, mode);
        return new Change.Done(kept(row));
    }

    private Kept kept(FeedRow row) {
        return new Kept(view(row), row.tag(), row.changedAt);
    }

    private View view(FeedRow row) {
        Set<String> secrets = new HashSet<>();
        seals.open(row.id, row.secrets).forEach((name, secret) -> {
            secrets.add(name);
            secret.close();
        });
        Breaker.Limits limits = row.limits();
        return new View(
                row.id,
                row.kind,
                row.name,
                kinds.description(row.kind),
                row.values(json),
                new TreeSet<>(secrets),
                row.mode,
                row.modeReason,
                row.observedImports,
                row.paused,
                row.everySeconds == null
                        ? FeedRules.NEVER
                        : Duration.ofSeconds(row.everySeconds).toString(),
                row.nextRunAt,
                new FeedDraft.BreakerDraft(limits.accounts(), limits.share(), limits.times()),
                runs.held(row.id),
                "/api/v1/feeds/" + row.id + "/runs");
    }

    private static Change refused(String sentence) {
        return new Change.Refused("feed-invalid", sentence);
    }

    private @Nullable FeedRow locked(String id) {
        return entities.find(FeedRow.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

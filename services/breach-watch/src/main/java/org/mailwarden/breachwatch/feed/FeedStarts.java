// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.job.Job;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.JobState;
import org.mailwarden.breachwatch.job.Jobs;

/** Starts the imports of feeds. Each method is a transaction. Safe for use by many threads. */
@ApplicationScoped
public class FeedStarts {

    private final EntityManager entities;
    private final Jobs jobs;
    private final Clock clock;

    FeedStarts(EntityManager entities, Jobs jobs, Clock clock) {
        this.entities = entities;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** What came of starting an import. */
    public sealed interface Start {

        /**
         * It waits or runs.
         *
         * @param job the job
         */
        record Started(Job job) implements Start {}

        /** There is no such feed. */
        record NoSuchFeed() implements Start {}

        /**
         * It is not to be read now.
         *
         * @param code stable code for programs
         * @param sentence why and what to do
         */
        record Refused(String code, String sentence) implements Start {}
    }

    /**
     * Starts an import, unless one is waiting or running: then that one is the answer.
     *
     * @param id the feed
     * @param idempotencyKey the caller's name for this request
     * @return what came of it
     */
    @Transactional
    public Start start(String id, @Nullable String idempotencyKey) {
        FeedRow row = entities.find(FeedRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return new Start.NoSuchFeed();
        }
        if (row.kind == FeedKind.COMBOLIST) {
            return new Start.Refused("import-incomplete", "Name the list: {\"path\": \"/folder/file\"}.");
        }
        if (row.paused) {
            return new Start.Refused("feed-paused", "The feed is paused. Resume it first.");
        }
        return new Start.Started(start(row, idempotencyKey));
    }

    /** Starts what is due by the clock; returns how many. */
    @Transactional
    int startDue(ToDoubleFunction<String> jitter) {
        List<FeedRow> due = entities.createNativeQuery("""
                        select * from feed where not paused and every_seconds is not null and next_run_at <= :now
                        order by id limit 10 for update skip locked""", FeedRow.class)
                .setParameter("now", now())
                .getResultList();
        for (FeedRow row : due) {
            start(row, null);
            row.nextRunAt = next(row, jitter.applyAsDouble(row.id));
        }
        return due.size();
    }

    private Job start(FeedRow row, @Nullable String idempotencyKey) {
        Job running = row.currentJob == null ? null : jobs.find(row.currentJob).orElse(null);
        if (running != null && JobState.OPEN.contains(running.state())) {
            return running;
        }
        Job job = jobs.submit(JobKind.FEED_RUN, new FeedRunner.Parameters(row.id), idempotencyKey);
        row.currentJob = job.id();
        return job;
    }

    /** A tenth earlier or later, so that many feeds, and many installs, do not ask at the same moment. */
    private Instant next(FeedRow row, double jitter) {
        long seconds = Objects.requireNonNull(row.everySeconds);
        return now().plusSeconds(Math.round(seconds * (1 + 0.1 * jitter)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}

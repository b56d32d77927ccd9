// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Who runs which job: a job is held by one instance for a time and must be held on to, so that a crash frees it.
 *
 * <p>Every method is a transaction of its own.
 */
@ApplicationScoped
class JobLeases {

    static final int MOST_ATTEMPTS = 5;
    static final Duration LEASE = Duration.ofSeconds(15);

    private final EntityManager entities;
    private final Clock clock;
    private final UUID holder = UUID.randomUUID();

    JobLeases(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** A job that this instance holds from now on. */
    record Held(UUID id, JobKind kind, String parameters) {}

    /**
     * Takes the oldest job that waits, or that nobody holds on to any more.
     *
     * @param others kinds that are left for later
     */
    Optional<Held> take(Set<JobKind> others) {
        return inTransaction(() -> {
            List<JobRow> free = entities.createNativeQuery("""
                            select * from job
                            where ((state = 'QUEUED' and coalesce(lease_until, '-infinity') <= :now)
                               or (state = 'RUNNING' and lease_until < :now))
                              and kind <> all(cast(:others as text[]))
                            order by created_at limit 1 for update skip locked""", JobRow.class)
                    .setParameter("now", clock.instant())
                    .setParameter("others", others.stream().map(JobKind::name).toArray(String[]::new))
                    .getResultList();
            if (free.isEmpty()) {
                return Optional.empty();
            }
            JobRow job = free.getFirst();
            Instant now = clock.instant();
            job.updatedAt = now;
            if (job.cancel) {
                end(job, JobState.CANCELLED, "Cancelled; nothing was changed.");
                return Optional.empty();
            }
            if (job.attempts >= MOST_ATTEMPTS) {
                end(
                        job,
                        JobState.FAILED,
                        "It was tried " + MOST_ATTEMPTS + " times and interrupted each time; nothing was changed."
                                + " See the log for the reason, then ask for it again.");
                return Optional.empty();
            }
            job.attempts++;
            job.state = JobState.RUNNING;
            job.message = "Running.";
            job.goesAt(JobPace.UNKNOWN);
            job.holder = holder;
            job.leaseUntil = now.plus(LEASE);
            return Optional.of(new Held(job.id, job.kind, job.parameters));
        });
    }

    /** Holds on to a job and writes its progress down; tells the run when it was cancelled or is no longer ours. */
    void keep(JobRun run) {
        inTransaction(() -> {
            Optional<JobRow> held = held(run);
            if (held.isEmpty()) {
                run.giveUp();
                return false;
            }
            JobRow job = held.get();
            Instant now = clock.instant();
            job.goesAt(job.pace().seen(run.done(), now));
            job.total = run.total();
            job.leaseUntil = now.plus(LEASE);
            job.updatedAt = now;
            if (job.cancel) {
                run.cancel();
            } else if (job.pause) {
                run.pause();
            }
            return true;
        });
    }

    /** Writes down how a run ended, unless another instance holds the job by now. */
    void end(JobRun run, JobState state, String message) {
        inTransaction(() -> {
            held(run).ifPresent(job -> {
                job.done = run.done();
                job.total = run.total();
                job.updatedAt = clock.instant();
                end(job, state, message);
            });
            return true;
        });
    }

    /** Puts a job aside until a time that somebody outside named; that counts as no attempt. */
    void putAside(JobRun run, Instant until, String message) {
        inTransaction(() -> {
            held(run).ifPresent(job -> {
                if (job.cancel || job.pause) {
                    end(job, job.cancel ? JobState.CANCELLED : JobState.PAUSED, message);
                } else {
                    job.state = JobState.QUEUED;
                    job.message = message;
                    job.holder = null;
                    job.leaseUntil = until;
                }
                job.updatedAt = clock.instant();
                job.attempts--;
            });
            return true;
        });
    }

    /** Puts a job aside until somebody resumes it; who did so already is not kept waiting. */
    void pause(JobRun run, String message) {
        inTransaction(() -> {
            held(run).ifPresent(job -> {
                end(job, job.pause ? JobState.PAUSED : JobState.QUEUED, message);
                job.done = run.done();
                job.total = run.total();
                job.updatedAt = clock.instant();
                job.attempts--;
            });
            return true;
        });
    }

    /** Gives a job back to be tried again after a pause. */
    void giveBack(JobRun run, Duration pause) {
        inTransaction(() -> {
            held(run).ifPresent(job -> {
                job.state = JobState.QUEUED;
                job.message = "Interrupted; it starts again by itself.";
                job.holder = null;
                job.leaseUntil = clock.instant().plus(pause);
                job.updatedAt = clock.instant();
                if (pause.isZero()) {
                    job.attempts--;
                }
            });
            return true;
        });
    }

    private Optional<JobRow> held(JobRun run) {
        return entities.createQuery("from JobRow where id = :id and holder = :holder and state = :state", JobRow.class)
                .setParameter("id", run.id())
                .setParameter("holder", holder)
                .setParameter("state", JobState.RUNNING)
                .setLockMode(jakarta.persistence.LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private static void end(JobRow job, JobState state, String message) {
        job.state = state;
        job.message = message;
        job.holder = null;
        job.leaseUntil = null;
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}

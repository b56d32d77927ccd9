// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.web.Page;

/** The jobs that were asked for. Safe for use by many threads. */
@ApplicationScoped
public class Jobs {

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Clock clock;

    Jobs(EntityManager entities, ObjectMapper json, Clock clock) {
        this.entities = entities;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Asks for work. The same idempotency key gives the same job again.
     *
     * @param kind what to do
     * @param parameters with what; written as JSON, so never a secret
     * @param idempotencyKey the caller's name for this request, absent when it has none
     * @return the job
     */
    @Transactional
    public Job submit(JobKind kind, Object parameters, @Nullable String idempotencyKey) {
        UUID id = UUID.randomUUID();
        int added = entities.createNativeQuery("""
                        insert into job (id, kind, state, message, parameters, idempotency_key, created_at, updated_at)
                        values (:id, :kind, 'QUEUED', 'Waiting to start.', :parameters, cast(:key as text), :now, :now)
                        on conflict (kind, idempotency_key) do nothing""")
                .setParameter("id", id)
                .setParameter("kind", kind.name())
                .setParameter("parameters", text(parameters))
                .setParameter("key", idempotencyKey)
                .setParameter("now", now())
                .executeUpdate();
        if (added == 1) {
            return entities.find(JobRow.class, id).shown();
        }
        return entities.createQuery("from JobRow where kind = :kind and idempotencyKey = :key", JobRow.class)
                .setParameter("kind", kind)
                .setParameter("key", idempotencyKey)
                .getSingleResult()
                .shown();
    }

    /**
     * Asks for work that is useless twice at once, with the same parameters.
     *
     * @param kind what to do
     * @param parameters with what; written as JSON, so never a secret
     * @return the job; the one that has not ended when there is one
     */
    @Transactional
    public Job submitOnce(JobKind kind, Object parameters) {
        return entities.createQuery("""
                        from JobRow where kind = :kind and parameters = :parameters and state in :open
                        order by createdAt""", JobRow.class)
                .setParameter("parameters", text(parameters))
                .setParameter("kind", kind)
                .setParameter("open", JobState.OPEN)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(JobRow::shown)
                .orElseGet(() -> submit(kind, parameters, null));
    }

    /**
     * Finds a job.
     *
     * @param id the job
     * @return empty when there is none
     */
    @Transactional
    public Optional<Job> find(UUID id) {
        return Optional.ofNullable(entities.find(JobRow.class, id)).map(JobRow::shown);
    }

    /**
     * Tells whether work of a kind waits, runs or is paused.
     *
     * @param kind the kind
     * @return whether there is any
     */
    @Transactional
    public boolean isAnyOpen(JobKind kind) {
        return entities.createQuery("select count(*) from JobRow where kind = :kind and state in :open", Long.class)
                        .setParameter("kind", kind)
                        .setParameter("open", JobState.OPEN)
                        .getSingleResult()
                > 0;
    }

    /**
     * Lists jobs, newest first.
     *
     * @param kind only these; absent for all
     * @param limit rows on the page
     * @param after the last job of the page before, absent for the first page
     * @return the page
     */
    @Transactional
    public Page<Job> list(@Nullable JobKind kind, int limit, @Nullable UUID after) {
        JobRow last = after == null ? null : entities.find(JobRow.class, after);
        List<Job> rows = entities.createQuery("""
                        from JobRow where (:kind is null or kind = :kind)
                        and (:all = true or createdAt < :createdAt or (createdAt = :createdAt and id < :id))
                        order by createdAt desc, id desc""", JobRow.class)
                .setParameter("kind", kind)
                .setParameter("all", last == null)
                .setParameter("createdAt", last == null ? now() : last.createdAt)
                .setParameter("id", last == null ? UUID.randomUUID() : last.id)
                .setMaxResults(limit + 1)
                .getResultStream()
                .map(JobRow::shown)
                .toList();
        return Page.of(rows, limit, job -> job.id().toString());
    }

    /**
     * Asks a job to stop and to wait until it is resumed; it then holds up no other. One that ended already stays as it is.
     *
     * @param id the job
     * @return how it stands now, empty when there is none
     */
    @Transactional
    public Optional<Job> pause(UUID id) {
        JobRow job = entities.find(JobRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (job == null) {
            return Optional.empty();
        }
        if (job.state == JobState.QUEUED) {
            job.state = JobState.PAUSED;
            job.message = "Paused before it started.";
        }
        if (JobState.OPEN.contains(job.state)) {
            job.pause = true;
            job.updatedAt = now();
        }
        return Optional.of(job.shown());
    }

    /**
     * Lets a job that was paused go on. Any other stays as it is.
     *
     * @param id the job
     * @return how it stands now, empty when there is none
     */
    @Transactional
    public Optional<Job> resume(UUID id) {
        JobRow job = entities.find(JobRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (job == null) {
            return Optional.empty();
        }
        if (job.state == JobState.PAUSED) {
            job.state = JobState.QUEUED;
            job.message = "Waiting to go on.";
        }
        if (job.pause) {
            job.pause = false;
            job.updatedAt = now();
        }
        return Optional.of(job.shown());
    }

    /**
     * Asks a job to stop. One that ended already stays as it is.
     *
     * @param id the job
     * @return how it stands now, empty when there is none
     */
    @Transactional
    public Optional<Job> cancel(UUID id) {
        JobRow job = entities.find(JobRow.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (job == null) {
            return Optional.empty();
        }
        if (job.state == JobState.QUEUED || job.state == JobState.PAUSED) {
            job.message = job.state == JobState.QUEUED
                    ? "Cancelled before it started; nothing was changed."
                    : "Cancelled while it was paused; nothing was changed.";
            job.state = JobState.CANCELLED;
            job.updatedAt = now();
        } else if (job.state == JobState.RUNNING) {
            job.cancel = true;
            job.updatedAt = now();
        }
        return Optional.of(job.shown());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private String text(Object parameters) {
        try {
            return json.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Parameters that are no JSON", e);
        }
    }
}

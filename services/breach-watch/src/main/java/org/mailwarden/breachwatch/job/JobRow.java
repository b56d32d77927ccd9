// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the job table. */
@Entity
@Table(name = "job")
@SuppressWarnings("NullAway.Init")
class JobRow {

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    JobKind kind;

    @Enumerated(EnumType.STRING)
    JobState state;

    long done;
    long total;
    String message;
    String parameters;

    @jakarta.persistence.Column(name = "idempotency_key")
    @Nullable
    String idempotencyKey;

    boolean cancel;
    boolean pause;
    int attempts;

    @Nullable
    UUID holder;

    /** RUNNING: held until then. QUEUED: not tried before then. */
    @jakarta.persistence.Column(name = "lease_until")
    @Nullable
    Instant leaseUntil;

    @jakarta.persistence.Column(name = "created_at")
    Instant createdAt;

    @jakarta.persistence.Column(name = "updated_at")
    Instant updatedAt;

    /** See {@link JobPace}. */
    @Nullable
    Double rate;

    @jakarta.persistence.Column(name = "measured_since")
    @Nullable
    Instant measuredSince;

    @jakarta.persistence.Column(name = "measured_at")
    @Nullable
    Instant measuredAt;

    JobPace pace() {
        return new JobPace(rate, done, measuredSince, measuredAt);
    }

    void goesAt(JobPace pace) {
        done = pace.done();
        rate = pace.rate();
        measuredSince = pace.since();
        measuredAt = pace.at();
    }

    Job shown() {
        boolean isRunning = state == JobState.RUNNING;
        return new Job(
                id,
                kind,
                state,
                done,
                total,
                isRunning ? rate : null,
                isRunning ? pace().end(total).orElse(null) : null,
                message,
                createdAt,
                updatedAt);
    }
}

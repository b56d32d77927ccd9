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

    Job shown() {
        return new Job(id, kind, state, done, total, message, createdAt, updatedAt);
    }
}

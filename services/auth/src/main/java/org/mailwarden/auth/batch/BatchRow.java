// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch as it is kept. */
@Entity
@Table(name = "batch")
public class BatchRow {

    /** The batch. */
    @Id
    public UUID id = new UUID(0, 0);

    /** Order of creation, for paging. */
    @Column(insertable = false, updatable = false)
    public @Nullable Long position;

    /** How it came about. */
    @Enumerated(EnumType.STRING)
    public BatchKind kind = BatchKind.ASKED;

    /** Where it stands. */
    @Enumerated(EnumType.STRING)
    public BatchState state = BatchState.WAITING;

    /** Where it stands when all its members have followed; absent unless it is {@link BatchState#MOVING}. */
    @Enumerated(EnumType.STRING)
    public @Nullable BatchState target;

    /** Who asked; {@code policy} when the governor held it. */
    public String requester = "";

    /** Of a held one the sources, of another the batch itself. */
    public String subject = "";

    /** Why it was asked for; of a held one what tripped, as the newest of it says. */
    public String reason = "";

    /** Hash of the list that was asked for; absent for a held one, whose list grows. */
    public @Nullable String hash;

    /** When it came about. */
    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;

    /** Until when it can be approved; absent when it waits as long as it takes. */
    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;

    /** Who decided last. */
    @Column(name = "decided_by")
    public @Nullable String decidedBy;

    /** When. */
    @Column(name = "decided_at")
    public @Nullable Instant decidedAt;

    /** Why. */
    @Column(name = "decided_reason")
    public @Nullable String decidedReason;

    /** What came of it, when it is not what was decided. */
    public @Nullable String outcome;
}

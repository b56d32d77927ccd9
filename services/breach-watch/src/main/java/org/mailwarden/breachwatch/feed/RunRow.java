// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table of imports. */
@Entity
@Table(name = "feed_run")
@SuppressWarnings("NullAway.Init")
class RunRow {

    /** The job's id too. */
    @Id
    UUID id;

    @Column(name = "feed_id")
    String feedId;

    @Enumerated(EnumType.STRING)
    RunState state;

    String message;

    @Nullable
    String cursor;

    /** Read so far, strangers too. */
    long items;

    /** Of the fleet, but not to be judged: the password is not known. */
    long unmatched;

    /** At own domains, but of no account. */
    long unknown;

    /** Accounts that something would be done about. */
    int accounts;

    int fleet;

    /** The last finding that its matches became. */
    @Column(name = "released_to")
    @Nullable
    UUID releasedTo;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "finished_at")
    @Nullable
    Instant finishedAt;
}

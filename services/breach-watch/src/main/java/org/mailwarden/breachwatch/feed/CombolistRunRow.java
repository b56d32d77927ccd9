// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the table of combolist runs that ended well. Nothing of the file but its hash and counts. */
@Entity
@Table(name = "combolist_run")
@SuppressWarnings("NullAway.Init")
class CombolistRunRow {

    @Id
    @Column(name = "job_id")
    UUID jobId;

    String name;

    @Column(name = "file_sha256")
    String fileSha256;

    @Column(name = "leaked_at")
    @Nullable
    LocalDate leakedAt;

    long lines;
    long pairs;
    long current;
    long stale;
    long unknown;

    @Column(name = "finished_at")
    Instant finishedAt;
}

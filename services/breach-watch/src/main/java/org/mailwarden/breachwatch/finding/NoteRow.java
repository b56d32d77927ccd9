// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the note table: what happened to a finding, or what a person wrote about it. */
@Entity
@Immutable
@Table(name = "finding_note")
@SuppressWarnings("NullAway.Init")
class NoteRow {

    @Id
    long position;

    @Column(name = "finding_id")
    UUID findingId;

    String author;
    String text;

    /** Whether a person wrote it. */
    boolean comment;

    @Column(name = "added_at")
    Instant addedAt;
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the fact table: why a finding stands (confirms), or what happened to it (a note). */
@Entity
@Immutable
@Table(name = "finding_fact")
@SuppressWarnings("NullAway.Init")
class FactRow {

    @Id
    long position;

    @Column(name = "finding_id")
    UUID findingId;

    String source;
    String text;
    boolean confirms;

    @Column(name = "added_at")
    Instant addedAt;
}

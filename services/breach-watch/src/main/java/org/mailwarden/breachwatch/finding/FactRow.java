// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.mailwarden.contracts.finding.Fact;

/** A row of the fact table: why a finding stands. */
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

    @Column(name = "added_at")
    Instant addedAt;

    /** A fact as it is added. */
    static FactRow of(UUID findingId, Fact fact, Instant now) {
        FactRow row = new FactRow();
        row.findingId = findingId;
        row.source = fact.source();
        row.text = fact.text();
        row.addedAt = now;
        return row;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the table of corpora that were imported. */
@Entity
@Table(name = "corpus_import")
@SuppressWarnings("NullAway.Init")
class CorpusImportRow {

    @Id
    String generation;

    @Column(name = "job_id")
    UUID jobId;

    String name;
    long entries;

    @Column(name = "imported_at")
    Instant importedAt;
}

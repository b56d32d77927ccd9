// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.mailwarden.breachwatch.corpus.HashKind;

/** A row of the table of corpora that were imported. */
@Entity
@Table(name = "corpus_import")
@SuppressWarnings("NullAway.Init")
class CorpusImportRow {

    @Id
    String generation;

    @Column(name = "job_id")
    UUID jobId;

    @Enumerated(EnumType.STRING)
    HashKind kind;

    String name;
    long entries;

    @Column(name = "imported_at")
    Instant importedAt;
}

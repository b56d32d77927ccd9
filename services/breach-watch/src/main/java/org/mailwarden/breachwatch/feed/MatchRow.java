// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** A row of the match table. */
@Entity
@IdClass(MatchRow.Key.class)
@Table(name = "feed_match")
@SuppressWarnings("NullAway.Init")
class MatchRow {

    /** The same item about the same finding, once. */
    record Key(String feedId, UUID findingId, String reference) implements Serializable {}

    @Id
    @Column(name = "feed_id")
    String feedId;

    @Id
    @Column(name = "finding_id")
    UUID findingId;

    @Id
    String reference;

    @Column(name = "run_id")
    UUID runId;

    @Column(name = "account_id")
    UUID accountId;

    String address;

    @Enumerated(EnumType.STRING)
    FindingKind kind;

    @Enumerated(EnumType.STRING)
    Severity severity;

    @Column(name = "credential_version")
    @Nullable
    Long credentialVersion;

    @Column(name = "natural_key")
    @Nullable
    String naturalKey;

    String summary;
    String fact;
    String source;

    @Column(name = "closed_because")
    @Nullable
    String closedBecause;

    @Column(name = "exposed_on")
    @Nullable
    LocalDate exposedOn;

    @Column(name = "found_at")
    Instant foundAt;

    Match match() {
        return new Match(
                kind,
                severity,
                accountId,
                address,
                credentialVersion,
                naturalKey,
                reference,
                summary,
                new Fact(fact, source),
                closedBecause,
                exposedOn);
    }
}

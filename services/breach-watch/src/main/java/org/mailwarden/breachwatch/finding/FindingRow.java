// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

/** A row of the finding table. */
@Entity
@Table(name = "finding")
@SuppressWarnings("NullAway.Init")
class FindingRow {

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    FindingKind kind;

    @Enumerated(EnumType.STRING)
    Severity severity;

    @Enumerated(EnumType.STRING)
    FindingState state;

    @Column(name = "account_id")
    UUID accountId;

    String address;

    @Nullable
    String owner;

    @Column(name = "credential_version")
    @Nullable
    Long credentialVersion;

    String summary;

    @Column(name = "raised_at")
    Instant raisedAt;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "closed_reason")
    @Nullable
    String closedReason;

    /** Counts changes, so that each change has an event id of its own. */
    int revision;

    Finding snapshot(List<FactRow> facts) {
        LinkedHashSet<String> sources = new LinkedHashSet<>();
        facts.stream().filter(fact -> fact.confirms).forEach(fact -> sources.add(fact.source));
        return new Finding(
                id,
                kind,
                severity,
                state,
                accountId,
                address,
                owner,
                credentialVersion,
                summary,
                facts.stream().map(fact -> new Fact(fact.text, fact.source)).toList(),
                List.copyOf(sources),
                raisedAt,
                changedAt,
                closedReason);
    }
}

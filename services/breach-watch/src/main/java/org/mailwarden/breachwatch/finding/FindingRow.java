// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
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

    /** Facts in a snapshot. */
    static final int MOST_FACTS = 50;

    /** Characters of them: an event stays under 64 KiB even when each takes three bytes and its source is told twice. */
    private static final int MOST_CHARACTERS = 8_000;

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    FindingKind kind;

    @Enumerated(EnumType.STRING)
    Severity severity;

    /** One sentence a line; empty in rows of an earlier version. */
    @Column(name = "severity_reasons")
    String severityReasons;

    @Enumerated(EnumType.STRING)
    FindingState state;

    @Column(name = "account_id")
    UUID accountId;

    String address;

    @Nullable
    String owner;

    @Nullable
    String assignee;

    @Column(name = "credential_version")
    @Nullable
    Long credentialVersion;

    String summary;

    /** As the source calls it; absent when it is about none. */
    @Nullable
    String breach;

    @Column(name = "raised_at")
    Instant raisedAt;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "closed_as")
    @Enumerated(EnumType.STRING)
    @Nullable
    Disposition closedAs;

    @Column(name = "closed_reason")
    @Nullable
    String closedReason;

    /** The person; absent when it closed by itself. */
    @Column(name = "closed_by")
    @Nullable
    String closedBy;

    @Column(name = "closed_at")
    @Nullable
    Instant closedAt;

    @Column(name = "accepted_until")
    @Nullable
    LocalDate acceptedUntil;

    @Column(name = "reopened_at")
    @Nullable
    Instant reopenedAt;

    @Column(name = "last_change")
    @Nullable
    String lastChange;

    /** Everybody it is about, when they are several. */
    UUID @Nullable [] accounts;

    /** Counts changes, so that each change has an event id of its own. */
    int revision;

    /** A finding as it is raised. */
    static FindingRow of(NewFinding found, Instant now) {
        FindingRow row = new FindingRow();
        row.id = found.id();
        row.kind = found.kind();
        row.rate(SeverityRule.decide(found.kind(), found.ratings()));
        row.state = FindingState.OPEN;
        row.accountId = found.accountId();
        row.address = found.address();
        row.owner = found.owner();
        row.credentialVersion = found.credentialVersion();
        row.summary = found.summary();
        row.breach = found.breach();
        row.accounts = found.accounts().size() > 1 ? found.accounts().toArray(UUID[]::new) : null;
        row.raisedAt = now;
        row.changedAt = now;
        return row;
    }

    void rate(SeverityRule.Decision decision) {
        severity = decision.severity();
        severityReasons = SeverityRule.lines(decision.reasons());
    }

    void close(Disposition as, String reason, @Nullable String by, @Nullable LocalDate until, Instant now) {
        state = FindingState.CLOSED;
        closedAs = as;
        closedReason = reason;
        closedBy = by;
        closedAt = now;
        acceptedUntil = until;
    }

    void reopen(Instant now) {
        state = FindingState.OPEN;
        closedAs = null;
        closedReason = null;
        closedBy = null;
        closedAt = null;
        acceptedUntil = null;
        reopenedAt = now;
    }

    List<String> reasons() {
        return severityReasons.isEmpty()
                ? List.of(SeverityRule.rule(kind))
                : severityReasons.lines().toList();
    }

    /**
     * Tells the finding.
     *
     * @param facts its newest facts, oldest first
     */
    Finding snapshot(List<FactRow> facts) {
        List<FactRow> told = newest(facts);
        LinkedHashSet<String> sources = new LinkedHashSet<>();
        told.forEach(fact -> sources.add(fact.source));
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
                told.stream().map(fact -> new Fact(fact.text, fact.source)).toList(),
                List.copyOf(sources),
                raisedAt,
                changedAt,
                closedReason,
                reasons(),
                assignee,
                closedAs,
                closedBy,
                closedAt,
                acceptedUntil,
                reopenedAt,
                lastChange,
                accounts == null
                        ? null
                        : Arrays.asList(accounts).subList(0, Math.min(accounts.length, Finding.MOST_ACCOUNTS)),
                accounts == null ? null : accounts.length);
    }

    /**
     * Takes what is new of a finding whose kind and accounts may change.
     *
     * @param found as it was found now
     * @return what changed, in words; empty when nothing did
     */
    List<String> follow(NewFinding found) {
        List<String> changes = new ArrayList<>();
        if (found.byNaturalKey() && kind != found.kind()) {
            changes.add("it turned out to be " + found.kind() + ", before " + kind);
            kind = found.kind();
        }
        if (found.byNaturalKey()) {
            summary = found.summary();
            credentialVersion = found.credentialVersion();
        }
        int before = accounts == null ? 1 : accounts.length;
        if (found.accounts().size() > before) {
            accounts = found.accounts().toArray(UUID[]::new);
            changes.add("it is about " + accounts.length + " accounts, before " + before);
        }
        return changes;
    }

    private static List<FactRow> newest(List<FactRow> facts) {
        int characters = 0;
        int from = facts.size();
        while (from > 0 && facts.size() - from < MOST_FACTS) {
            FactRow fact = facts.get(from - 1);
            characters += fact.text.length() + fact.source.length();
            if (characters > MOST_CHARACTERS && from < facts.size()) {
                break;
            }
            from--;
        }
        return facts.subList(from, facts.size());
    }
}

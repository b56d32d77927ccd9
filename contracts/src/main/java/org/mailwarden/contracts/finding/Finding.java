// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.finding;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a finding, the data of FindingRaised, FindingChanged and FindingClosed. One that is opened again is told as
 * FindingChanged with state OPEN and a later {@code reopenedAt}.
 *
 * @param findingId UUIDv5 of what tells it from others, as kind, account and natural key: one finding however many sources
 *     confirm it
 * @param kind what was found
 * @param severity how much it matters
 * @param state whether it is open
 * @param accountId the account; of several the first
 * @param address its mail address
 * @param owner Keycloak user name; absent when unknown
 * @param credentialVersion version of the credential it speaks about; absent for findings about no credential
 * @param summary one plain sentence
 * @param facts why, with sources, oldest first; of many the newest, at most 50
 * @param sources the sources of these facts, each once
 * @param raisedAt when it was first raised
 * @param changedAt when it last changed
 * @param closedReason why it was closed; absent while open
 * @param severityReasons why it has its severity, plain sentences; absent in events of earlier versions
 * @param assignee user name of who looks after it; absent when nobody does
 * @param closedAs as what it was closed; absent while open
 * @param closedBy user name of the person who closed it; absent while open, and when it closed by itself
 * @param closedAt when it was closed; absent while open
 * @param acceptedUntil last day (UTC) for which it is accepted; absent when it is not, or for good
 * @param reopenedAt when it was last opened again; absent when it never was
 * @param lastChange what changed last and who did it, one plain sentence without what people wrote in comments; absent
 *     when nothing changed since it was raised
 * @param accounts every account that it is about, in the order they came, at most the first {@link #MOST_ACCOUNTS}; absent
 *     when it is about one
 * @param accountCount how many these are, uncut; absent when it is about one
 */
public record Finding(
        UUID findingId,
        FindingKind kind,
        Severity severity,
        FindingState state,
        UUID accountId,
        String address,
        @Nullable String owner,
        @Nullable Long credentialVersion,
        String summary,
        List<Fact> facts,
        List<String> sources,
        Instant raisedAt,
        Instant changedAt,
        @Nullable String closedReason,
        @Nullable List<String> severityReasons,
        @Nullable String assignee,
        @Nullable Disposition closedAs,
        @Nullable String closedBy,
        @Nullable Instant closedAt,
        @Nullable LocalDate acceptedUntil,
        @Nullable Instant reopenedAt,
        @Nullable String lastChange,
        @Nullable List<UUID> accounts,
        @Nullable Integer accountCount) {

    /** Accounts that are named in a snapshot: with 50 facts an event stays under 64 KiB. */
    public static final int MOST_ACCOUNTS = 300;

    /** Copies the lists so that the snapshot cannot change. */
    public Finding {
        facts = List.copyOf(facts);
        sources = List.copyOf(sources);
        severityReasons = severityReasons == null ? null : List.copyOf(severityReasons);
        accounts = accounts == null ? null : List.copyOf(accounts);
    }

    /** A finding about one account. */
    public Finding(
            UUID findingId,
            FindingKind kind,
            Severity severity,
            FindingState state,
            UUID accountId,
            String address,
            @Nullable String owner,
            @Nullable Long credentialVersion,
            String summary,
            List<Fact> facts,
            List<String> sources,
            Instant raisedAt,
            Instant changedAt,
            @Nullable String closedReason,
            @Nullable List<String> severityReasons,
            @Nullable String assignee,
            @Nullable Disposition closedAs,
            @Nullable String closedBy,
            @Nullable Instant closedAt,
            @Nullable LocalDate acceptedUntil,
            @Nullable Instant reopenedAt,
            @Nullable String lastChange) {
        this(
                findingId,
                kind,
                severity,
                state,
                accountId,
                address,
                owner,
                credentialVersion,
                summary,
                facts,
                sources,
                raisedAt,
                changedAt,
                closedReason,
                severityReasons,
                assignee,
                closedAs,
                closedBy,
                closedAt,
                acceptedUntil,
                reopenedAt,
                lastChange,
                null,
                null);
    }
}

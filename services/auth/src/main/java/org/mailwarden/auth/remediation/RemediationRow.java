// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.kit.web.Problems;

/** A remediation as it is kept: the snapshot that is told to everybody, and the state of its job. */
@Entity
@Table(name = "remediation")
public class RemediationRow {

    /** The remediation. */
    @Id
    public UUID id = new UUID(0, 0);

    /** Order of planning, for paging. */
    @Column(insertable = false, updatable = false)
    public @Nullable Long position;

    /** The account. */
    @Column(name = "account_id")
    public UUID accountId = id;

    /** Keycloak user name, lower case. */
    public String owner = "";

    /** The snapshot's address, for searches. */
    public String address = "";

    /** The version that is retired. */
    @Column(name = "credential_version")
    public long credentialVersion;

    /** Name of the policy. */
    public String policy = "";

    /** What is done. */
    public String action = "";

    /** The snapshot's state, for queries. */
    public String state = "";

    /** When the snapshot was planned, for searches. */
    @Column(name = "planned_at")
    public Instant plannedAt = Instant.EPOCH;

    /** When the snapshot last changed, for searches. */
    @Column(name = "changed_at")
    public Instant changedAt = Instant.EPOCH;

    /** JSON of the contract's record. */
    public String snapshot = "";

    @Transient
    private @Nullable Remediation known;

    @Transient
    private @Nullable String knownFrom;

    /** Who asked for it; {@code policy} when nobody did. */
    public String requester = "";

    /** Who approved it. */
    public @Nullable String approver;

    /** The next step of the job; absent when nothing is to run. */
    public @Nullable String step;

    /** Failed tries of the step. */
    public int attempts;

    /** When the step is due. */
    @Column(name = "next_at")
    public @Nullable Instant nextAt;

    /** Until when a worker holds the job. */
    @Column(name = "lease_until")
    public @Nullable Instant leaseUntil;

    /** When the sequence began; counts for the budget. */
    @Column(name = "started_at")
    public @Nullable Instant startedAt;

    /** When every step was done. */
    @Column(name = "applied_at")
    public @Nullable Instant appliedAt;

    /** Ids of the password credentials before the reset, separated by blanks. */
    @Column(name = "retired_passwords")
    public @Nullable String retiredPasswords;

    /** The one session that is meant; absent when all are. */
    @Column(name = "session_id")
    public @Nullable String sessionId;

    /** The user's required actions before the first step, separated by blanks. */
    @Column(name = "actions_before")
    public @Nullable String actionsBefore;

    /** Whether the user might sign in before the first step; absent before it. */
    @Column(name = "enabled_before")
    public @Nullable Boolean enabledBefore;

    /** Who cancelled what had begun. */
    @Column(name = "cancelled_by")
    public @Nullable String cancelledBy;

    /** Why it was cancelled. */
    @Column(name = "cancelled_reason")
    public @Nullable String cancelledReason;

    /** When a policy's calendar or rule planned it; absent when something else did. */
    @Column(name = "upkeep_at")
    public @Nullable Instant upkeepAt;

    /** When the person is reminded next; absent when nothing is waited for. */
    @Column(name = "remind_at")
    public @Nullable Instant remindAt;

    /** Reminders sent. */
    public int reminders;

    /** When the person was through: a new credential, or the finding closed. */
    @Column(name = "completed_at")
    public @Nullable Instant completedAt;

    /** What completed it. */
    @Column(name = "completed_reason")
    public @Nullable String completedReason;

    /** What keeps it from running; absent when it is not held. */
    @Column(name = "hold_code")
    @Enumerated(EnumType.STRING)
    public @Nullable HoldCode holdCode;

    /** When it is decided again by itself; absent when a person has to. */
    @Column(name = "hold_until")
    public @Nullable Instant holdUntil;

    /** What the snapshot was read as; null when it was not read yet, or is another by now. */
    @Nullable
    Remediation known() {
        return snapshot.equals(knownFrom) ? known : null;
    }

    /** Keeps what the snapshot says: within one transaction it is asked for several times. */
    Remediation known(Remediation read) {
        known = read;
        knownFrom = snapshot;
        return read;
    }

    /** Refuses whoever is the subject: a thief with somebody's token must not end what is done about that person. */
    void requireAnother(String person) {
        if (owner.equalsIgnoreCase(person)) {
            throw Problems.of(
                    403,
                    "own-remediation",
                    "Nobody cancels or rejects what is done about themselves. Ask a colleague.");
        }
    }

    /** The retired password credentials' ids. */
    public Set<String> retired() {
        return words(retiredPasswords);
    }

    /** The user's required actions before the first step. */
    public Set<String> actionsBefore() {
        return words(actionsBefore);
    }

    private static Set<String> words(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}

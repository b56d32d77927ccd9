// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /** The version that is retired. */
    @Column(name = "credential_version")
    public long credentialVersion;

    /** What is done. */
    public String action = "";

    /** The snapshot's state, for queries. */
    public String state = "";

    /** JSON of the contract's record. */
    public String snapshot = "";

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

    /** When the person was through: a new credential, or the finding closed. */
    @Column(name = "completed_at")
    public @Nullable Instant completedAt;

    /** What completed it. */
    @Column(name = "completed_reason")
    public @Nullable String completedReason;

    /** The retired password credentials' ids. */
    public Set<String> retired() {
        return retiredPasswords == null
                ? Set.of()
                : Arrays.stream(retiredPasswords.split(" "))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toSet());
    }
}

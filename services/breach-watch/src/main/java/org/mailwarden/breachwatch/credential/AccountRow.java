// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the account table. */
@Entity
@Table(name = "account")
@SuppressWarnings("NullAway.Init")
class AccountRow {

    @Id
    @Column(name = "account_id")
    UUID accountId;

    String address;

    @Nullable
    String owner;

    /** The name it signs in with at its mail server; absent before its first snapshot. */
    @Nullable
    String username;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "removed_at")
    @Nullable
    Instant removedAt;
}

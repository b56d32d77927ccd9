// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of the credential table: the newest credential of an account, its fingerprint sealed. */
@Entity
@Table(name = "credential")
@SuppressWarnings("NullAway.Init")
class CredentialRow {

    @Id
    @Column(name = "account_id")
    UUID accountId;

    long version;

    byte[] fingerprint;

    int strength;

    @Column(name = "length_bucket")
    String lengthBucket;

    @Column(name = "changed_at")
    Instant changedAt;
}

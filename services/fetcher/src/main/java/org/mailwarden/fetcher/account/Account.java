// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;

/** A mailbox of the fleet as it stands in the database. Changed only inside a transaction. */
@Entity
@Table(name = "account")
@SuppressWarnings("NullAway.Init")
public class Account {

    @Id
    public UUID id;

    public String address;

    @Enumerated(EnumType.STRING)
    public Protocol protocol;

    public String host;
    public int port;

    @Enumerated(EnumType.STRING)
    public Security security;

    public String username;

    @Enumerated(EnumType.STRING)
    @Column(name = "credential_type")
    public CredentialType credentialType;

    @Column(name = "credential_version")
    public long credentialVersion;

    @Convert(converter = FolderList.class)
    public List<String> folders;

    @Enumerated(EnumType.STRING)
    public Retrieval retrieval;

    @Column(name = "delete_after_days")
    public @Nullable Integer deleteAfterDays;

    public @Nullable String owner;

    @Column(name = "recovery_address")
    public @Nullable String recoveryAddress;

    /** What people call it: lower case, sorted, each once. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    public List<String> tags;

    @Enumerated(EnumType.STRING)
    public AccountState state;

    @Column(name = "state_reason")
    public @Nullable String stateReason;

    @Column(name = "messages_seen")
    public long messagesSeen;

    @Column(name = "last_message_at")
    public @Nullable Instant lastMessageAt;

    /** Unbroken run of polls that failed, for back-off. */
    public int failures;

    /** Shortest time between two sign-ins that the server asks for. */
    @Column(name = "login_delay_seconds")
    public int loginDelaySeconds;

    @Column(name = "last_polled_at")
    public @Nullable Instant lastPolledAt;

    /** End of the last poll that went well. */
    @Column(name = "last_read_at")
    public @Nullable Instant lastReadAt;

    /** The credential version that last opened the mailbox. */
    @Column(name = "opened_version")
    public @Nullable Long openedVersion;

    /** Whether an administrator asked for one try beyond what refused sign-ins leave. */
    @Column(name = "try_by_hand")
    public boolean tryByHand;

    @Column(name = "tried_by_hand_at")
    public @Nullable Instant triedByHandAt;

    @Column(name = "next_poll_at")
    public Instant nextPollAt;

    @Column(name = "changed_at")
    public Instant changedAt;

    /** The account as other services may know it. */
    public AccountChanged snapshot() {
        return new AccountChanged(
                id,
                address,
                protocol,
                host,
                port,
                security,
                username,
                credentialType,
                credentialVersion,
                folders,
                retrieval,
                deleteAfterDays,
                owner,
                recoveryAddress,
                tags,
                state,
                stateReason,
                changedAt);
    }

    /** Whether the present credential has opened the mailbox before. */
    public boolean isProven() {
        return Long.valueOf(credentialVersion).equals(openedVersion);
    }

    /** Whether the account is read, now or after a pause of the fetcher's own. */
    public boolean isPolled() {
        return state == AccountState.NEW || state == AccountState.ACTIVE || state == AccountState.UNREACHABLE;
    }
}

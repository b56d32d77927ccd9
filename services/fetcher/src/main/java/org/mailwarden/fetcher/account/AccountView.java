// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;

/**
 * An account as REST shows it; never a secret. Fields as in {@link org.mailwarden.contracts.account.AccountChanged}.
 *
 * @param messagesSeen messages announced so far
 * @param lastMessageAt when the last of them was noticed, absent before the first
 * @param lastPolledAt end of the last poll, absent before the first
 * @param lastError why the last poll failed, absent when it went well
 */
public record AccountView(
        UUID id,
        String address,
        Protocol protocol,
        String host,
        int port,
        Security security,
        String username,
        CredentialType credentialType,
        long credentialVersion,
        List<String> folders,
        Retrieval retrieval,
        @Nullable Integer deleteAfterDays,
        @Nullable String owner,
        @Nullable String recoveryAddress,
        List<String> tags,
        AccountState state,
        @Nullable String stateReason,
        long messagesSeen,
        @Nullable Instant lastMessageAt,
        @Nullable Instant lastPolledAt,
        @Nullable String lastError,
        Instant changedAt) {

    /** Shows an account as it is. */
    public static AccountView of(Account account) {
        return new AccountView(
                account.id,
                account.address,
                account.protocol,
                account.host,
                account.port,
                account.security,
                account.username,
                account.credentialType,
                account.credentialVersion,
                account.folders,
                account.retrieval,
                account.deleteAfterDays,
                account.owner,
                account.recoveryAddress,
                account.tags,
                account.state,
                account.stateReason,
                account.messagesSeen,
                account.lastMessageAt,
                account.lastPolledAt,
                account.failures == 0 ? null : account.stateReason,
                account.changedAt);
    }
}

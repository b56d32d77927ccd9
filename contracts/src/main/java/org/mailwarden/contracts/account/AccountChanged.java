// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.account;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of an account after a change; never a secret.
 *
 * @param accountId the account
 * @param address mail address, lower case
 * @param protocol IMAP or POP3
 * @param host mail server
 * @param port 1 to 65535
 * @param security how the connection is protected
 * @param username sign-in name at the mail server
 * @param credentialType how the fetcher signs in
 * @param credentialVersion counts up from 1 with every new credential
 * @param folders folders read (IMAP); empty for POP3
 * @param retrieval what happens to messages on the server
 * @param deleteAfterDays days, only with DELETE_AFTER_DAYS
 * @param owner Keycloak user name of the person, absent when unknown
 * @param recoveryAddress where a recovery link may be sent, absent when unknown
 * @param tags what people call it, to find it with others like it; lower case, sorted; absent in events of before there were any
 * @param state whether the account is read
 * @param stateReason plain sentence for people, absent when ACTIVE
 * @param changedAt when the change happened
 */
public record AccountChanged(
        UUID accountId,
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
        @Nullable List<String> tags,
        AccountState state,
        @Nullable String stateReason,
        Instant changedAt) {

    /** Copies the lists so that the snapshot cannot change. */
    public AccountChanged {
        folders = List.copyOf(folders);
        tags = tags == null ? null : List.copyOf(tags);
    }
}

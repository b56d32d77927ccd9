// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.account.AccountState;

/**
 * What is known of an account.
 *
 * @param accountId the account
 * @param address its mail address
 * @param owner Keycloak user name, absent when unknown
 * @param recoveryAddress where a recovery link may be sent, absent when unknown
 * @param credentialVersion version of the current credential
 * @param state whether the fetcher reads it
 * @param host its mail server, absent until the account is next announced
 */
public record KnownAccount(
        UUID accountId,
        String address,
        @Nullable String owner,
        @Nullable String recoveryAddress,
        long credentialVersion,
        AccountState state,
        @Nullable String host) {}

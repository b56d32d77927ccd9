// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.kit.secret.Secret;

/**
 * What a caller asks an account to be. Everything may be absent here; {@link AccountRules} says what is missing.
 *
 * @param address mail address
 * @param protocol IMAP or POP3
 * @param host mail server
 * @param port 1 to 65535; absent means the protocol's usual port
 * @param security TLS or STARTTLS
 * @param username sign-in name; absent means the address
 * @param credential how to sign in
 * @param folders folders to read (IMAP); absent means INBOX
 * @param retrieval what happens to messages on the server; absent means KEEP_ON_SERVER
 * @param deleteAfterDays days, only with DELETE_AFTER_DAYS
 * @param owner Keycloak user name
 * @param recoveryAddress where a recovery link may be sent
 * @param tags what people call it, all of them; absent means none
 */
public record AccountRequest(
        @Nullable String address,
        @Nullable String protocol,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String security,
        @Nullable String username,
        @Nullable CredentialRequest credential,
        @Nullable List<String> folders,
        @Nullable String retrieval,
        @Nullable Integer deleteAfterDays,
        @Nullable String owner,
        @Nullable String recoveryAddress,
        @Nullable List<String> tags) {

    /**
     * How to sign in.
     *
     * @param type the kind of credential
     * @param password the password, for PASSWORD and MASTER_USER
     * @param provider MICROSOFT_365 or GOOGLE for their token endpoint and scope; absent for any other
     * @param tenant tenant at Microsoft 365
     * @param tokenUrl token endpoint, without a provider
     * @param clientId name of the client at the token endpoint
     * @param clientSecret its secret; absent for a public client
     * @param refreshToken for OAUTH2_REFRESH
     * @param scope scopes to ask for, separated by blanks; absent for the endpoint's usual ones
     * @param masterUser name of the master user: for MASTER_USER, and for OAUTH2_CLIENT when the client opens mailboxes as one
     * @param separator between mailbox and master user in the sign-in name
     */
    public record CredentialRequest(
            @Nullable String type,
            @Nullable Secret password,
            @Nullable String provider,
            @Nullable String tenant,
            @Nullable String tokenUrl,
            @Nullable String clientId,
            @Nullable Secret clientSecret,
            @Nullable Secret refreshToken,
            @Nullable String scope,
            @Nullable String masterUser,
            @Nullable String separator) {

        /** A credential of one secret. */
        public static CredentialRequest password(Secret password) {
            return new CredentialRequest("PASSWORD", password, null, null, null, null, null, null, null, null, null);
        }
    }
}

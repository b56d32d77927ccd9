// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.login;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in attempt, the data of LoginSucceeded and LoginFailed. That a password was a retired one may be known later than the
 * attempt is told: it is then told again in another event, which has the same {@code loginId}.
 *
 * @param loginId the attempt
 * @param accountId the account, absent when the name belongs to none
 * @param username name that was presented
 * @param source where it was observed
 * @param protocol for instance {@code IMAP}, {@code POP3}, {@code HTTP}
 * @param host server that was signed in to
 * @param port its port; 0 when unknown
 * @param remoteAddress address of the client; absent when the fetcher itself signs in
 * @param mechanism SASL mechanism or {@code LOGIN}; absent when unknown
 * @param tls what protected the connection; absent when it was never established
 * @param failure why it failed; absent for LoginSucceeded
 * @param detail scrubbed server text or plain sentence, at most 200 characters; absent for LoginSucceeded
 * @param credentialVersion version the fetcher used; absent for other sources
 * @param occurredAt when it happened
 * @param observed what the server tells beyond that; absent for the fetcher's own sign-ins, and for Keycloak's unless the
 *     password was a retired one
 */
public record Login(
        UUID loginId,
        @Nullable UUID accountId,
        String username,
        LoginSource source,
        String protocol,
        String host,
        int port,
        @Nullable String remoteAddress,
        @Nullable String mechanism,
        @Nullable TlsFacts tls,
        @Nullable LoginFailure failure,
        @Nullable String detail,
        @Nullable Long credentialVersion,
        Instant occurredAt,
        @Nullable LoginObservation observed) {

    /** A sign-in of which no server tells more. */
    public Login(
            UUID loginId,
            @Nullable UUID accountId,
            String username,
            LoginSource source,
            String protocol,
            String host,
            int port,
            @Nullable String remoteAddress,
            @Nullable String mechanism,
            @Nullable TlsFacts tls,
            @Nullable LoginFailure failure,
            @Nullable String detail,
            @Nullable Long credentialVersion,
            Instant occurredAt) {
        this(
                loginId,
                accountId,
                username,
                source,
                protocol,
                host,
                port,
                remoteAddress,
                mechanism,
                tls,
                failure,
                detail,
                credentialVersion,
                occurredAt,
                null);
    }
}

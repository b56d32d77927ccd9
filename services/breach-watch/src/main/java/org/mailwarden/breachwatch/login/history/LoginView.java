// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginAnswer;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;

/**
 * A sign-in of the history.
 *
 * @param loginId the attempt
 * @param accountId the account; absent when the name belongs to none
 * @param username name that was presented
 * @param source where it was observed
 * @param reporter name of the source, as the operator set it up; absent for the product's own
 * @param protocol for instance {@code IMAP}
 * @param host server that was signed in to
 * @param port its port; 0 when unknown
 * @param remoteAddress address of the client; absent when unknown, or when the fetcher itself signed in
 * @param mechanism SASL mechanism; absent when unknown
 * @param sessionId the server's id of the connection; absent when unknown
 * @param client what the client calls itself; absent when unknown
 * @param secured whether the connection was protected; absent when unknown
 * @param tlsProtocol for instance {@code TLSv1.3}; absent when unknown
 * @param succeeded whether the client was let in
 * @param failure why not; absent when it was
 * @param detail plain words for a failure
 * @param passwordTag the same for the same name and password; absent when unknown
 * @param retired whether the password was retired by a reset; absent when nobody could be asked
 * @param answer what the server was answered before; absent when it did not ask
 * @param answerReason what spoke against it; absent when nothing did
 * @param occurredAt when it happened
 * @param country two letters of ISO 3166-1; absent when unknown, here and below as it was known when the sign-in was kept
 * @param city absent when only the country is known
 * @param latitude degrees north; of a country its middle; absent when unknown
 * @param longitude degrees east; of a country its middle; absent when unknown
 * @param network its autonomous system, such as {@code AS64500}, or its addresses; absent without an address
 * @param marks what the operator's lists say of the address, such as {@code VPN}; empty when they say nothing
 * @param clientName what the client calls itself, without versions; absent when it names itself not
 */
public record LoginView(
        UUID loginId,
        @Nullable UUID accountId,
        String username,
        LoginSource source,
        @Nullable String reporter,
        String protocol,
        String host,
        int port,
        @Nullable String remoteAddress,
        @Nullable String mechanism,
        @Nullable String sessionId,
        @Nullable String client,
        @Nullable Boolean secured,
        @Nullable String tlsProtocol,
        boolean succeeded,
        @Nullable LoginFailure failure,
        @Nullable String detail,
        @Nullable String passwordTag,
        @Nullable Boolean retired,
        @Nullable LoginAnswer answer,
        @Nullable String answerReason,
        Instant occurredAt,
        @Nullable String country,
        @Nullable String city,
        @Nullable Double latitude,
        @Nullable Double longitude,
        @Nullable String network,
        List<String> marks,
        @Nullable String clientName) {

    /** Copies the list. */
    public LoginView {
        marks = List.copyOf(marks);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.login;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells of a sign-in beyond its outcome.
 *
 * @param reporter name of the source, as the operator set it up
 * @param sessionId the server's id of the connection; absent when it tells none
 * @param client what the client calls itself; absent when unknown
 * @param secured whether the connection was protected; absent when unknown
 * @param tlsProtocol for instance {@code TLSv1.3}; absent when unknown
 * @param passwordTag four hex digits under a secret key, the same for the same name and password: tells a device that repeats
 *     an old password from guessing. One in 65,536 other passwords has the same; absent when unknown
 * @param retired whether the password was one that a reset retired; absent when nobody could be asked
 * @param retiredOf the accounts whose resets retired it, which need not be those that the name belongs to; absent when it was
 *     not retired, or that is not known
 * @param answer what the server was answered; absent when it did not ask
 * @param answerReason why it was not simply allowed, or would not have been; absent when nothing spoke against it
 */
public record LoginObservation(
        String reporter,
        @Nullable String sessionId,
        @Nullable String client,
        @Nullable Boolean secured,
        @Nullable String tlsProtocol,
        @Nullable String passwordTag,
        @Nullable Boolean retired,
        @Nullable List<UUID> retiredOf,
        @Nullable LoginAnswer answer,
        @Nullable String answerReason) {

    /** Copies the list so that the observation cannot change. */
    public LoginObservation {
        retiredOf = retiredOf == null ? null : List.copyOf(retiredOf);
    }

    /** What is observed of a sign-in whose password no reset is known to have retired. */
    public LoginObservation(
            String reporter,
            @Nullable String sessionId,
            @Nullable String client,
            @Nullable Boolean secured,
            @Nullable String tlsProtocol,
            @Nullable String passwordTag,
            @Nullable Boolean retired,
            @Nullable LoginAnswer answer,
            @Nullable String answerReason) {
        this(reporter, sessionId, client, secured, tlsProtocol, passwordTag, retired, null, answer, answerReason);
    }
}

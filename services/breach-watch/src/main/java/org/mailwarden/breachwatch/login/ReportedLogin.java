// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.login.LoginFailure;

/**
 * A sign-in that a program posts.
 *
 * @param id names the attempt among those of the program: sent again, it is the same attempt; 1 to 200 characters
 * @param username name that was presented; 1 to 320 characters
 * @param succeeded whether the client was let in
 * @param failure why not; absent when it was. Of a failure without a reason it is {@code REJECTED_UNSPECIFIED}
 * @param detail plain words for a failure; may be absent
 * @param protocol for instance {@code IMAP}; absent when unknown
 * @param host the server; absent when unknown
 * @param port its port; absent when unknown
 * @param remoteAddress address of the client in digits; may be absent
 * @param mechanism SASL mechanism; may be absent
 * @param sessionId the server's id of the connection; may be absent
 * @param client what the client calls itself; may be absent
 * @param secured whether the connection was protected; may be absent
 * @param tlsProtocol for instance {@code TLSv1.3}; may be absent
 * @param occurredAt when it happened
 */
public record ReportedLogin(
        @Nullable String id,
        @Nullable String username,
        @Nullable Boolean succeeded,
        @Nullable LoginFailure failure,
        @Nullable String detail,
        @Nullable String protocol,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String remoteAddress,
        @Nullable String mechanism,
        @Nullable String sessionId,
        @Nullable String client,
        @Nullable Boolean secured,
        @Nullable String tlsProtocol,
        @Nullable Instant occurredAt) {}

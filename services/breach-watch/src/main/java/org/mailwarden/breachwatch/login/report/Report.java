// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.report;

import org.jspecify.annotations.Nullable;

/**
 * A sign-in as a server reports it, before anybody looked up whose it is. Texts are cut to what is kept and hold no control
 * characters, for they come from whoever tries to sign in.
 *
 * @param username name that was presented
 * @param protocol for instance {@code IMAP}; upper case
 * @param host the server, as it calls itself
 * @param port its port; 0 when unknown
 * @param remoteAddress address of the client; absent when the server tells none, or something that is no address
 * @param mechanism SASL mechanism; absent when unknown
 * @param sessionId the server's id of the connection; absent when it tells none
 * @param client what the client calls itself; absent when unknown
 * @param secured whether the connection was protected; absent when unknown
 * @param tlsProtocol for instance {@code TLSv1.3}; absent when unknown
 * @param policyHash the server's hash of name and password; absent when it sends none. Never leaves this service
 */
public record Report(
        String username,
        String protocol,
        String host,
        int port,
        @Nullable String remoteAddress,
        @Nullable String mechanism,
        @Nullable String sessionId,
        @Nullable String client,
        @Nullable Boolean secured,
        @Nullable String tlsProtocol,
        @Nullable String policyHash) {

    /** Never the hash, from which a weak password can be guessed. */
    @Override
    public String toString() {
        return "Report[" + protocol + " at " + host + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.session;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The one sign-in of one connection: one mechanism, once, and only inside TLS. The library never holds the secret, so it
 * can neither send it otherwise nor sign in again on its own. For one thread.
 */
final class SignInAttempt {

    /** What the library is given in place of a secret. */
    static final String NOTHING = "-";

    private final MailEndpoint endpoint;
    private final SignIn signIn;
    private final String secret;
    private final Wire wire;
    private boolean begun;
    private @Nullable SaslExchange exchange;
    private @Nullable NothingInCommon nothingInCommon;

    /** The server offers no mechanism that fits; nothing was sent. */
    static final class NothingInCommon extends SaslException {

        private static final long serialVersionUID = 1L;

        NothingInCommon(String message) {
            super(message);
        }
    }

    SignInAttempt(MailEndpoint endpoint, SignIn signIn, String secret, Wire wire) {
        this.endpoint = endpoint;
        this.signIn = signIn;
        this.secret = secret;
        this.wire = wire;
    }

    /**
     * Begins.
     *
     * @param offered the SASL mechanisms that the server offers, upper case
     * @param command whether it takes the protocol's own command
     * @return the exchange to have; empty for the protocol's own command with {@link #username} and {@link #secret}
     * @throws NothingInCommon when no mechanism fits
     * @throws IOException when this connection signed in before, or is not protected
     */
    Optional<SaslExchange> begin(Set<String> offered, boolean command) throws IOException {
        if (begun) {
            throw new IOException("A connection signs in once; another one is opened anew");
        }
        if (wire.tls() == null) {
            throw new IOException("No secret is sent over a connection without TLS");
        }
        begun = true;
        Optional<Mechanism> mechanism = Mechanism.choose(signIn, endpoint.protocol(), offered, command);
        if (mechanism.isEmpty()) {
            nothingInCommon = new NothingInCommon(
                    switch (signIn) {
                        case SignIn.Bearer bearer ->
                            "The server takes no access tokens (OAUTHBEARER, XOAUTH2) for " + endpoint.protocol()
                                    + "; switch them on there";
                        case SignIn.MasterUser master ->
                            "The server takes no master user by SASL PLAIN; give a separator, or switch PLAIN on there";
                        case SignIn.Password password ->
                            "The server takes no password over " + endpoint.protocol()
                                    + "; switch PLAIN on there, or use a token";
                    });
            throw nothingInCommon;
        }
        if (mechanism.get() == Mechanism.COMMAND) {
            return Optional.empty();
        }
        exchange = SaslExchange.of(mechanism.get(), endpoint, signIn, secret);
        return Optional.of(exchange);
    }

    String username() {
        return signIn.username();
    }

    String secret() {
        return secret;
    }

    SignIn signIn() {
        return signIn;
    }

    /** What the server has against the token; absent when it said nothing. */
    @Nullable
    String complaint() {
        return exchange == null ? null : exchange.complaint().orElse(null);
    }

    /** Why nothing was tried; absent when something was. */
    @Nullable
    String nothingInCommon() {
        return nothingInCommon == null ? null : nothingInCommon.getMessage();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.signin;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.mailwarden.auth.keycloak.EventStore;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;

/** Words an event of Keycloak in the same way as the provider inside Keycloak does. Pure. */
final class SignInWording {

    /** Stands for a name that nobody has: people type passwords into that field. */
    static final String NOBODY = "(a name that nobody has)";

    private static final String NO_SUCH_USER = "user_not_found";
    private static final Map<String, LoginFailure> FAILURES = Map.of(
            "invalid_user_credentials",
            LoginFailure.BAD_CREDENTIALS,
            NO_SUCH_USER,
            LoginFailure.BAD_CREDENTIALS,
            "user_disabled",
            LoginFailure.BLOCKED,
            "user_temporarily_disabled",
            LoginFailure.BLOCKED,
            "expired_code",
            LoginFailure.EXPIRED,
            "session_expired",
            LoginFailure.EXPIRED);

    private SignInWording() {}

    /**
     * Words an event.
     *
     * @param event as Keycloak stored it
     * @param name name of its user, or null when it is not known
     * @param server Keycloak's address
     * @return the sign-in
     */
    static Login of(EventStore.Stored event, @org.jspecify.annotations.Nullable String name, URI server) {
        boolean failed = event.type().equals("LOGIN_ERROR");
        String error = Objects.requireNonNullElse(event.error(), "unknown");
        return new Login(
                UUID.fromString(event.id()),
                null,
                name == null || NO_SUCH_USER.equals(event.error()) ? NOBODY : name,
                LoginSource.KEYCLOAK,
                "HTTP",
                server.getHost(),
                server.getPort() > 0 ? server.getPort() : "https".equals(server.getScheme()) ? 443 : 80,
                event.remoteAddress(),
                failed ? "LOGIN" : event.type(),
                null,
                failed ? FAILURES.getOrDefault(error, LoginFailure.REJECTED_UNSPECIFIED) : null,
                failed ? "Keycloak: " + error : null,
                null,
                event.at());
    }
}

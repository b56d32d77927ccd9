// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.util.Optional;
import java.util.Set;
import org.mailwarden.console.problem.Problem;

/** What the doorkeeper found. */
public sealed interface Admission {

    /**
     * Keycloak vouches for the caller, or for the owner of the caller's API key.
     *
     * @param roles the caller's roles of the product; empty for somebody who was given none
     * @param session the session of a browser; empty for a program
     * @param key what the API key of a program was exchanged for; empty for one that sends a token of Keycloak
     */
    record Known(Set<String> roles, Optional<Session> session, Optional<KeyRights> key) implements Admission {

        /** Copies the roles. */
        public Known {
            roles = Set.copyOf(roles);
        }

        /** What the services are shown; empty when the request carries it itself. */
        public Optional<String> token() {
            return session.map(Session::accessToken).or(() -> key.map(KeyRights::token));
        }
    }

    /**
     * An API key that is refused.
     *
     * @param problem why
     */
    record KeyRefused(Problem problem) implements Admission {}

    /** Why a caller is turned away. */
    enum Refused implements Admission {
        /** Neither a token nor a session. */
        ANONYMOUS,
        /** A token that is expired, forged, or meant for someone else. */
        BAD_TOKEN,
        /** A session that has ended, here or at Keycloak, or a cookie that never was one. */
        SESSION_ENDED,
        /** A session, but another site could have made the browser send this. */
        FORGEABLE,
        /** Keycloak could not be asked. */
        UNDECIDED
    }
}

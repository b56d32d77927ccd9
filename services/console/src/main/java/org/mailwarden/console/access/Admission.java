// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

import java.util.Optional;
import java.util.Set;

/** What the doorkeeper found. */
public sealed interface Admission {

    /**
     * Keycloak vouches for the caller.
     *
     * @param roles the caller's roles of the product; empty for somebody who was given none
     * @param session the session of a browser; empty for a program, which sends its token itself
     */
    record Known(Set<String> roles, Optional<Session> session) implements Admission {

        /** Copies the roles. */
        public Known {
            roles = Set.copyOf(roles);
        }
    }

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

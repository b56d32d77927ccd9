// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * A session of a user: a browser, or a program that keeps an offline token.
 *
 * @param id Keycloak session id; an offline session has the id of the session it was made of
 * @param offline whether it outlives every browser
 * @param address network address from which it was begun; absent when Keycloak does not tell
 * @param startedAt when it began, in whole seconds
 * @param lastUsedAt when it was last used, in whole seconds
 * @param clients ids of the clients that use it
 */
@Pure
public record OpenSession(
        String id,
        boolean offline,
        @Nullable String address,
        Instant startedAt,
        Instant lastUsedAt,
        List<String> clients) {

    /** Copies the list so that the snapshot cannot change. */
    public OpenSession {
        clients = List.copyOf(clients);
    }
}

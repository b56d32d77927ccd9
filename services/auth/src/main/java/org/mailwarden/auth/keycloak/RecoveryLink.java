// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.time.Instant;
import org.mailwarden.kit.secret.Secret;

/**
 * A minted one-time link. Whoever holds it takes the account over, so it is mailed and never stored or logged.
 *
 * @param link the address to open
 * @param expiresAt when it stops working
 */
public record RecoveryLink(Secret link, Instant expiresAt) implements AutoCloseable {

    /** Wipes the link. */
    @Override
    public void close() {
        link.close();
    }
}

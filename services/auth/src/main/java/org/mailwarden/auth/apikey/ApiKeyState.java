// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/** How a key stands by itself; its owner may stand otherwise. Pure. */
@Pure
public enum ApiKeyState {
    /** It can be used. */
    ACTIVE,
    /** Its time is over. */
    EXPIRED,
    /** Somebody ended it. */
    REVOKED;

    static ApiKeyState of(Instant expiresAt, @Nullable Instant revokedAt, Instant now) {
        if (revokedAt != null) {
            return REVOKED;
        }
        return now.isBefore(expiresAt) ? ACTIVE : EXPIRED;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is shown: never what it is, nor its hash.
 *
 * @param id the part of it that may be known, by which it is revoked
 * @param name what its maker calls it
 * @param owner user name of its maker, without whom it is nothing
 * @param roles what it may do at most; it never may more than its owner
 * @param state how it stands
 * @param createdAt when it was made
 * @param expiresAt when it ends by itself
 * @param lastUsedAt when it was used last, within an hour; absent before its first use
 * @param revokedAt when it was revoked; absent when it was not
 * @param revokedBy who revoked it; absent when nobody did
 */
public record ApiKey(
        String id,
        String name,
        String owner,
        List<String> roles,
        ApiKeyState state,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {

    /** Copies the list. */
    public ApiKey {
        roles = List.copyOf(roles);
    }
}

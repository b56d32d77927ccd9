// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;

/**
 * A row of the table of keys.
 *
 * @param id the part of the key that may be known
 * @param position counts up in the order in which keys were made; 0 before it was written
 * @param name what its maker calls it
 * @param ownerId Keycloak user id of its maker
 * @param owner user name of its maker
 * @param roles what it may do at most
 * @param hash SHA-256 of the whole key, 32 bytes
 * @param createdAt when it was made
 * @param expiresAt when it ends by itself
 * @param lastUsedAt when it was used last, within an hour
 * @param revokedAt when it was revoked
 * @param revokedBy who revoked it
 */
@Pure
@SuppressWarnings("ArrayRecordComponent")
record ApiKeyRow(
        String id,
        long position,
        String name,
        String ownerId,
        String owner,
        List<KeyRole> roles,
        byte[] hash,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String revokedBy) {

    /** Copies the list. */
    ApiKeyRow {
        roles = List.copyOf(roles);
    }

    ApiKeyState state(Instant now) {
        return ApiKeyState.of(expiresAt, revokedAt, now);
    }

    /** Without the hash. */
    @Override
    public String toString() {
        return "API key " + id;
    }
}

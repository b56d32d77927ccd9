// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app password as it is shown: never what it is, nor its hash.
 *
 * @param id what it is revoked by
 * @param device what the person calls the device
 * @param protocols what it is good for
 * @param issuedAt when it was issued
 * @param expiresAt when it ends by itself; absent when it does not
 */
public record AppPassword(
        UUID id,
        String device,
        List<MailProtocol> protocols,
        Instant issuedAt,
        @Nullable Instant expiresAt) {

    /** Copies the list. */
    public AppPassword {
        protocols = List.copyOf(protocols);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.credential;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What breach-watch needs to match a password, sealed to breach-watch's public key (Tink HPKE). The envelope opens to a
 * {@link SealedFingerprint} and is bound to {@link #contextInfo(UUID, long)}: moved to another account or version it does
 * not open.
 *
 * @param accountId the account
 * @param address mail address, lower case
 * @param owner Keycloak user name, absent when unknown
 * @param credentialVersion counts up from 1; for a password that Keycloak alone holds, the millisecond at which it was set
 * @param changedAt when this version was first known: a leak older than this is stale
 * @param envelope Base64 of the HPKE ciphertext
 */
public record CredentialSealed(
        UUID accountId,
        String address,
        @Nullable String owner,
        long credentialVersion,
        Instant changedAt,
        String envelope) {

    /** Versions from here on are milliseconds since 1970, and so passwords that Keycloak alone holds. */
    public static final long FIRST_OF_KEYCLOAK = 1_000_000_000_000L;

    /**
     * The HPKE context that binds an envelope to its place.
     *
     * @param accountId the account
     * @param credentialVersion the version
     * @return {@code credential.sealed|<account>|<version>}
     */
    public static String contextInfo(UUID accountId, long credentialVersion) {
        return "credential.sealed|" + accountId + "|" + credentialVersion;
    }
}

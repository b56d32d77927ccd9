// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.credential;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The credential an account uses now, opened for one comparison.
 *
 * @param accountId the account
 * @param address its mail address, lower case
 * @param owner Keycloak user name; absent when unknown
 * @param version counts up from 1
 * @param fingerprint SHA-1 of the password
 */
public record CurrentCredential(
        UUID accountId, String address, @Nullable String owner, long version, Fingerprint fingerprint)
        implements AutoCloseable {

    /** Wipes the fingerprint. */
    @Override
    public void close() {
        fingerprint.close();
    }
}

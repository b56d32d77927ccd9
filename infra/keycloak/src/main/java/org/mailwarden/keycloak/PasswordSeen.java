// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import org.jspecify.annotations.Nullable;

/**
 * A password that was right at a sign-in, until its fingerprint is sealed. In memory only, for seconds.
 *
 * @param realmId realm of the user
 * @param issuer issuer of the realm's tokens
 * @param userId Keycloak user id
 * @param username name of the user
 * @param email address of the user, absent when there is none
 * @param credentialId id of the password credential
 * @param createdMillis when that credential was made; also the version under which breach-watch knows it
 * @param password in clear
 */
record PasswordSeen(
        String realmId,
        String issuer,
        String userId,
        String username,
        @Nullable String email,
        String credentialId,
        long createdMillis,
        String password) {

    /** The same for the same password of the same user, without saying anything of it. */
    String key() {
        return credentialId + "@" + createdMillis;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "PasswordSeen[user=" + userId + "]";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.bench.reset;

import java.util.UUID;

/**
 * Somebody of the fleet whose password is known to Keycloak alone, and a thief's token.
 *
 * @param name at Keycloak
 * @param userId at Keycloak
 * @param accountId the mail account
 * @param version of the password
 * @param offlineToken what outlives every session
 */
record LeakedPerson(String name, String userId, UUID accountId, long version, String offlineToken) {

    String address() {
        return name + "@example.org";
    }

    @Override
    public String toString() {
        return name;
    }
}

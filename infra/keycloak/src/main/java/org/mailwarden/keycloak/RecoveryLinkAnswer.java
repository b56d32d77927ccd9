// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

/**
 * A minted link.
 *
 * @param link address to open; whoever holds it takes the account over
 * @param expiresAt when it stops working, ISO-8601 in UTC
 */
public record RecoveryLinkAnswer(String link, String expiresAt) {

    /** Never the link. */
    @Override
    public String toString() {
        return "RecoveryLinkAnswer[expiresAt=" + expiresAt + "]";
    }
}

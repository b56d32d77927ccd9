// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.access;

/** What the doorkeeper found. */
public enum Admission {
    /** A valid token with a role of the product. */
    ADMITTED,
    /** A valid token without a role of the product. */
    WITHOUT_ROLE,
    /** No token. */
    ANONYMOUS,
    /** A token that is expired, forged, or meant for someone else. */
    BAD_TOKEN,
    /** Keycloak could not be asked. */
    UNDECIDED
}

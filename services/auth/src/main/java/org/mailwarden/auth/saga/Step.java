// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

/** The steps of a reset, in the only order in which they are safe. */
public enum Step {
    /** Ask the governor once more, with what Keycloak says now. */
    GOVERN,
    /** Wait until the fetcher stands aside: its poller would lock the user out. */
    SUSPEND,
    /** End the sessions. */
    LOGOUT,
    /** Revoke consents and offline grants. */
    REVOKE_GRANTS,
    /** Delete the password: a required action alone would let the thief choose the new one. */
    DELETE_PASSWORD,
    /** End what was opened in the gap before the password was gone. */
    LOGOUT_AGAIN,
    /** Make the new password and second factor pending. */
    REQUIRE_ACTIONS,
    /** Mail the one-time link to the recovery address. */
    RECOVERY_LINK,
    /** Tell that every step was done. */
    APPLY,
    /** Read everything again, and wait for the retired password to be presented. */
    PROVE;

    /** The step after this one; PROVE is the last and follows itself. */
    public Step next() {
        return values()[Math.min(ordinal() + 1, PROVE.ordinal())];
    }
}

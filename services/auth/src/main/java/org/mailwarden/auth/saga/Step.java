// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import org.mailwarden.auth.Pure;

/** A step of a remediation; {@link Sequence} says which follow each other. */
@Pure
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
    /** Revoke the app passwords of the person's mail clients. */
    REVOKE_APP_PASSWORDS,
    /** Have the mail server forget sign-ins and end what is open there: an open connection outlives a password. */
    CLOSE_MAIL,
    /** Make the new password and second factor pending. */
    REQUIRE_ACTIONS,
    /** Mail the one-time link to the recovery address. */
    RECOVERY_LINK,
    /** End the one session that is meant. */
    END_SESSION,
    /** Let the user not sign in any more. */
    DISABLE,
    /** Let the user sign in again. */
    ENABLE,
    /** Tell the person by mail. */
    NOTIFY,
    /** Tell that every step was done. */
    APPLY,
    /** Read everything again; a reset waits for the retired password to be presented. */
    PROVE,
    /** Undo what can be undone of a remediation that was cancelled after it had begun. */
    ROLL_BACK
}

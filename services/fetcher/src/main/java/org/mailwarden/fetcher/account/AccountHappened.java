// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to an account that a person may ask about later. Fired in the transaction of what happened, so that
 * the two are kept together or not at all.
 *
 * @param accountId the account
 * @param kind what happened
 * @param actor who did it; absent when the fetcher did
 * @param detail plain sentence, never a secret and never unscrubbed text of a server
 */
public record AccountHappened(
        UUID accountId, Kind kind, @Nullable String actor, String detail) {

    /** What can happen. */
    public enum Kind {
        ENROLLED,
        SETTINGS_CHANGED,
        CREDENTIAL_REPLACED,
        STATE_CHANGED,
        /** A password other than the stored one was tried once at the mail server. */
        PASSWORD_TRIED,
        /** A link was made, over which the owner may give a new password. */
        CREDENTIAL_LINK_MADE
    }
}

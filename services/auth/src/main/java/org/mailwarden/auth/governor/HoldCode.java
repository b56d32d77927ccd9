// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.governor;

import org.mailwarden.auth.Pure;

/** What keeps a reset from running, for programs; the sentence beside it is for people. */
@Pure
public enum HoldCode {
    /** The user is in the group protected. */
    PROTECTED,
    /** The user is an account for emergencies, by setting. */
    BREAK_GLASS,
    /** The user belongs to a client, not to a person. */
    SERVICE_ACCOUNT,
    /** The user is one of Mailwarden's own accounts. */
    OWN_CLIENT,
    /** The user is the last enabled administrator. */
    LAST_ADMIN,
    /** The user asked for the reset, or approved it. */
    REQUESTER,
    /** Keycloak shows no such user in the fleet. */
    NOT_IN_FLEET,
    /** The user's password belongs to another directory, where Keycloak cannot retire it. */
    NOT_LOCAL,
    /** The credential was replaced since. */
    SUPERSEDED,
    /** Another reset of the same user is under way; it is asked again soon. */
    RESET_UNDER_WAY,
    /** The policy or the source proposes, and a person decides. */
    WAITS_FOR_APPROVAL,
    /** Quiet hours of the policy; it is asked again when they end. */
    QUIET_HOURS,
    /** The policy's budget is used up. */
    BUDGET,
    /** The budget of all policies together is used up. */
    TOTAL_BUDGET,
    /** Every source of its findings is stopped. */
    SOURCE_STOPPED,
    /** The first of its batch could not be reset with proof. */
    CANARY_FAILED;

    /** Whether it is about the user, so that no approval lets it run. */
    public boolean isNeverAutomatic() {
        return compareTo(REQUESTER) <= 0;
    }

    /** Whether what is held waits for a person together with others of the same sources. */
    public boolean isForABatch() {
        return switch (this) {
            case WAITS_FOR_APPROVAL, BUDGET, TOTAL_BUDGET, SOURCE_STOPPED -> true;
            default -> false;
        };
    }
}

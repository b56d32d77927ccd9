// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

/** What a remediation does. Only {@link #FORCE_RESET} retires a credential. */
public enum RemediationAction {
    /** Retire the password, end everything that was opened with it, and let the owner choose a new one. */
    FORCE_RESET,
    /** End sessions, offline grants and consents, or one session of a lost device. The password stays. */
    REVOKE_SESSIONS,
    /** Let the user not sign in any more, and end what is open. */
    DISABLE_USER,
    /** Let a disabled user sign in again. */
    ENABLE_USER,
    /** Tell the person, and do nothing else. */
    NOTIFY_USER,
    /** Have the person enrol a second factor by a link to the recovery address. */
    REQUIRE_SECOND_FACTOR
}

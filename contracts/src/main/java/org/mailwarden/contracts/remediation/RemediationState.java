// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

/** Where a remediation stands; each state has the event of the same name. */
public enum RemediationState {
    /** Planned, by policy or by a person. */
    PLANNED,
    /** Not run: mode, budget or exclusion; {@code reason} says which. */
    HELD,
    /** A person approved it. */
    APPROVED,
    /** A person rejected it. */
    REJECTED,
    /** The sequence has begun: the fetcher suspends the account now. */
    STARTED,
    /** Every step was done and read back. */
    APPLIED,
    /** The proof holds: old password, sessions and grants are dead. */
    VERIFIED,
    /** A step or the proof failed; {@code reason} says which door is open. */
    FAILED,
    /** The recovery link was not used in time. */
    EXPIRED
}

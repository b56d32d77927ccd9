// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

/** What a service told the owner of a mailbox about an account there. */
public enum EvidenceKind {
    /** Somebody signed in from a device or a place that the service did not know. */
    NEW_SIGN_IN,
    /** The password was changed. */
    PASSWORD_CHANGED,
    /** A second factor was removed or switched off. */
    SECOND_FACTOR_REMOVED,
    /** The address or telephone number by which the account is recovered was changed. */
    RECOVERY_ADDRESS_CHANGED,
    /** Data of the person was in a breach. */
    DATA_BREACH_NOTICE
}

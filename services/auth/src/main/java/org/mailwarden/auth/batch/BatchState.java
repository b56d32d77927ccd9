// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

/** Where a batch stands. */
public enum BatchState {
    /** A person has to decide. */
    WAITING,
    /** Decided: its members follow slice by slice, each in a transaction with others of its slice. */
    MOVING,
    /** Approved: the first of it run, the rest waits for their proof. */
    CANARY,
    /** A canary failed: the rest is held, and a person has to decide. */
    CANARY_FAILED,
    /** Everything of it may run. */
    RELEASED,
    /** A person discarded it. */
    REJECTED,
    /** Nobody approved it in time. */
    EXPIRED;

    /** Whether a person can still decide. */
    public boolean isOpen() {
        return this == WAITING || this == CANARY_FAILED;
    }
}

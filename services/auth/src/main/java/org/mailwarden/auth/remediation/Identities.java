// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import org.mailwarden.kit.event.EventId;

/** Names that the planner's callers agree on. */
final class Identities {

    /** UUIDv5 of user, account, credential version and action: versions are counted by account, so the user alone would
     * let the first credential of a second account pass for one that is reset already. */
    static final RemediationPlanner.Identity REMEDIATION =
            (owner, account, version, action) -> EventId.of("Remediation", owner, account, version, action);

    /** Requester of what no person asked for. */
    static final String POLICY = "policy";

    /** Where every job begins: the governor is asked right before anything happens. */
    static final String FIRST_STEP = "GOVERN";

    /** The job of what was cancelled after it had begun. */
    static final String ROLL_BACK = "ROLL_BACK";

    private Identities() {}
}

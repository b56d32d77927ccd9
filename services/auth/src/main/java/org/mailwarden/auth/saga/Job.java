// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;

/**
 * A job as leased: what a step needs, read in the transaction that wrote its intent, and mostly used outside of it.
 *
 * @param remediation the snapshot
 * @param step what is due
 * @param attempts tries of the step before this one
 * @param requester who asked
 * @param approver who approved; absent when nobody did
 * @param startedAt when the sequence began; absent before
 * @param appliedAt when every step was done; absent before
 * @param sessionId the one session that is meant; absent when all are
 * @param before how the user was before the first step; absent before it
 * @param cancellation who cancelled what had begun, and why; absent when nobody did
 * @param retiredPasswords ids of the password credentials before the reset
 */
record Job(
        Remediation remediation,
        Step step,
        int attempts,
        String requester,
        @Nullable String approver,
        @Nullable Instant startedAt,
        @Nullable Instant appliedAt,
        @Nullable String sessionId,
        @Nullable Before before,
        @Nullable String cancellation,
        Set<String> retiredPasswords) {

    /**
     * How the user was before the first step.
     *
     * @param enabled whether it might sign in
     * @param actions its pending required actions
     */
    record Before(boolean enabled, Set<String> actions) {}

    RemediationAction action() {
        return remediation.action();
    }

    String userId() {
        String id = remediation.userId();
        if (id == null) {
            throw new IllegalStateException("Step " + step + " before the user was looked up");
        }
        return id;
    }

    Instant started() {
        return startedAt == null ? Instant.EPOCH : startedAt;
    }
}

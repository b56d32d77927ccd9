// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.RemediationState;

/**
 * A batch as it is shown.
 *
 * @param id the batch; absent for a dry run
 * @param kind how it came about
 * @param state where it stands
 * @param requester who asked for it; {@code policy} when the governor held it
 * @param subject of a held one the sources that led to it
 * @param reason why it was asked for, or what tripped and what to do
 * @param people how many are in it
 * @param states how many stand where
 * @param heldBy how many are held by what
 * @param pending how many have still to follow what was decided; 0 unless it is moving
 * @param hash what an approval has to name; absent in lists, and when there is nothing to decide
 * @param canary how many go first
 * @param createdAt when it came about; absent for a dry run
 * @param expiresAt until when it can be approved; absent when it waits as long as it takes
 * @param decidedBy who decided last
 * @param decidedAt when
 * @param decidedReason why
 * @param outcome what came of it, when that is not what was decided
 * @param items who, in order; empty in lists
 * @param leftOut who was asked for and is not in it; for a dry run and the answer to asking
 */
public record BatchView(
        @Nullable UUID id,
        BatchKind kind,
        @Nullable BatchState state,
        String requester,
        String subject,
        String reason,
        int people,
        Map<RemediationState, Long> states,
        Map<HoldCode, Long> heldBy,
        int pending,
        @Nullable String hash,
        int canary,
        @Nullable Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String decidedReason,
        @Nullable String outcome,
        List<Entry> items,
        List<BatchPlan.LeftOut> leftOut) {

    /**
     * One person in it.
     *
     * @param remediationId the remediation
     * @param owner Keycloak user name
     * @param address mail address of the account
     * @param credentialVersion the version that is retired
     * @param action what is done
     * @param steps how, in order
     * @param state where it stands; absent for a dry run
     * @param heldBy what keeps it; absent when it is not held
     * @param canary whether it goes before the rest
     */
    public record Entry(
            UUID remediationId,
            String owner,
            String address,
            long credentialVersion,
            String action,
            List<String> steps,
            @Nullable RemediationState state,
            @Nullable HoldCode heldBy,
            boolean canary) {}
}

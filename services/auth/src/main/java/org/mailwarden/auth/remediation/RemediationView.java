// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.Remediation;

/**
 * A remediation as it is shown.
 *
 * @param id the remediation
 * @param remediation its snapshot
 * @param requester who asked for it
 * @param approver who approved it, absent when nobody did
 * @param who the person it would happen to
 * @param sessionId the one session that is meant; absent when all are
 * @param steps what would be done, in order
 * @param hash what an approval is bound to: it changes with who and steps
 * @param completedAt when the person was through
 * @param completedReason what completed it
 * @param heldBy what keeps it from running, for programs; {@code reason} says it to people; absent when it is not held
 * @param heldUntil when it is decided again by itself; absent when a person has to
 */
public record RemediationView(
        UUID id,
        @JsonUnwrapped Remediation remediation,
        String requester,
        @Nullable String approver,
        String who,
        @Nullable String sessionId,
        List<String> steps,
        String hash,
        @Nullable Instant completedAt,
        @Nullable String completedReason,
        @Nullable HoldCode heldBy,
        @Nullable Instant heldUntil) {

    /**
     * Shows a remediation.
     *
     * @param remediation the snapshot
     * @param requester who asked
     * @param row the row; absent for a dry run
     * @param sessionId the one session that is meant; absent when all are
     * @return the view
     */
    public static RemediationView of(
            Remediation remediation, String requester, @Nullable RemediationRow row, @Nullable String sessionId) {
        List<String> steps = PlannedSteps.of(remediation, sessionId);
        return new RemediationView(
                remediation.remediationId(),
                remediation,
                requester,
                row == null ? null : row.approver,
                remediation.owner(),
                sessionId,
                steps,
                hash(remediation, steps),
                row == null ? null : row.completedAt,
                row == null ? null : row.completedReason,
                row == null ? null : row.holdCode,
                row == null ? null : row.holdUntil);
    }

    private static String hash(Remediation remediation, List<String> steps) {
        String text = String.join(
                "\n",
                remediation.remediationId().toString(),
                remediation.owner(),
                remediation.accountId().toString(),
                remediation.address(),
                Long.toString(remediation.credentialVersion()),
                String.join("\n", steps));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}

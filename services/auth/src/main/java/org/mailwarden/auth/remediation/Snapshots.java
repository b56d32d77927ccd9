// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

/** Makes the next snapshot of a remediation of the one before. */
@Pure
public final class Snapshots {

    private Snapshots() {}

    /**
     * Enters a state.
     *
     * @param before the snapshot before
     * @param state the new state
     * @param reason why; absent where there is nothing to explain
     * @param now when
     * @return the next snapshot
     */
    public static Remediation entering(
            Remediation before, RemediationState state, @Nullable String reason, Instant now) {
        return copy(before, before.userId(), before.findings(), state, reason, before.evidence(), now);
    }

    /**
     * Adds a finding.
     *
     * @param before the snapshot before
     * @param finding another finding that asks for the same
     * @param now when
     * @return the next snapshot; the same when the finding is in it
     */
    public static Remediation also(Remediation before, UUID finding, Instant now) {
        if (before.findings().contains(finding)) {
            return before;
        }
        List<UUID> findings = new ArrayList<>(before.findings());
        findings.add(finding);
        return copy(before, before.userId(), findings, before.state(), before.reason(), before.evidence(), now);
    }

    /**
     * Names the user.
     *
     * @param before the snapshot before
     * @param userId Keycloak user id
     * @param now when
     * @return the next snapshot
     */
    public static Remediation ofUser(Remediation before, String userId, Instant now) {
        return copy(before, userId, before.findings(), before.state(), before.reason(), before.evidence(), now);
    }

    /**
     * Adds evidence; an entry replaces the one of the same check.
     *
     * @param before the snapshot before
     * @param evidence what was seen
     * @param now when
     * @return the next snapshot
     */
    public static Remediation seen(Remediation before, List<Evidence> evidence, Instant now) {
        List<String> replaced = evidence.stream().map(Evidence::check).toList();
        List<Evidence> all = new ArrayList<>(before.evidence());
        all.removeIf(entry -> replaced.contains(entry.check()));
        all.addAll(evidence);
        return copy(before, before.userId(), before.findings(), before.state(), before.reason(), all, now);
    }

    /**
     * Begins anew.
     *
     * @param before the snapshot before
     * @param planned what is planned today, for the same credential
     * @param mode by which it is done
     * @param reason why it begins anew
     * @param now when
     * @return the next snapshot: of what was done before it has the findings alone
     */
    public static Remediation again(
            Remediation before, Remediation planned, ResponseMode mode, String reason, Instant now) {
        return new Remediation(
                before.remediationId(),
                planned.accountId(),
                planned.address(),
                planned.owner(),
                null,
                planned.credentialVersion(),
                both(before, planned),
                planned.action(),
                mode,
                planned.policy(),
                RemediationState.PLANNED,
                reason,
                planned.requiredActions(),
                List.of(),
                now,
                now);
    }

    /**
     * Puts it under the policy of what is planned today.
     *
     * @param before the snapshot before
     * @param planned what is planned today, for the same credential
     * @param now when
     * @return the next snapshot: in the same state, with the findings of both
     */
    public static Remediation under(Remediation before, Remediation planned, Instant now) {
        return new Remediation(
                before.remediationId(),
                before.accountId(),
                before.address(),
                before.owner(),
                before.userId(),
                before.credentialVersion(),
                both(before, planned),
                before.action(),
                planned.mode(),
                planned.policy(),
                before.state(),
                before.reason(),
                planned.requiredActions(),
                before.evidence(),
                before.plannedAt(),
                now);
    }

    private static List<UUID> both(Remediation before, Remediation planned) {
        return Stream.concat(before.findings().stream(), planned.findings().stream())
                .distinct()
                .toList();
    }

    private static Remediation copy(
            Remediation before,
            @Nullable String userId,
            List<UUID> findings,
            RemediationState state,
            @Nullable String reason,
            List<Evidence> evidence,
            Instant now) {
        return new Remediation(
                before.remediationId(),
                before.accountId(),
                before.address(),
                before.owner(),
                userId,
                before.credentialVersion(),
                findings,
                before.action(),
                before.mode(),
                before.policy(),
                state,
                reason,
                before.requiredActions(),
                evidence,
                before.plannedAt(),
                now);
    }
}

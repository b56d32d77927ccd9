// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailwarden.auth.Pure;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Finds the policy that a finding falls under. */
@Pure
public final class PolicyMatcher {

    private PolicyMatcher() {}

    /**
     * Chooses. When several policies match, the most careful mode wins, then the name: a second policy never makes the
     * response bolder.
     *
     * @param kind kind of the finding
     * @param severity its severity
     * @param policies every policy
     * @return the policy; empty when none is about such a finding
     */
    public static Optional<Policy> match(FindingKind kind, Severity severity, List<Policy> policies) {
        return policies.stream()
                .filter(policy -> policy.kinds().contains(kind))
                .filter(policy -> severity.compareTo(policy.minimumSeverity()) >= 0)
                .min(Comparator.comparing(Policy::mode).thenComparing(Policy::name));
    }
}

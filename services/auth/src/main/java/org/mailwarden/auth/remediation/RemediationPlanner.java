// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.mailwarden.auth.Pure;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.policy.PolicyMatcher;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;

/** Makes a remediation of a finding: one per account, credential version and action, however many findings there are. */
@Pure
public final class RemediationPlanner {

    private static final Set<RemediationState> ENDED_WITHOUT_RESET =
            Set.of(RemediationState.REJECTED, RemediationState.FAILED, RemediationState.EXPIRED);

    private RemediationPlanner() {}

    /** What becomes of a finding. */
    public sealed interface Plan {
        /**
         * A reset is due.
         *
         * @param remediation as planned
         * @param policy the policy it falls under
         */
        record Due(Remediation remediation, Policy policy) implements Plan {}

        /**
         * Nothing is to be done.
         *
         * @param why plain sentence
         */
        record Nothing(String why) implements Plan {}
    }

    /** Gives the remediation its id; the planner itself knows the JDK and contracts alone. */
    @FunctionalInterface
    public interface Identity {
        /**
         * Names a remediation.
         *
         * @param owner Keycloak user name, lower case
         * @param accountId the account
         * @param credentialVersion the version that is retired
         * @param action what is done
         * @return the same id for the same four
         */
        UUID of(String owner, UUID accountId, long credentialVersion, RemediationAction action);
    }

    /**
     * Plans.
     *
     * @param finding as breach-watch holds it
     * @param currentVersion version of the account's credential as far as known; empty when the account is not known yet
     * @param policies every policy
     * @param identity names the remediation
     * @param now time of planning
     * @return what is to be done
     */
    public static Plan plan(
            Finding finding, Optional<Long> currentVersion, List<Policy> policies, Identity identity, Instant now) {
        String owner = finding.owner();
        Long version = finding.credentialVersion();
        if (finding.state() != FindingState.OPEN) {
            return new Plan.Nothing("The finding is closed.");
        }
        if (owner == null || owner.isBlank()) {
            return new Plan.Nothing(
                    "The account has no owner in Keycloak: set the owner, then plan the reset by hand.");
        }
        if (version == null) {
            return new Plan.Nothing("The finding is about no credential.");
        }
        if (currentVersion.isPresent() && currentVersion.get() > version) {
            return new Plan.Nothing("The credential was replaced since: superseded.");
        }
        Optional<Policy> policy = PolicyMatcher.match(finding.kind(), finding.severity(), policies);
        if (policy.isEmpty()) {
            return new Plan.Nothing(
                    "No policy is about " + finding.kind() + " of severity " + finding.severity() + ".");
        }
        return new Plan.Due(
                remediation(
                        identity,
                        finding.accountId(),
                        finding.address(),
                        owner,
                        version,
                        List.of(finding.findingId()),
                        policy.get(),
                        now),
                policy.get());
    }

    /**
     * Plans once more what had ended without a reset, because a finding came, was confirmed by another source or was opened
     * again since: there is something now that whoever ended it could not know. What was rejected does not run by itself
     * then, but waits for a person.
     *
     * @param finding as breach-watch holds it, open
     * @param ended the remediation there is
     * @param planned what would be planned today
     * @param confirmed whether a source says so that did not ask for this remediation before
     * @param now time of planning
     * @return the remediation in state PLANNED; empty when the one there is stands
     */
    public static Optional<Remediation> again(
            Finding finding, Remediation ended, Remediation planned, boolean confirmed, Instant now) {
        Instant reopenedAt = finding.reopenedAt();
        boolean reopened = reopenedAt != null && reopenedAt.isAfter(ended.changedAt());
        boolean unheard = !ended.findings().contains(finding.findingId())
                || finding.raisedAt().isAfter(ended.changedAt());
        if (!isEndedWithoutReset(ended) || !(reopened || unheard || confirmed)) {
            return Optional.empty();
        }
        boolean rejected = ended.state() == RemediationState.REJECTED;
        ResponseMode mode = rejected && planned.mode() == ResponseMode.AUTO ? ResponseMode.PROPOSE : planned.mode();
        String what = reopened ? "opened again" : unheard ? "heard of" : "confirmed by another source";
        return Optional.of(Snapshots.again(
                ended, planned, mode, "A finding was " + what + " after this reset was " + ended.state() + ".", now));
    }

    /**
     * Tells whether a remediation is over and nobody was reset.
     *
     * @param remediation the remediation
     * @return whether it is
     */
    public static boolean isEndedWithoutReset(Remediation remediation) {
        return ENDED_WITHOUT_RESET.contains(remediation.state());
    }

    /**
     * Puts what nobody decided yet under the policy of another finding, when that policy goes further by itself, or as far
     * with a budget of its own. What waits for a person because it had been rejected stays: one can tell it by the policy,
     * which would not have asked a person.
     *
     * @param before the remediation there is
     * @param policy the policy it is under, as it is now
     * @param planned what would be planned today
     * @param now when
     * @return the remediation under the other policy; empty when the one there is stands
     */
    public static Optional<Remediation> lifted(Remediation before, Policy policy, Remediation planned, Instant now) {
        boolean undecided = before.state() == RemediationState.PLANNED || before.state() == RemediationState.HELD;
        boolean rejectedOnce = before.mode() == ResponseMode.PROPOSE && policy.mode() == ResponseMode.AUTO;
        int further = planned.mode().compareTo(before.mode());
        boolean otherBudget = planned.mode() == ResponseMode.AUTO
                && !planned.policy().equals(before.policy())
                && !before.findings().containsAll(planned.findings());
        return undecided && !rejectedOnce && (further > 0 || further == 0 && otherBudget)
                ? Optional.of(Snapshots.under(before, planned, now))
                : Optional.empty();
    }

    /**
     * Makes a planned remediation.
     *
     * @param identity names it
     * @param accountId the account
     * @param address its address
     * @param owner Keycloak user name
     * @param version the version that is retired
     * @param findings why
     * @param policy the policy it falls under
     * @param now time of planning
     * @return the remediation in state PLANNED
     */
    public static Remediation remediation(
            Identity identity,
            UUID accountId,
            String address,
            String owner,
            long version,
            List<UUID> findings,
            Policy policy,
            Instant now) {
        String user = owner.toLowerCase(Locale.ROOT);
        return new Remediation(
                identity.of(user, accountId, version, RemediationAction.FORCE_RESET),
                accountId,
                address,
                user,
                null,
                version,
                findings,
                RemediationAction.FORCE_RESET,
                policy.mode(),
                policy.name(),
                RemediationState.PLANNED,
                null,
                policy.requiredActions(),
                List.of(),
                now,
                now);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.kit.search.SearchCondition;

/**
 * Which remediations are meant: any of the values of a part, and all parts. An empty part asks for nothing.
 *
 * @param states where they stand
 * @param actions what they do
 * @param heldBy what keeps them from running
 * @param policies names of policies
 * @param requesters user names of who asked for them; {@code policy} stands for nobody
 * @param accounts the accounts
 * @param plannedFrom planned then or later
 * @param plannedBefore planned earlier
 * @param text stands in the address or the owner's name, in whatever case
 */
record RemediationFilter(
        Set<RemediationState> states,
        Set<RemediationAction> actions,
        Set<HoldCode> heldBy,
        Set<String> policies,
        Set<String> requesters,
        Set<UUID> accounts,
        @Nullable Instant plannedFrom,
        @Nullable Instant plannedBefore,
        @Nullable String text) {

    /** Copies the sets. */
    RemediationFilter {
        states = Set.copyOf(states);
        actions = Set.copyOf(actions);
        heldBy = Set.copyOf(heldBy);
        policies = Set.copyOf(policies);
        requesters = Set.copyOf(requesters);
        accounts = Set.copyOf(accounts);
    }

    /** The condition on the table remediation, called r, without where they stand. */
    SearchCondition inWhateverState() {
        SearchCondition condition = new SearchCondition("r")
                .anyOf("action", actions)
                .anyOf("hold_code", heldBy)
                .anyOf("policy", policies)
                .anyOf("requester", requesters)
                .anyOf("account_id", accounts)
                .between("planned_at", plannedFrom, plannedBefore);
        if (text != null) {
            condition.that(
                    "r.id in (select t.remediation_id from remediation_text t where t.text like :text escape '!')",
                    "text",
                    SearchCondition.containing(text));
        }
        return condition;
    }

    /** The condition on the table remediation, called r. */
    SearchCondition condition() {
        return inWhateverState().anyOf("state", states);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.search.SearchCondition;

/**
 * Which findings are meant: any of the values of a part, and all parts. An empty part asks for nothing.
 *
 * @param kinds what was found
 * @param states whether it is open
 * @param severities how much it matters
 * @param closedAs as what it was closed
 * @param owners Keycloak user names; the empty one stands for findings without an owner
 * @param assignees user names; the empty one stands for findings that nobody looks after
 * @param sources names of sources that confirm it
 * @param breaches the breaches it is about, as their sources call them
 * @param accounts the accounts; a finding about several is meant when one of them is
 * @param inResponse whether a remediation is under way for one of its accounts; absent when that does not matter
 * @param raisedFrom raised then or later
 * @param raisedBefore raised earlier
 * @param text stands in the address, the owner's name or the summary, in whatever case
 */
record FindingFilter(
        Set<FindingKind> kinds,
        Set<FindingState> states,
        Set<Severity> severities,
        Set<Disposition> closedAs,
        Set<String> owners,
        Set<String> assignees,
        Set<String> sources,
        Set<String> breaches,
        Set<UUID> accounts,
        @Nullable Boolean inResponse,
        @Nullable Instant raisedFrom,
        @Nullable Instant raisedBefore,
        @Nullable String text) {

    /** Copies the sets. */
    FindingFilter {
        kinds = Set.copyOf(kinds);
        states = Set.copyOf(states);
        severities = Set.copyOf(severities);
        closedAs = Set.copyOf(closedAs);
        owners = Set.copyOf(owners);
        assignees = Set.copyOf(assignees);
        sources = Set.copyOf(sources);
        breaches = Set.copyOf(breaches);
        accounts = Set.copyOf(accounts);
    }

    /** Whether it goes by no more than kind, state, severity, disposition and assignee: by these findings are tallied. */
    boolean isTallied() {
        return breaches.isEmpty() && isOfTalliesAlone();
    }

    /** Whether it goes by no more than state, severity and breach: by these, findings about a breach are tallied. */
    boolean isTalliedByBreach() {
        return kinds.isEmpty() && closedAs.isEmpty() && assignees.isEmpty() && isOfTalliesAlone();
    }

    private boolean isOfTalliesAlone() {
        return owners.isEmpty()
                && sources.isEmpty()
                && accounts.isEmpty()
                && inResponse == null
                && raisedFrom == null
                && raisedBefore == null
                && text == null;
    }

    /** The condition on the table finding, called f. */
    SearchCondition condition() {
        SearchCondition condition = new SearchCondition("f")
                .anyOf("kind", kinds)
                .anyOf("state", states)
                .anyOf("severity", severities)
                .anyOf("closed_as", closedAs)
                .anyOf("breach", breaches)
                .anyOf("owner", owners)
                .anyOf("assignee", assignees);
        if (!accounts.isEmpty()) {
            condition.that(
                    "(f.account_id = any(cast(:accounts as uuid[])) or f.accounts && cast(:accounts as uuid[]))",
                    "accounts",
                    accounts.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
        }
        if (!sources.isEmpty()) {
            condition.that(
                    "exists (select 1 from finding_source s where s.finding_id = f.id and s.name in (:sources))",
                    "sources",
                    sources);
        }
        if (inResponse != null) {
            // An array, so that few accounts are looked up in the indexes.
            condition.that("""
                    %s(f.account_id = any(array(select w.account_id from response w where w.under_way))
                        or coalesce(f.accounts && array(select w.account_id from response w where w.under_way), false))""".formatted(inResponse ? "" : "not "));
        }
        condition.between("raised_at", raisedFrom, raisedBefore);
        if (text != null) {
            // Said of the text as well: the few that are open have an index of their own.
            String open = states.equals(Set.of(FindingState.OPEN)) ? " and t.is_open" : "";
            condition.that(
                    "f.id in (select t.finding_id from finding_text t where t.text like :text escape '!'" + open + ")",
                    "text",
                    SearchCondition.containing(text));
        }
        return condition;
    }
}

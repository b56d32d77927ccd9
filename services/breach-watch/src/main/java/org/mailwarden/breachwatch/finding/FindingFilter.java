// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

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
 * @param accounts the accounts; a finding about several is meant when one of them is
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
        Set<UUID> accounts,
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
        accounts = Set.copyOf(accounts);
    }

    /** A condition in SQL on the table finding, called f, with the values of its parameters. */
    record Condition(String sql, Map<String, Object> values) {}

    /** Whether it goes by no more than kind, state, severity, disposition and assignee: by these findings are tallied. */
    boolean isTallied() {
        return owners.isEmpty()
                && sources.isEmpty()
                && accounts.isEmpty()
                && raisedFrom == null
                && raisedBefore == null
                && text == null;
    }

    Condition condition() {
        List<String> parts = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        anyOf(parts, values, "kind", names(kinds));
        anyOf(parts, values, "state", names(states));
        anyOf(parts, values, "severity", names(severities));
        anyOf(parts, values, "closed_as", names(closedAs));
        anyOf(parts, values, "owner", owners);
        anyOf(parts, values, "assignee", assignees);
        if (!accounts.isEmpty()) {
            parts.add("(f.account_id in (:accounts) or f.accounts && cast(:anyAccount as uuid[]))");
            values.put("accounts", accounts);
            values.put("anyAccount", accounts.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
        }
        if (!sources.isEmpty()) {
            parts.add("exists (select 1 from finding_source s where s.finding_id = f.id and s.name in (:sources))");
            values.put("sources", sources);
        }
        if (raisedFrom != null) {
            parts.add("f.raised_at >= :raisedFrom");
            values.put("raisedFrom", raisedFrom);
        }
        if (raisedBefore != null) {
            parts.add("f.raised_at < :raisedBefore");
            values.put("raisedBefore", raisedBefore);
        }
        if (text != null) {
            parts.add("f.id in (select t.finding_id from finding_text t where t.text like :text escape '!')");
            values.put("text", "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%");
        }
        return new Condition(parts.isEmpty() ? "true" : String.join(" and ", parts), values);
    }

    private static Set<String> names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private static void anyOf(List<String> parts, Map<String, Object> values, String column, Set<?> allowed) {
        if (allowed.isEmpty()) {
            return;
        }
        Set<?> present = allowed.stream().filter(value -> !value.equals("")).collect(Collectors.toSet());
        List<String> either = new ArrayList<>();
        if (!present.isEmpty()) {
            either.add("f." + column + " in (:" + column + ")");
            values.put(column, present);
        }
        if (present.size() < allowed.size()) {
            either.add("f." + column + " is null");
        }
        parts.add("(" + String.join(" or ", either) + ")");
    }
}

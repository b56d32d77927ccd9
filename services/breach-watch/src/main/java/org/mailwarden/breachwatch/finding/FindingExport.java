// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Collectors;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.kit.export.Export;

/**
 * Exports every finding that is meant, newest first. A finding is in it at most once, as it was when its page was read in a
 * transaction of its own; what is raised after the beginning is not in it. Safe for use by many threads.
 */
@ApplicationScoped
class FindingExport {

    private static final List<Export.Column<Finding>> COLUMNS = List.of(
            new Export.Column<>("findingId", Finding::findingId),
            new Export.Column<>("kind", Finding::kind),
            new Export.Column<>("severity", Finding::severity),
            new Export.Column<>(
                    "severityReasons",
                    finding -> finding.severityReasons() == null ? null : lines(finding.severityReasons())),
            new Export.Column<>("state", Finding::state),
            new Export.Column<>("accountId", Finding::accountId),
            new Export.Column<>("address", Finding::address),
            new Export.Column<>("owner", Finding::owner),
            new Export.Column<>("assignee", Finding::assignee),
            new Export.Column<>("credentialVersion", Finding::credentialVersion),
            new Export.Column<>("summary", Finding::summary),
            new Export.Column<>(
                    "facts",
                    finding -> finding.facts().stream()
                            .map(fact -> fact.text() + " (" + fact.source() + ")")
                            .collect(Collectors.joining("\n"))),
            new Export.Column<>("sources", finding -> lines(finding.sources())),
            new Export.Column<>("raisedAt", Finding::raisedAt),
            new Export.Column<>("changedAt", Finding::changedAt),
            new Export.Column<>("reopenedAt", Finding::reopenedAt),
            new Export.Column<>("closedAs", Finding::closedAs),
            new Export.Column<>("closedReason", Finding::closedReason),
            new Export.Column<>("closedBy", Finding::closedBy),
            new Export.Column<>("closedAt", Finding::closedAt),
            new Export.Column<>("acceptedUntil", Finding::acceptedUntil),
            new Export.Column<>("lastChange", Finding::lastChange));

    private final FindingLookup lookup;
    private final Export<Finding> export;

    FindingExport(FindingLookup lookup, ObjectMapper json) {
        this.lookup = lookup;
        this.export = new Export<>(json, COLUMNS);
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    /**
     * Prepares an export.
     *
     * @param filter which findings
     * @param format as what
     * @return what writes them
     */
    Export.Body of(FindingFilter filter, Export.Format format) {
        return export.of(
                lookup.list(filter, FindingOrder.NEWEST, Export.PAGE, null),
                last -> lookup.list(
                        filter, FindingOrder.NEWEST, Export.PAGE, FindingCursor.after(FindingOrder.NEWEST, last)),
                format);
    }
}

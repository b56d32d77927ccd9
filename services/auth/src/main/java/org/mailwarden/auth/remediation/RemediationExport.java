// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailwarden.kit.export.Export;

/**
 * Exports every remediation that is meant, newest first. A remediation is in it at most once, as it was when its page was read
 * in a transaction of its own; what is planned after the beginning is not in it. Safe for use by many threads.
 */
@ApplicationScoped
class RemediationExport {

    private static final List<Export.Column<RemediationView>> COLUMNS = List.of(
            new Export.Column<>("id", RemediationView::id),
            new Export.Column<>("action", view -> view.remediation().action()),
            new Export.Column<>("state", view -> view.remediation().state()),
            new Export.Column<>("accountId", view -> view.remediation().accountId()),
            new Export.Column<>("address", view -> view.remediation().address()),
            new Export.Column<>("owner", view -> view.remediation().owner()),
            new Export.Column<>("credentialVersion", view -> view.remediation().credentialVersion()),
            new Export.Column<>("reason", view -> view.remediation().reason()),
            new Export.Column<>("heldBy", RemediationView::heldBy),
            new Export.Column<>("heldUntil", RemediationView::heldUntil),
            new Export.Column<>("requester", RemediationView::requester),
            new Export.Column<>("approver", RemediationView::approver),
            new Export.Column<>("policy", view -> view.remediation().policy()),
            new Export.Column<>("mode", view -> view.remediation().mode()),
            new Export.Column<>("steps", view -> String.join("\n", view.steps())),
            new Export.Column<>(
                    "evidence",
                    view -> view.remediation().evidence().stream()
                            .map(each -> each.check() + ": " + each.outcome())
                            .collect(Collectors.joining("\n"))),
            new Export.Column<>(
                    "findings",
                    view -> view.remediation().findings().stream()
                            .map(UUID::toString)
                            .collect(Collectors.joining("\n"))),
            new Export.Column<>("plannedAt", view -> view.remediation().plannedAt()),
            new Export.Column<>("changedAt", view -> view.remediation().changedAt()),
            new Export.Column<>("completedAt", RemediationView::completedAt),
            new Export.Column<>("completedReason", RemediationView::completedReason));

    private final RemediationLookup lookup;
    private final Export<RemediationView> export;

    RemediationExport(RemediationLookup lookup, ObjectMapper json) {
        this.lookup = lookup;
        this.export = new Export<>(json, COLUMNS);
    }

    /**
     * Prepares an export.
     *
     * @param filter which remediations
     * @param format as what
     * @return what writes them
     */
    Export.Body of(RemediationFilter filter, Export.Format format) {
        return export.of(
                lookup.list(filter, RemediationOrder.NEWEST, Export.PAGE, null),
                last -> lookup.olderThan(last, filter, Export.PAGE),
                format);
    }
}

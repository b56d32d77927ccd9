// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.event.EventId;

/**
 * What a detector has found about a credential.
 *
 * @param kind what was found
 * @param severity how much it matters
 * @param accountId the account
 * @param address its mail address
 * @param owner Keycloak user name; absent when unknown
 * @param credentialVersion the credential it speaks about
 * @param summary one plain sentence
 * @param facts why; each source is one attribution
 */
public record NewFinding(
        FindingKind kind,
        Severity severity,
        UUID accountId,
        String address,
        @Nullable String owner,
        long credentialVersion,
        String summary,
        List<Fact> facts) {

    /** Copies the list. */
    public NewFinding {
        facts = List.copyOf(facts);
    }

    /** The finding's id: the same however often and by whomever it is found. */
    public UUID id() {
        return EventId.of("finding", kind, accountId, credentialVersion);
    }
}

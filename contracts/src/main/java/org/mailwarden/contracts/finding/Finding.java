// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.finding;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a finding, the data of FindingRaised, FindingChanged and FindingClosed.
 *
 * @param findingId UUIDv5 of kind, account and natural key: one finding however many sources confirm it
 * @param kind what was found
 * @param severity how much it matters
 * @param state whether it is open
 * @param accountId the account
 * @param address its mail address
 * @param owner Keycloak user name; absent when unknown
 * @param credentialVersion version of the credential it speaks about; absent for findings about no credential
 * @param summary one plain sentence
 * @param facts why, with sources
 * @param sources every source that confirmed it
 * @param raisedAt when it was first raised
 * @param changedAt when it last changed
 * @param closedReason why it was closed; absent while open
 */
public record Finding(
        UUID findingId,
        FindingKind kind,
        Severity severity,
        FindingState state,
        UUID accountId,
        String address,
        @Nullable String owner,
        @Nullable Long credentialVersion,
        String summary,
        List<Fact> facts,
        List<String> sources,
        Instant raisedAt,
        Instant changedAt,
        @Nullable String closedReason) {

    /** Copies the lists so that the snapshot cannot change. */
    public Finding {
        facts = List.copyOf(facts);
        sources = List.copyOf(sources);
    }
}

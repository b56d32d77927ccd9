// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a remediation, the data of every remediation event.
 *
 * @param remediationId UUIDv5 of user, account, credential version and action: one remediation however many findings
 * @param accountId the account
 * @param address its mail address
 * @param owner Keycloak user name
 * @param userId Keycloak user id; absent until it was looked up
 * @param credentialVersion version of the credential at the time of planning; a reset retires it
 * @param findings the findings that led to it
 * @param action what is done; only {@link RemediationAction#FORCE_RESET} retires a credential
 * @param mode the policy's mode when it was planned
 * @param policy name of the policy
 * @param state where it stands
 * @param reason why it is held, rejected or failed; absent otherwise
 * @param requiredActions Keycloak required actions the recovery link asks for
 * @param evidence what was checked so far
 * @param plannedAt when it was planned
 * @param changedAt when it last changed
 */
public record Remediation(
        UUID remediationId,
        UUID accountId,
        String address,
        String owner,
        @Nullable String userId,
        long credentialVersion,
        List<UUID> findings,
        RemediationAction action,
        ResponseMode mode,
        String policy,
        RemediationState state,
        @Nullable String reason,
        List<String> requiredActions,
        List<Evidence> evidence,
        Instant plannedAt,
        Instant changedAt) {

    /** Copies the lists so that the snapshot cannot change. */
    public Remediation {
        findings = List.copyOf(findings);
        requiredActions = List.copyOf(requiredActions);
        evidence = List.copyOf(evidence);
    }
}

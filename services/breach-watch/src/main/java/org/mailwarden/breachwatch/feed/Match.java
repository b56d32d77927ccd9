// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.credential.CredentialSealed;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * What an item means for an account: a finding that was not raised yet. Pure; never a secret.
 *
 * @param kind what was found
 * @param severity how much it matters
 * @param accountId the account
 * @param address its address
 * @param credentialVersion the password it speaks about; absent when it outlives a change
 * @param naturalKey tells it from others of its kind at the account; absent when the version does
 * @param reference names the item within its feed
 * @param summary one plain sentence
 * @param fact why, and who says so
 * @param closedBecause why nothing is to be done; absent when something is
 * @param on the day of the exposure, absent when unknown
 */
record Match(
        FindingKind kind,
        Severity severity,
        UUID accountId,
        String address,
        @Nullable Long credentialVersion,
        @Nullable String naturalKey,
        String reference,
        String summary,
        Fact fact,
        @Nullable String closedBecause,
        @Nullable LocalDate on) {

    /** Whether somebody has to look at it. */
    boolean isOpen() {
        return closedBecause == null;
    }

    /** The finding it becomes. The owner does not count for the id, and may be another one by the time it is raised. */
    UUID findingId() {
        return finding(new FleetAccount(accountId, address, null, null, null), List.of())
                .id();
    }

    /** The finding it becomes, told of the account as it is by now, with all facts for it. */
    NewFinding finding(FleetAccount account, List<Fact> facts) {
        return new NewFinding(
                kind,
                severity,
                accountId,
                account.address(),
                account.owner(),
                credentialVersion,
                naturalKey,
                summary,
                facts);
    }

    /** Whether Keycloak's hash alone said so, and nothing that is known here says otherwise. */
    private boolean isOfKeycloakAlone(@Nullable Long versionNow) {
        return credentialVersion != null
                && credentialVersion >= CredentialSealed.FIRST_OF_KEYCLOAK
                && (versionNow == null || versionNow < CredentialSealed.FIRST_OF_KEYCLOAK);
    }

    /** What is left of it when the account's password is of another version by now: it may have been held for days. */
    Match asOf(@Nullable Long versionNow) {
        if (credentialVersion == null || credentialVersion.equals(versionNow) || isOfKeycloakAlone(versionNow)) {
            return this;
        }
        String because = versionNow == null
                ? "The account does not sign in with a password any more."
                : "The credential was replaced: version " + versionNow + " is current.";
        return new Match(
                kind == FindingKind.CREDENTIAL_LEAKED ? FindingKind.CREDENTIAL_LEAKED_STALE : kind,
                kind == FindingKind.CREDENTIAL_LEAKED ? Severity.INFO : severity,
                accountId,
                address,
                credentialVersion,
                naturalKey,
                reference,
                kind == FindingKind.CREDENTIAL_LEAKED ? Judge.STALE : summary,
                fact,
                closedBecause == null ? because : closedBecause,
                on);
    }
}

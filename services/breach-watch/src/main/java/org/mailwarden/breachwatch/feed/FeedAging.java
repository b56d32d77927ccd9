// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.mailwarden.breachwatch.credential.CredentialChanged;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.finding.Findings;

/** A leak that is older than the password says nothing about it any more: its findings close when the password changes. */
@ApplicationScoped
public class FeedAging {

    private final EntityManager entities;
    private final CurrentCredentials credentials;
    private final Findings findings;

    FeedAging(EntityManager entities, CurrentCredentials credentials, Findings findings) {
        this.entities = entities;
        this.credentials = credentials;
        this.findings = findings;
    }

    /** Within the transaction of the change. Findings about one credential version close by themselves. */
    void onCredential(@Observes CredentialChanged change) {
        credentials.account(change.accountId()).ifPresent(account -> {
            Instant changed = account.passwordChangedAt();
            if (changed == null) {
                return;
            }
            entities.createQuery("""
                            from MatchRow where accountId = :account and credentialVersion is null
                            and exposedOn is not null and closedBecause is null order by findingId, reference""", MatchRow.class)
                    .setParameter("account", change.accountId())
                    .getResultStream()
                    .filter(match -> match.exposedOn != null && Judge.isOlder(match.exposedOn, changed))
                    .toList()
                    .forEach(match -> {
                        String because = Judge.changedSince(java.util.Objects.requireNonNull(match.exposedOn), changed);
                        match.closedBecause = because;
                        findings.close(match.findingId, because);
                    });
        });
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;

/** Makes changes: what is written down and the finding are one transaction, the caller's. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class PostureBook {

    /** One instance writes at a time, so that two that saw the same begin one finding. */
    private static final long BOOK_LOCK = 0x706f7374757265L;

    private final EntityManager entities;
    private final Findings findings;
    private final Clock clock;

    PostureBook(EntityManager entities, Findings findings, Clock clock) {
        this.entities = entities;
        this.findings = findings;
        this.clock = clock;
    }

    /**
     * Makes changes. One that was overtaken is left out: who overtook it has looked later.
     *
     * @param changes in order
     * @return how many were made
     */
    int make(List<Change> changes) {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(:lock) as text)")
                .setParameter("lock", BOOK_LOCK)
                .getSingleResult();
        int made = 0;
        for (Change change : changes) {
            made += switch (change) {
                case Change.Begin begin -> begin(begin);
                case Change.Confirm confirm -> confirm(confirm);
                case Change.End end -> end(end);
            };
        }
        return made;
    }

    private int begin(Change.Begin begin) {
        NewFinding finding = finding(begin.account(), begin.issue(), begin.lastEpisode() + 1);
        int written = entities.createNativeQuery("""
                        insert into posture_issue (account_id, kind, episode, standing, severity, credential_version,
                            reuse_tag, summary, reasons, finding_id, since)
                        select :account, :kind, :last + 1, true, :severity, cast(:version as bigint),
                            (select reuse_tag from credential where account_id = :account and version = cast(:version as bigint)
                             and :kind = 'PASSWORD_REUSED'),
                            :summary, :reasons, :finding, :now
                        where :last = 0 or exists (select 1 from posture_issue
                            where account_id = :account and kind = :kind and episode = :last and not standing)
                        on conflict (account_id, kind) do update set episode = excluded.episode, standing = true,
                            severity = excluded.severity, credential_version = excluded.credential_version,
                            reuse_tag = excluded.reuse_tag, summary = excluded.summary, reasons = excluded.reasons,
                            finding_id = excluded.finding_id, since = excluded.since
                        where posture_issue.episode = :last and not posture_issue.standing""")
                .setParameter("account", begin.account().accountId())
                .setParameter("kind", begin.kind().name())
                .setParameter("last", begin.lastEpisode())
                .setParameter("severity", begin.issue().severity().name())
                .setParameter("version", begin.issue().credentialVersion())
                .setParameter("summary", begin.issue().summary())
                .setParameter("reasons", begin.issue().reasons())
                .setParameter("finding", finding.id())
                .setParameter("now", clock.instant())
                .executeUpdate();
        if (written == 1) {
            findings.raise(finding);
        }
        return written;
    }

    private int confirm(Change.Confirm confirm) {
        int written = entities.createNativeQuery("""
                        update posture_issue set summary = :summary, reasons = :reasons
                        where account_id = :account and kind = :kind and episode = :last and standing""")
                .setParameter("summary", confirm.issue().summary())
                .setParameter("reasons", confirm.issue().reasons())
                .setParameter("account", confirm.account().accountId())
                .setParameter("kind", confirm.kind().name())
                .setParameter("last", confirm.lastEpisode())
                .executeUpdate();
        if (written == 1) {
            findings.raise(finding(confirm.account(), confirm.issue(), confirm.lastEpisode()));
        }
        return written;
    }

    private int end(Change.End end) {
        int written = entities.createNativeQuery("""
                        update posture_issue set standing = false, since = :now
                        where account_id = :account and kind = :kind and episode = :last and standing""")
                .setParameter("now", clock.instant())
                .setParameter("account", end.account().accountId())
                .setParameter("kind", end.kind().name())
                .setParameter("last", end.lastEpisode())
                .executeUpdate();
        if (written == 1) {
            findings.close(end.before().findingId(), end.reason());
        }
        return written;
    }

    private static NewFinding finding(AccountPosture account, Issue issue, int episode) {
        @Nullable String key = episode == 1 ? null : "episode " + episode;
        UUID accountId = account.accountId();
        return new NewFinding(
                issue.kind(),
                issue.severity(),
                accountId,
                account.address(),
                account.owner(),
                issue.credentialVersion(),
                key,
                issue.summary(),
                issue.facts());
    }
}

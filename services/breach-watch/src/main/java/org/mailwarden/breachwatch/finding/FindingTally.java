// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Keeps the tally of findings short, so that counting them stays quick. Safe for use by many instances at once. */
@ApplicationScoped
class FindingTally {

    private final EntityManager entities;

    FindingTally(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Makes one row of those that are alike, when most of them are. Rows that somebody else holds are left to them.
     */
    @Scheduled(
            every = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void shorten() {
        entities.createNativeQuery("""
                        with taken as (
                            delete from finding_tally where position in (select position from finding_tally for update skip locked)
                            and (select count(*) from finding_tally) > 1000 + 2 * (select count(*) from (
                                select 1 from finding_tally group by kind, state, severity, closed_as, assignee
                                having sum(findings) <> 0) alike)
                            returning *)
                        insert into finding_tally (kind, state, severity, closed_as, assignee, findings)
                        select kind, state, severity, closed_as, assignee, sum(findings) from taken
                        group by 1, 2, 3, 4, 5 having sum(findings) <> 0""").executeUpdate();
    }
}

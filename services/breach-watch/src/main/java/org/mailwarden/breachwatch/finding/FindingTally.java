// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import org.mailwarden.kit.search.Tally;

/** Keeps the tallies of findings short, so that counting them stays quick. Safe for use by many instances at once. */
@ApplicationScoped
class FindingTally {

    private static final List<Tally> TALLIES = List.of(
            new Tally("finding_tally", List.of("kind", "state", "severity", "closed_as", "assignee"), "findings"),
            new Tally("breach_tally", List.of("breach", "state", "severity", "severity_rank"), "findings"));

    private final EntityManager entities;

    FindingTally(EntityManager entities) {
        this.entities = entities;
    }

    /** Makes one row of those that are alike, when most of them are. */
    @Scheduled(
            every = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void shorten() {
        TALLIES.forEach(tally -> entities.createNativeQuery(tally.shortening()).executeUpdate());
    }
}

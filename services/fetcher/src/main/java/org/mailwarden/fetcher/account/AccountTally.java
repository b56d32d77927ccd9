// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import org.mailwarden.kit.search.Tally;

/** Keeps the tally of accounts short, so that counting them stays quick. Safe for use by many instances at once. */
@ApplicationScoped
class AccountTally {

    private static final Tally ROWS =
            new Tally("account_tally", List.of("state", "protocol", "security", "credential_type", "host"), "accounts");

    private final EntityManager entities;

    AccountTally(EntityManager entities) {
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
        entities.createNativeQuery(ROWS.shortening()).executeUpdate();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

/** Keeps the tally of accounts short, so that counting them stays quick. Safe for use by many instances at once. */
@ApplicationScoped
class AccountTally {

    private final EntityManager entities;

    AccountTally(EntityManager entities) {
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
                            delete from account_tally where position in (select position from account_tally for update skip locked)
                            and (select count(*) from account_tally) > 1000 + 2 * (select count(*) from (
                                select 1 from account_tally group by state, protocol, security, credential_type, host
                                having sum(accounts) <> 0) alike)
                            returning *)
                        insert into account_tally (state, protocol, security, credential_type, host, accounts)
                        select state, protocol, security, credential_type, host, sum(accounts) from taken
                        group by 1, 2, 3, 4, 5 having sum(accounts) <> 0""").executeUpdate();
    }
}

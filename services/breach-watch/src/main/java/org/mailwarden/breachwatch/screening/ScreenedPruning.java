// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.screening;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.mailwarden.breachwatch.corpora.LiveCorpus;

/**
 * Deletes the notes of screenings that nothing follows from any more: of passwords that were replaced, and of generations that
 * serve no more. Of each current password the newest note stays, which tells what has to be asked again.
 */
@ApplicationScoped
public class ScreenedPruning {

    private static final int AT_ONCE = 10_000;

    /** An instance that has not got the newest generation yet still needs the notes of its own. */
    private static final Duration AGE = Duration.ofDays(1);

    private final EntityManager entities;
    private final LiveCorpus corpus;
    private final Clock clock;

    ScreenedPruning(EntityManager entities, LiveCorpus corpus, Clock clock) {
        this.entities = entities;
        this.corpus = corpus;
        this.clock = clock;
    }

    /** Deletes them, some thousand in a transaction. A database that is away only delays it. */
    @Scheduled(
            every = "1h",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void prune() {
        String serving = corpus.generation().orElse("");
        Instant before = clock.instant().minus(AGE);
        int deleted = AT_ONCE;
        while (deleted == AT_ONCE) {
            deleted = QuarkusTransaction.requiringNew()
                    .call(() -> entities.createNativeQuery("""
                            delete from screened where (account_id, version, generation) in (
                                select s.account_id, s.version, s.generation from screened s
                                left join credential c on c.account_id = s.account_id and c.version = s.version
                                where s.screened_at < :before and (c.account_id is null or s.generation <> :serving
                                    and exists (select 1 from screened newer where newer.account_id = s.account_id
                                        and newer.version = s.version and newer.screened_at > s.screened_at))
                                limit :most)""")
                            .setParameter("before", before)
                            .setParameter("serving", serving)
                            .setParameter("most", AT_ONCE)
                            .executeUpdate());
        }
    }
}

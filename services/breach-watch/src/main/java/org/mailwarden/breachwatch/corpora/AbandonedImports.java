// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.job.JobKind;
import org.mailwarden.breachwatch.job.Jobs;

/**
 * Deletes what a paused import wrote when nobody can go on with it any more, because its job was cancelled: it may be as large
 * as the corpus. What is looked at is the table of jobs alone, so that no crash in between leaves it behind.
 */
@ApplicationScoped
public class AbandonedImports {

    private static final Logger LOG = Logger.getLogger(AbandonedImports.class);

    private final Jobs jobs;
    private final CorpusStores stores;

    AbandonedImports(Jobs jobs, CorpusStores stores) {
        this.jobs = jobs;
        this.stores = stores;
    }

    /** Looks for it. A database that is away only delays it. */
    @Scheduled(
            every = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void sweep() {
        if (jobs.isAnyOpen(JobKind.CORPUS_IMPORT)) {
            return;
        }
        for (CorpusStores.Slot slot : stores.all()) {
            try {
                // An import that begins this moment waits for it, or is waited for and leaves nothing then.
                slot.importer().abandon();
            } catch (IOException e) {
                LOG.warnf(
                        e,
                        "What a cancelled import wrote could not be deleted yet; check the rights of the corpus folder");
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ThreadLocalRandom;

/** Starts the imports that are due. */
@ApplicationScoped
public class FeedSchedule {

    private final FeedStarts starts;

    FeedSchedule(FeedStarts starts) {
        this.starts = starts;
    }

    /** Looks what is due. A database that is away only delays it. */
    @Scheduled(
            every = "10s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void tick() {
        starts.startDue(feed -> ThreadLocalRandom.current().nextDouble(-1, 1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Reads the whole corpus again from time to time: a disk that forgets would otherwise be noticed when a password that is
 * known to be exposed is not found.
 */
@ApplicationScoped
public class CorpusScrub {

    private static final Logger LOG = Logger.getLogger(CorpusScrub.class);
    /** 64 MB a second at most: a corpus of full size takes ten minutes, and look-ups do not notice. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CorpusStores stores;
    private volatile boolean ending;

    CorpusScrub(CorpusStores stores) {
        this.stores = stores;
    }

    void end(@Observes ShutdownEvent event) {
        ending = true;
    }

    /** Reads it. */
    @Scheduled(
            every = "{mailwarden.breach-watch.scrub-every}",
            delayed = "1h",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void scrub() {
        for (CorpusStores.Slot slot : stores.all()) {
            slot.store()
                    .scrub(() -> {
                        LockSupport.parkNanos(PAUSE_NANOS);
                        return !ending;
                    })
                    .ifPresent(damage -> LOG.error(damage.sentence()));
        }
    }
}

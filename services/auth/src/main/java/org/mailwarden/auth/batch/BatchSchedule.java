// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.mailwarden.auth.clock.SteadyClock;

/** Looks after batches: moves their members slice by slice, lets the rest run after its canaries, and ends what nobody approved. */
@ApplicationScoped
public class BatchSchedule {

    private static final Logger LOG = Logger.getLogger(BatchSchedule.class);

    private final Batches batches;
    private final BatchMoves moves;
    private final SteadyClock steady;

    BatchSchedule(Batches batches, BatchMoves moves, SteadyClock steady) {
        this.batches = batches;
        this.moves = moves;
        this.steady = steady;
    }

    /** Looks at every batch that waits for something. One that fails keeps no other from its turn. */
    @Scheduled(
            every = "${mailwarden.auth.saga-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        Set<UUID> failed = new HashSet<>();
        boolean more = true;
        // By turns, slice by slice: a large one keeps a small one waiting no longer than that.
        while (more) {
            more = false;
            for (UUID id : moves.due()) {
                more |= !failed.contains(id) && hasMore(id, failed);
            }
        }
    }

    private boolean hasMore(UUID id, Set<UUID> failed) {
        try {
            moves.watch(id);
            if (!steady.isDoubtful()) {
                batches.expire(id);
            }
            return moves.follow(id);
        } catch (RuntimeException e) {
            LOG.warnf(e, "Batch %s is looked at again", id);
            failed.add(id);
            return false;
        }
    }
}

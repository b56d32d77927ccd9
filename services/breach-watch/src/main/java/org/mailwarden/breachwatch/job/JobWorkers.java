// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Runs jobs, a few at once, on threads of their own.
 *
 * <p>The threads are platform threads on purpose: an import computes without pause, and on a virtual thread it would keep
 * a carrier from every event handler of the service.
 */
@ApplicationScoped
public class JobWorkers {

    private static final Logger LOG = Logger.getLogger(JobWorkers.class);
    private static final int AT_ONCE = 2;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final JobLeases leases;
    private final Map<JobKind, JobRunner> runners;
    private final MeterRegistry meters;
    private final Map<UUID, JobRun> running = new ConcurrentHashMap<>();
    private final Map<UUID, Thread> threads = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    JobWorkers(JobLeases leases, @All List<JobRunner> runners, MeterRegistry meters) {
        this.leases = leases;
        this.runners = runners.stream().collect(Collectors.toUnmodifiableMap(JobRunner::kind, Function.identity()));
        this.meters = meters;
    }

    /** Holds on to what runs and starts what waits. A database that is away only delays it. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void tick() {
        running.values().forEach(leases::keep);
        while (!stopping && running.size() < AT_ONCE) {
            Optional<JobLeases.Held> held = leases.take(alone());
            if (held.isEmpty()) {
                return;
            }
            start(held.get());
        }
    }

    /** Kinds of which one runs, and no other may. */
    private Set<JobKind> alone() {
        return running.values().stream()
                .map(JobRun::kind)
                .filter(kind -> runners.containsKey(kind) && runners.get(kind).oneAtATime())
                .collect(Collectors.toUnmodifiableSet());
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        running.values().forEach(JobRun::interrupt);
        for (Thread thread : threads.values()) {
            thread.join(STOP_WAIT);
        }
    }

    private void start(JobLeases.Held held) {
        JobRun run = new JobRun(held.id(), held.kind(), held.parameters());
        running.put(run.id(), run);
        threads.put(
                run.id(),
                Thread.ofPlatform().daemon().name("job-" + held.kind()).start(() -> execute(run)));
    }

    private void execute(JobRun run) {
        JobKind kind = run.kind();
        try {
            JobOutcome outcome = attempt(kind, run);
            meters.counter(
                            "mailwarden_jobs",
                            "kind",
                            kind.name(),
                            "outcome",
                            outcome.getClass().getSimpleName())
                    .increment();
            switch (outcome) {
                case JobOutcome.Done(String message) -> write(() -> leases.end(run, JobState.DONE, message));
                case JobOutcome.Failed(String message) -> write(() -> leases.end(run, JobState.FAILED, message));
                case JobOutcome.Later(Instant until, String message) ->
                    write(() -> leases.putAside(run, until, message));
                case JobOutcome.Cancelled() when stopping -> write(() -> leases.giveBack(run, Duration.ZERO));
                case JobOutcome.Cancelled() when run.isPaused() -> write(() -> leases.pause(run, paused(kind)));
                case JobOutcome.Cancelled() ->
                    write(() -> leases.end(run, JobState.CANCELLED, "Cancelled; nothing was changed."));
            }
        } catch (RuntimeException e) {
            LOG.warnf(e, "Job %s (%s) was interrupted and is tried again", run.id(), kind);
            write(() -> leases.giveBack(run, PAUSE));
        } finally {
            running.remove(run.id());
            threads.remove(run.id());
        }
    }

    private JobOutcome attempt(JobKind kind, JobRun run) {
        JobRunner runner = runners.get(kind);
        if (runner == null) {
            return new JobOutcome.Failed("This version cannot do " + kind + ". Ask a newer instance.");
        }
        return runner.run(run);
    }

    private String paused(JobKind kind) {
        JobRunner runner = runners.get(kind);
        return runner != null && runner.goesOn()
                ? "Paused. Resumed, it goes on where it stood."
                : "Paused. Resumed, it begins anew; what it had done so far changed nothing.";
    }

    /** Holds the lease while the database is away: the work is done, only its end waits to be written down. */
    private void write(Runnable end) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                end.run();
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        "The end of a job could not be written down yet: %s",
                        e.getClass().getSimpleName());
                if (stopping) {
                    return;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofSeconds(1).toNanos());
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.ownership.FleetMembership;
import org.mailwarden.fetcher.ownership.Partitions;
import org.mailwarden.fetcher.ownership.SessionLeases;
import org.mailwarden.fetcher.supervise.Visits.Visit;

/**
 * Starts the visit of each account that is due and this fetcher's, each on its own virtual thread, within the limits on
 * sessions overall and per mail server; and ends those that are not to go on.
 */
@ApplicationScoped
public class Supervisor implements FleetMembership.Share {

    private static final Logger LOG = Logger.getLogger(Supervisor.class);

    private static final int MOST = 1_000;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(100);

    /** Less than Kafka waits for the answer to a rebalance (max.poll.interval), and enough to end any session politely. */
    private static final Duration LONGEST_HAND_OVER = Duration.ofSeconds(20);

    private final Due due;
    private final Poll poll;
    private final Visits visits;
    private final HostIncidents incidents;
    private final SessionLeases leases;
    private final FleetMembership membership;
    private final FetcherConfig config;
    private final HostPace pace;
    private final Semaphore wake = new Semaphore(0);
    /** Whether the last look left accounts behind for want of room, so that room is to be used as soon as it is there. */
    private volatile boolean behind;

    private long probedAt = System.nanoTime();
    /** Of the last start; absent once stopped. */
    private volatile @Nullable Object life;

    Supervisor(
            Due due,
            Poll poll,
            Visits visits,
            HostIncidents incidents,
            SessionLeases leases,
            FleetMembership membership,
            FetcherConfig config) {
        this.due = due;
        this.poll = poll;
        this.visits = visits;
        this.incidents = incidents;
        this.leases = leases;
        this.membership = membership;
        this.config = config;
        this.pace = new HostPace(
                SignInBudget.pace(config.hosts().connectionsPerSecond()).toNanos());
    }

    void start(@Observes StartupEvent event) {
        if (config.reads()) {
            start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    /** Joins the other fetchers and begins to read. */
    void start() {
        Object begun = new Object();
        life = begun;
        Thread.ofVirtual().name("supervisor").start(() -> supervise(begun));
        Thread.ofVirtual().name("supervisor-leases").start(() -> keepLeases(begun));
        Thread.ofVirtual().name("supervisor-watch").start(() -> watchLeases(begun));
        membership.join(this);
    }

    /** Ends every session, gives the accounts up and leaves. May be started again. */
    void stop() {
        life = null;
        membership.leave();
        end(visit -> true);
    }

    @Override
    public void shrunk(Partitions kept) {
        end(visit -> !kept.owns(visit.keyHash()));
    }

    @Override
    public void grown(Partitions grown, Partitions before) {
        Set<Integer> taken = grown.beyond(before);
        if (!taken.isEmpty()) {
            guarded("spread the turns of accounts taken over", () -> due.spread(grown, taken));
        }
        wake.release();
    }

    private void end(Predicate<Visit> which) {
        visits.end(which);
        long limit = System.nanoTime() + LONGEST_HAND_OVER.toNanos();
        while (!visits.none(which) && System.nanoTime() < limit) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        if (!visits.none(which)) {
            LOG.warn("Some sessions did not end in time for the hand-over; their leases keep others out until they do");
        }
    }

    private void supervise(Object begun) {
        while (begun.equals(life)) {
            guarded("look for accounts that are due", this::look);
            try {
                boolean woken = wake.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
                Thread.sleep(woken ? SHORTEST_LOOK : Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void look() {
        Partitions mine = membership.mine();
        if (mine.owned().isEmpty()) {
            return;
        }
        if (System.nanoTime() - probedAt >= LOOK.toNanos()) {
            probedAt = System.nanoTime();
            QuarkusTransaction.requiringNew().run(incidents::probe);
        }
        Map<String, Long> working = visits.working();
        long free = config.maxSessions()
                - working.values().stream().mapToLong(n -> n).sum();
        Set<String> full = new HashSet<>(pace.resting(System.nanoTime()));
        working.forEach((host, sessions) -> {
            if (sessions >= config.maxSessionsPerHost()) {
                full.add(host);
            }
        });
        boolean left = free <= 0 || !full.isEmpty();
        for (Visit visit : free <= 0 ? List.<Visit>of() : due.accounts(mine, full, (int) Math.min(free, MOST))) {
            long sessions = working.getOrDefault(visit.host(), 0L);
            if (life != null
                    && free > 0
                    && sessions < config.maxSessionsPerHost()
                    && pace.take(visit.host(), System.nanoTime())
                    && visits.begin(visit)) {
                working.merge(visit.host(), 1L, Long::sum);
                free--;
                Thread.ofVirtual().name("visit-" + visit.account()).start(() -> run(visit));
            } else {
                left = true;
            }
        }
        behind = left;
        if (left) {
            wakeAtTheNextTurn();
        }
    }

    /** A server's turn comes sooner than the next look. */
    private void wakeAtTheNextTurn() {
        long interval = SignInBudget.pace(config.hosts().connectionsPerSecond()).toNanos();
        if (interval < LOOK.toNanos()) {
            Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(interval);
                wake.release();
            });
        }
    }

    private void run(Visit visit) {
        try {
            // It may have been given up between the look and the start.
            if (membership.mine().owns(visit.keyHash()) && life != null) {
                poll.run(visit);
            }
        } finally {
            visits.finished(visit);
            if (behind) {
                wake.release();
            }
        }
    }

    private void keepLeases(Object begun) {
        while (begun.equals(life) || !visits.none(visit -> true)) {
            guarded("prolong the leases of open sessions", () -> {
                leases.renew();
                Set<UUID> obsolete = leases.obsolete(visits.accounts());
                visits.end(visit -> obsolete.contains(visit.account()));
            });
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** A session whose lease could not be prolonged ends before another fetcher may begin one. Asks nobody. */
    private void watchLeases(Object begun) {
        while (begun.equals(life) || !visits.none(visit -> true)) {
            visits.end(visit -> visit.isLeased() && !leases.holds(visit.account()));
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static void guarded(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            // The database is away, or something like it: the next look tries again.
            LOG.debugf(e, "Could not %s", what);
        }
    }
}

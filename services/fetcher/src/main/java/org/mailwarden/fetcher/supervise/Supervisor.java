// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Fleet;

/**
 * Starts the poll of each account that is due, each on its own virtual thread, within the limits on sessions overall and
 * per mail server. One instance of the fetcher reads the whole fleet; sharing it between instances by the partitions of
 * {@code mail.accounts} is not built yet.
 */
@ApplicationScoped
public class Supervisor {

    private final EntityManager entities;
    private final Fleet fleet;
    private final Poll poll;
    private final FetcherConfig config;
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> perHost = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    Supervisor(EntityManager entities, Fleet fleet, Poll poll, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.poll = poll;
        this.config = config;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Makes accounts due again that were being polled when the fetcher last ended.
     *
     * @param event the start
     */
    @Transactional
    void resume(@Observes io.quarkus.runtime.StartupEvent event) {
        entities.createNativeQuery("update account set next_poll_at = :now where next_poll_at > :now and failures = 0"
                        + " and login_delay_seconds = 0 and state in"
                        + " ('NEW', 'ACTIVE', 'UNREACHABLE')")
                .setParameter("now", fleet.now())
                .executeUpdate();
        // A try whose end was never written down was cut off by our own end, not refused by the server.
        entities.createNativeQuery(
                        "delete from sign_in_attempt a where outcome is null and exists (select 1 from sign_in_attempt b"
                                + " where b.account_id = a.account_id and b.credential_version = a.credential_version and"
                                + " b.outcome = 'OPENED')")
                .executeUpdate();
    }

    /** Looks for accounts that are due. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public synchronized void supervise() {
        int free = config.maxSessions() - running.size();
        if (free <= 0 || stopping) {
            return;
        }
        for (Tuple row : due(free * 4)) {
            UUID account = row.get(0, UUID.class);
            String host = row.get(1, String.class);
            if (running.size() >= config.maxSessions()) {
                return;
            }
            if (perHost.getOrDefault(host, 0) < config.maxSessionsPerHost() && running.add(account)) {
                perHost.merge(host, 1, Integer::sum);
                Thread.ofVirtual().name("poll-" + account).start(() -> run(account, host));
            }
        }
    }

    private void run(UUID account, String host) {
        try {
            poll.run(account);
        } finally {
            perHost.computeIfPresent(host, (name, sessions) -> sessions == 1 ? null : sessions - 1);
            running.remove(account);
            if (!stopping) {
                next(host);
            }
        }
    }

    /** A freed session is taken at once by the next account of the same server, not a second later. */
    private void next(String host) {
        try {
            supervise();
        } catch (RuntimeException e) {
            // The database is away: the schedule looks again in a second.
            org.jboss.logging.Logger.getLogger(Supervisor.class).debugf("Waiting for the database after %s", host);
        }
    }

    @SuppressWarnings("unchecked")
    private List<Tuple> due(int most) {
        return io.quarkus.narayana.jta.QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery("""
                                select id, host from account
                                where state in ('NEW', 'ACTIVE', 'UNREACHABLE') and next_poll_at <= :now
                                order by next_poll_at limit :most""", Tuple.class)
                        .setParameter("now", fleet.now())
                        .setParameter("most", most)
                        .getResultList());
    }
}

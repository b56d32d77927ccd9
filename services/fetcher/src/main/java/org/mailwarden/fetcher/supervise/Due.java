// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.ownership.Partitions;
import org.mailwarden.fetcher.supervise.Visits.Visit;

/** The accounts whose turn it is, and the spreading of turns when this fetcher takes accounts over. */
@ApplicationScoped
public class Due {

    private final EntityManager entities;
    private final Fleet fleet;
    private final FetcherConfig config;

    Due(EntityManager entities, Fleet fleet, FetcherConfig config) {
        this.entities = entities;
        this.fleet = fleet;
        this.config = config;
    }

    /**
     * Lists accounts that are due, those of each server in the order of their turns, and no server's before another's.
     *
     * @param mine the share of this fetcher
     * @param resting servers that take no new connection now
     * @param most most accounts
     * @return the visits to be begun
     */
    List<Visit> accounts(Partitions mine, Collection<String> resting, int most) {
        // Accounts with a lease are being visited; those of a server with an incident wait, but for the one that tries.
        List<Tuple> rows = QuarkusTransaction.requiringNew()
                .call(() -> MailHosts.tuples(entities.createNativeQuery("""
                        select id, host, key_hash from (
                            select a.id, a.host, a.key_hash, a.next_poll_at,
                                row_number() over (partition by a.host order by a.next_poll_at, a.id) as place
                            from account a
                            where a.state in ('NEW', 'ACTIVE', 'UNREACHABLE') and a.next_poll_at <= :now
                            and a.key_hash % :partitions = any(cast(string_to_array(:owned, ',') as integer[]))
                            and not a.host = any(string_to_array(:resting, ' '))
                            and not exists (select 1 from session_lease l
                                where l.account_id = a.id and l.until > clock_timestamp())
                            and not exists (select 1 from mail_host h
                                where h.host = a.host and h.incident_since is not null
                                and h.probe_account is distinct from a.id)) due
                        where place <= :perHost order by place, next_poll_at limit :most""", Tuple.class)
                        .setParameter("now", fleet.now())
                        .setParameter("partitions", mine.count())
                        .setParameter("owned", numbers(mine.owned()))
                        .setParameter("resting", String.join(" ", resting))
                        .setParameter("perHost", config.maxSessionsPerHost())
                        .setParameter("most", most)));
        return rows.stream()
                .map(row -> new Visit(row.get(0, UUID.class), row.get(1, String.class), row.get(2, Integer.class)))
                .toList();
    }

    /**
     * Spreads the next turns of accounts over one poll interval, but not over more than the longest ramp, so that a fetcher
     * that starts or takes over does not come down on the servers all at once, and nobody waits long for it. Accounts that
     * wait for a reason go on waiting.
     *
     * @param mine the share of this fetcher
     * @param partitions the partitions taken over
     */
    void spread(Partitions mine, Collection<Integer> partitions) {
        Duration interval = config.pollInterval();
        Duration ramp = interval.compareTo(config.longestRamp()) < 0 ? interval : config.longestRamp();
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("""
                        update account a set next_poll_at = cast(:now as timestamptz) + random() * make_interval(secs => :ramp)
                        where state in ('NEW', 'ACTIVE', 'UNREACHABLE') and failures = 0 and login_delay_seconds = 0
                        and next_poll_at <= cast(:now as timestamptz) + make_interval(secs => :interval)
                        and key_hash % :partitions = any(cast(string_to_array(:taken, ',') as integer[]))
                        and not exists (select 1 from session_lease l
                            where l.account_id = a.id and l.until > clock_timestamp())""")
                        .setParameter("now", fleet.now())
                        .setParameter("ramp", ramp.toMillis() / 1000.0)
                        .setParameter("interval", interval.toMillis() / 1000.0)
                        .setParameter("partitions", mine.count())
                        .setParameter("taken", numbers(partitions))
                        .executeUpdate());
    }

    private static String numbers(Collection<Integer> partitions) {
        return partitions.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}

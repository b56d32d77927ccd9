// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.supervise.Visits.Phase;

/**
 * The figures of the fleet, by class and never by account. Those read from the database are of the whole fleet: every
 * fetcher shows the same, so take the largest, not the sum. The connections are this fetcher's own.
 */
@ApplicationScoped
public class FleetMetrics {

    private final EntityManager entities;
    private final Fleet fleet;
    private final MultiGauge accounts;
    private final MultiGauge freshness;
    private final AtomicLong incidents = new AtomicLong();

    FleetMetrics(EntityManager entities, Fleet fleet, Visits visits, MeterRegistry meters) {
        this.entities = entities;
        this.fleet = fleet;
        this.accounts = MultiGauge.builder("mailwarden.fetcher.accounts")
                .description("Accounts of the fleet by state")
                .register(meters);
        this.freshness = MultiGauge.builder("mailwarden.fetcher.freshness")
                .description("Time since accounts that are to be read were last read, of the oldest and of quantiles")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("mailwarden.fetcher.host.incidents", incidents, AtomicLong::get)
                .description("Mail servers that refuse many accounts at once")
                .register(meters);
        for (Phase phase : Phase.values()) {
            Gauge.builder("mailwarden.fetcher.connections", visits, at -> at.count(phase))
                    .tag("phase", phase.name().toLowerCase(Locale.ROOT))
                    .description("Connections of this fetcher by what they do")
                    .register(meters);
        }
    }

    void start(@Observes StartupEvent event) {
        // Being there is enough: a scheduled method alone would make the figures appear late.
    }

    /** Reads the figures anew. */
    @Scheduled(
            every = "15s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void refresh() {
        QuarkusTransaction.requiringNew().run(() -> {
            accounts.register(
                    Arrays.stream(AccountState.values())
                            .map(state -> Row.of(Tags.of("state", state.name()), fleet.count("state", state)))
                            .toList(),
                    true);
            freshness.register(freshness(), true);
            incidents.set(((Number) entities.createNativeQuery(
                                    "select count(*) from mail_host where incident_since is not null")
                            .getSingleResult())
                    .longValue());
        });
    }

    private List<Row<?>> freshness() {
        List<Tuple> found =
                MailHosts.tuples(entities.createNativeQuery("""
                        select protocol, max(age), percentile_cont(0.5) within group (order by age),
                            percentile_cont(0.95) within group (order by age)
                        from (select protocol, cast(extract(epoch from cast(:now as timestamptz) - last_read_at) as float8) as age
                            from account where state in ('NEW', 'ACTIVE', 'UNREACHABLE') and last_read_at is not null) ages
                        group by protocol""", Tuple.class).setParameter("now", fleet.now()));
        List<Row<?>> rows = new ArrayList<>();
        for (Tuple row : found) {
            String protocol = row.get(0, String.class);
            rows.add(Row.of(Tags.of("protocol", protocol, "of", "oldest"), row.get(1, Double.class)));
            rows.add(Row.of(Tags.of("protocol", protocol, "of", "median"), row.get(2, Double.class)));
            rows.add(Row.of(Tags.of("protocol", protocol, "of", "p95"), row.get(3, Double.class)));
        }
        return rows;
    }
}

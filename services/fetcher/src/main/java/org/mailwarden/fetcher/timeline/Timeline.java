// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.timeline;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.mailwarden.fetcher.FetcherConfig;
import org.mailwarden.fetcher.account.AccountHappened;

/** Keeps what happened to each account, in the transaction in which it happened. */
@ApplicationScoped
public class Timeline {

    private final EntityManager entities;
    private final FetcherConfig config;
    private final Clock clock;

    Timeline(EntityManager entities, FetcherConfig config, Clock clock) {
        this.entities = entities;
        this.config = config;
        this.clock = clock;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void keep(@Observes AccountHappened happened) {
        entities.createNativeQuery(
                        "insert into account_event (account_id, at, kind, actor, detail) values (:account, :at, :kind,"
                                + " cast(:actor as text), :detail)")
                .setParameter("account", happened.accountId())
                .setParameter("at", clock.instant())
                .setParameter("kind", happened.kind().name())
                .setParameter("actor", happened.actor())
                .setParameter("detail", happened.detail())
                .executeUpdate();
    }

    /**
     * Lists what happened to an account, newest first.
     *
     * @param account the account
     * @param before only entries with a lower id
     * @param most most entries
     * @return the entries
     */
    @Transactional
    public List<Moment> of(UUID account, long before, int most) {
        List<?> rows = entities.createNativeQuery(
                        "select id, at, kind, actor, detail from account_event where account_id = :account and id <"
                                + " :before order by id desc limit :most",
                        Tuple.class)
                .setParameter("account", account)
                .setParameter("before", before)
                .setParameter("most", most)
                .getResultList();
        return rows.stream().map(Tuple.class::cast).map(Timeline::moment).toList();
    }

    private static Moment moment(Tuple row) {
        return new Moment(
                row.get(0, Long.class),
                row.get(1, Instant.class),
                AccountHappened.Kind.valueOf(row.get(2, String.class)),
                row.get(3, String.class),
                row.get(4, String.class));
    }

    /** Forgets what happened long ago. */
    @Scheduled(every = "1h", delayed = "10m", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    @Transactional
    public void forget() {
        entities.createNativeQuery("delete from account_event where at < :limit")
                .setParameter("limit", clock.instant().minus(config.keepTimeline()))
                .executeUpdate();
    }
}

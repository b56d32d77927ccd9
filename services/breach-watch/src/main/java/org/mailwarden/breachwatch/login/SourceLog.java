// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.settings.BreachWatchSettings;
import org.mailwarden.breachwatch.settings.LoginSettings;

/**
 * What became of each source: what was heard, what was lost, and which one has fallen silent. Counted in memory and written
 * down every few seconds. Safe for many threads.
 */
@ApplicationScoped
public class SourceLog {

    private static final Logger LOG = Logger.getLogger(SourceLog.class);

    private final EntityManager entities;
    private final Map<String, LoginSettings.Source> known;
    private final Clock clock;
    private final Map<String, Count> counts = new HashMap<>();
    private boolean gapIsShown;

    SourceLog(EntityManager entities, BreachWatchSettings settings, Clock clock) {
        this.entities = entities;
        this.known = settings.logins().sources();
        this.clock = clock;
    }

    private static final class Count {
        private final String kind;
        private long heard;
        private long lost;
        private @Nullable Instant lastHeard;
        private @Nullable Instant lostFrom;
        private @Nullable Instant lostTo;

        private Count(String kind) {
            this.kind = kind;
        }
    }

    /**
     * A source, as people see it.
     *
     * @param name how the operator called it; of a program that posts sign-ins, its name at Keycloak
     * @param kind its product
     * @param heard sign-ins it reported, over all
     * @param lastHeard when it reported last; absent when it never did
     * @param silent whether it is silent for longer than it may be
     * @param lost sign-ins that could not be taken, over all; while breach-watch did not run nobody counted them
     * @param lostFrom when the last gap began; absent when there is none
     * @param lostTo when it ended
     */
    public record State(
            String name,
            String kind,
            long heard,
            @Nullable Instant lastHeard,
            boolean silent,
            long lost,
            @Nullable Instant lostFrom,
            @Nullable Instant lostTo) {}

    /** Notes sign-ins that were taken. */
    public synchronized void heard(String source, String kind, int many) {
        Count count = count(source, kind);
        count.heard += many;
        count.lastHeard = clock.instant();
    }

    /** Notes sign-ins that could not be taken: there is a gap now, and it is shown. */
    public synchronized void lost(String source, String kind, int many) {
        Count count = count(source, kind);
        Instant now = clock.instant();
        count.lost += many;
        count.lostFrom = count.lostFrom == null ? now : count.lostFrom;
        count.lostTo = now;
    }

    private Count count(String source, String kind) {
        return counts.computeIfAbsent(source, none -> new Count(kind));
    }

    /** Every source that is set up or was ever heard, by name. */
    public List<State> all() {
        write();
        return QuarkusTransaction.requiringNew().call(this::read);
    }

    /** Writes the counts down, and tells which sources fell silent. */
    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void tick() {
        write();
        QuarkusTransaction.requiringNew().run(this::watch);
    }

    /** What happens from now on is heard by nobody. */
    void end(@Observes ShutdownEvent ending) {
        try {
            write();
            QuarkusTransaction.requiringNew().run(this::markTheEnd);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "That breach-watch ends could not be noted (%s): the gap will be shown from the last sign-in on.",
                    e.getClass().getSimpleName());
        }
    }

    private void markTheEnd() {
        if (unrepeated().isEmpty()) {
            return;
        }
        entities.createNativeQuery("""
                        update login_source set lost_from = :now, lost_to = :now
                        where name in (:names) and last_heard is not null""")
                .setParameter("now", clock.instant())
                .setParameter("names", unrepeated())
                .executeUpdate();
    }

    /** Servers that report once: what they said to nobody is lost, and how much it was nobody knows. */
    private List<String> unrepeated() {
        return known.entrySet().stream()
                .filter(source -> source.getValue().kind() == LoginSettings.SourceKind.DOVECOT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Before anything is written: what was heard last before this start tells when the gap began after a crash. */
    private synchronized void showTheGap() {
        if (!gapIsShown) {
            QuarkusTransaction.requiringNew().run(this::markTheStart);
            gapIsShown = true;
        }
    }

    private void markTheStart() {
        if (unrepeated().isEmpty()) {
            return;
        }
        entities.createNativeQuery("""
                        update login_source set lost_to = :now, lost_from =
                          case when lost_from = lost_to and lost_from >= last_heard then lost_from else last_heard end
                        where name in (:names) and last_heard is not null""")
                .setParameter("now", clock.instant())
                .setParameter("names", unrepeated())
                .executeUpdate();
    }

    private void write() {
        showTheGap();
        Map<String, Count> taken;
        synchronized (this) {
            taken = new HashMap<>(counts);
            counts.clear();
        }
        if (taken.isEmpty()) {
            return;
        }
        try {
            QuarkusTransaction.requiringNew().run(() -> taken.forEach(this::write));
        } catch (RuntimeException e) {
            putBack(taken);
            throw e;
        }
    }

    private synchronized void putBack(Map<String, Count> taken) {
        taken.forEach((source, count) -> counts.merge(source, count, (now, before) -> {
            now.heard += before.heard;
            now.lost += before.lost;
            now.lastHeard = now.lastHeard == null ? before.lastHeard : now.lastHeard;
            now.lostFrom = before.lostFrom == null ? now.lostFrom : before.lostFrom;
            now.lostTo = now.lostTo == null ? before.lostTo : now.lostTo;
            return now;
        }));
    }

    private void write(String source, Count count) {
        // A gap that ended more than an hour ago is another one.
        entities.createNativeQuery("""
                        insert into login_source (name, kind, heard, last_heard, lost, lost_from, lost_to)
                        values (:name, :kind, :heard, cast(:last as timestamptz), :lost,
                          cast(:from as timestamptz), cast(:to as timestamptz))
                        on conflict (name) do update set
                          heard = login_source.heard + excluded.heard,
                          last_heard = coalesce(excluded.last_heard, login_source.last_heard),
                          silent = login_source.silent and excluded.last_heard is null,
                          lost = login_source.lost + excluded.lost,
                          lost_from = case when excluded.lost_from is null then login_source.lost_from
                            when login_source.lost_to > excluded.lost_from - interval '1 hour'
                              then login_source.lost_from else excluded.lost_from end,
                          lost_to = coalesce(excluded.lost_to, login_source.lost_to)""")
                .setParameter("name", source)
                .setParameter("kind", count.kind)
                .setParameter("heard", count.heard)
                .setParameter("last", count.lastHeard)
                .setParameter("lost", count.lost)
                .setParameter("from", count.lostFrom)
                .setParameter("to", count.lostTo)
                .executeUpdate();
    }

    private void watch() {
        known.forEach((name, source) -> {
            Duration most = source.silentAfter();
            int fell = entities.createNativeQuery("""
                            update login_source set silent = true
                            where name = :name and not silent and last_heard < :before""")
                    .setParameter("name", name)
                    .setParameter("before", clock.instant().minus(most))
                    .executeUpdate();
            if (fell == 1) {
                LOG.warnf(
                        "%s has reported no sign-in for %s, and used to. Check that its server runs and still reports"
                                + " here.",
                        name, most);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private List<State> read() {
        List<Tuple> rows = entities.createNativeQuery("""
                        select name, kind, heard, last_heard, silent, lost, lost_from, lost_to
                        from login_source order by name""", Tuple.class).getResultList();
        Map<String, State> states = new java.util.TreeMap<>();
        known.forEach((name, source) ->
                states.put(name, new State(name, source.kind().name(), 0, null, false, 0, null, null)));
        rows.forEach(row -> states.put(row.get(0, String.class), state(row)));
        return List.copyOf(states.values());
    }

    private static State state(Tuple row) {
        return new State(
                row.get(0, String.class),
                row.get(1, String.class),
                ((Number) row.get(2)).longValue(),
                time(row, 3),
                row.get(4, Boolean.class),
                ((Number) row.get(5)).longValue(),
                time(row, 6),
                time(row, 7));
    }

    private static @Nullable Instant time(Tuple row, int column) {
        return Optional.ofNullable((Instant) row.get(column)).orElse(null);
    }
}

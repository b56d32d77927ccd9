// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.source;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.governor.Bounds;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.SourceBreaker;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.policy.SimulationLog;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.ResponseMode;

/** The sources of findings as the database knows them, so that a restart forgets no stop. Safe for many threads. */
@ApplicationScoped
@Transactional
public class Sources {

    private static final String PLACE = ", ";

    private final EntityManager entities;
    private final Ledger ledger;
    private final GovernorSettings settings;
    private final SimulationLog simulations;
    private final Clock clock;

    Sources(EntityManager entities, Ledger ledger, GovernorSettings settings, SimulationLog simulations, Clock clock) {
        this.entities = entities;
        this.ledger = ledger;
        this.settings = settings;
        this.simulations = simulations;
        this.clock = clock;
    }

    /**
     * A source as it is shown.
     *
     * @param name its name
     * @param mode how far what it says goes by itself; a policy that is more careful still counts
     * @param modeReason why it has this mode; absent when nobody set one
     * @param stoppedAt when the breaker stopped it; absent when it runs
     * @param stoppedReason why, and what to do; absent when it runs
     */
    public record SourceView(
            String name,
            ResponseMode mode,
            @Nullable String modeReason,
            @Nullable Instant stoppedAt,
            @Nullable String stoppedReason) {}

    /**
     * What stands behind the decision about a remediation.
     *
     * @param sources the sources of its findings
     * @param severity gravest of the findings; absent when there is no source
     */
    public record Behind(
            List<Governor.Source> sources, @Nullable Severity severity) {

        /** Copies the list. */
        public Behind {
            sources = List.copyOf(sources);
        }
    }

    /**
     * The sources of a finding: who says it, without where in it.
     *
     * @param finding the finding
     * @return their names, each once, sorted
     */
    public static Set<String> of(Finding finding) {
        Set<String> names = new TreeSet<>();
        finding.sources().forEach(source -> names.add(source.split(PLACE, 2)[0]));
        return names;
    }

    /**
     * Makes the sources of a finding known. Before anything else is written in a transaction: who waits here for another one
     * that introduces the same source must not keep the head of the ledger from it.
     *
     * @param finding the finding
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void introduce(Finding finding) {
        of(finding)
                .forEach(name -> entities.createNativeQuery(
                                "insert into source (name) values (:name) on conflict do nothing")
                        .setParameter("name", name)
                        .executeUpdate());
    }

    /**
     * Keeps that a finding asks for a remediation. Its sources are known.
     *
     * @param remediationId the remediation
     * @param owner who would be reset, lower case
     * @param finding the finding
     * @return whether a source is among them that did not ask for it before
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean remember(UUID remediationId, String owner, Finding finding) {
        int added = 0;
        for (String name : of(finding)) {
            added += entities.createNativeQuery("""
                            insert into remediation_source (remediation_id, source, owner, severity, hit_at)
                            values (:id, :source, :owner, :severity, :now)
                            on conflict do nothing""")
                    .setParameter("id", remediationId)
                    .setParameter("source", name)
                    .setParameter("owner", owner)
                    .setParameter("severity", finding.severity().name())
                    .setParameter("now", clock.instant())
                    .executeUpdate();
        }
        return added > 0;
    }

    /**
     * Reads what stands behind a remediation, and stops a source that leads to too many at once. For the caller who decides
     * one at a time.
     *
     * @param remediationId the remediation
     * @param fleetSize people in the fleet
     * @return its sources as they are now
     */
    @Transactional(Transactional.TxType.MANDATORY)
    @SuppressWarnings("unchecked")
    public Behind behind(UUID remediationId, int fleetSize) {
        List<Tuple> rows = entities.createNativeQuery("""
                        select s.name, s.mode, s.stopped_reason, s.counted_from, r.severity
                        from remediation_source r join source s on s.name = r.source
                        where r.remediation_id = :id order by s.name""", Tuple.class)
                .setParameter("id", remediationId)
                .getResultList();
        List<Governor.Source> sources = rows.stream()
                .map(row -> new Governor.Source(
                        row.get(0, String.class),
                        mode(row.get(1, String.class)),
                        Optional.ofNullable(row.get(2, String.class))
                                .or(() -> judge(row.get(0, String.class), row.get(3, Instant.class), fleetSize))
                                .orElse(null)))
                .toList();
        return new Behind(
                sources,
                rows.stream()
                        .map(row -> Severity.valueOf(row.get(4, String.class)))
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    private Optional<String> judge(String source, @Nullable Instant countedFrom, int fleetSize) {
        SourceBreaker.Limits limits = Bounds.breaker(settings);
        Instant since = clock.instant().minusSeconds(60L * limits.windowMinutes());
        long people = (Long)
                entities.createNativeQuery("select count(distinct owner) from remediation_source where source = :source"
                                + " and hit_at > :since")
                        .setParameter("source", source)
                        .setParameter("since", countedFrom != null && countedFrom.isAfter(since) ? countedFrom : since)
                        .getSingleResult();
        // What was held or discarded says nothing about what is usual: else a poisoned list would make the next one
        // usual.
        long mostBefore = (Long) entities.createNativeQuery("""
                        select coalesce(max(people), 0) from (
                          select count(distinct s.owner) as people
                          from remediation_source s join remediation r on r.id = s.remediation_id
                          where s.source = :source and s.hit_at <= :since and r.started_at is not null
                          group by floor(extract(epoch from s.hit_at) / :seconds)) as windows""")
                .setParameter("source", source)
                .setParameter("since", since)
                .setParameter("seconds", 60 * limits.windowMinutes())
                .getSingleResult();
        Optional<String> reason = SourceBreaker.judge(source, people, mostBefore, fleetSize, limits);
        reason.ifPresent(why -> stop(source, why));
        return reason;
    }

    private void stop(String source, String why) {
        entities.createNativeQuery("update source set stopped_at = :now, stopped_reason = :why where name = :name")
                .setParameter("now", clock.instant())
                .setParameter("why", why)
                .setParameter("name", source)
                .executeUpdate();
        ledger.record("auth", "source.stopped", source, why, Map.of());
    }

    /**
     * Lets a stopped source go on. What is held because of it stays held; what it wants from now on is counted anew.
     *
     * @param source its name
     * @param reason why it can be trusted again
     * @param person who decides
     * @return the source; empty when it is not known or not stopped
     */
    public Optional<SourceView> reset(String source, String reason, String person) {
        int changed = entities.createNativeQuery("""
                        update source set stopped_at = null, stopped_reason = null, counted_from = :now
                        where name = :name and stopped_at is not null""")
                .setParameter("now", clock.instant())
                .setParameter("name", source)
                .executeUpdate();
        if (changed == 0) {
            return Optional.empty();
        }
        ledger.record(person, "source.reset", source, reason, Map.of());
        return find(source);
    }

    /**
     * Sets how far what a source says goes by itself. It counts for what is decided from now on.
     *
     * @param source its name; it need not have said anything yet
     * @param mode how far; AUTO wants a simulation of the last day
     * @param reason why
     * @param person who decides
     * @return the source
     */
    public SourceView put(String source, ResponseMode mode, String reason, String person) {
        ResponseMode before = find(source).map(SourceView::mode).orElse(ResponseMode.AUTO);
        if (mode == ResponseMode.AUTO && before != ResponseMode.AUTO) {
            simulations.require(source);
        }
        entities.createNativeQuery("""
                        insert into source (name, mode, mode_reason) values (:name, :mode, :reason)
                        on conflict (name) do update set mode = excluded.mode, mode_reason = excluded.mode_reason""")
                .setParameter("name", source)
                .setParameter("mode", mode.name())
                .setParameter("reason", reason)
                .executeUpdate();
        ledger.record(person, "source.mode", source, reason, Map.of("mode", mode.name(), "mode before", before.name()));
        return find(source).orElseThrow();
    }

    /**
     * Lists the sources by name.
     *
     * @param after name behind which to begin; empty for the first
     * @param limit most sources
     * @return the sources
     */
    @SuppressWarnings("unchecked")
    public List<SourceView> list(String after, int limit) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select name, mode, mode_reason, stopped_at, stopped_reason from source where name > :after"
                                + " order by name",
                        Tuple.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList();
        return rows.stream().map(Sources::view).toList();
    }

    @SuppressWarnings("unchecked")
    private Optional<SourceView> find(String source) {
        List<Tuple> rows = entities.createNativeQuery(
                        "select name, mode, mode_reason, stopped_at, stopped_reason from source where name = :name",
                        Tuple.class)
                .setParameter("name", source)
                .getResultList();
        return rows.stream().map(Sources::view).findFirst();
    }

    private static SourceView view(Tuple row) {
        return new SourceView(
                row.get(0, String.class),
                mode(row.get(1, String.class)),
                row.get(2, String.class),
                row.get(3, Instant.class),
                row.get(4, String.class));
    }

    /** breach-watch observes a new feed by itself: whose finding arrives here was let through there. */
    private static ResponseMode mode(@Nullable String stored) {
        return stored == null ? ResponseMode.AUTO : ResponseMode.valueOf(stored);
    }
}

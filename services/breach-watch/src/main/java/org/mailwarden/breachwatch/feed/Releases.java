// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.mailwarden.breachwatch.credential.CurrentCredentials;
import org.mailwarden.breachwatch.credential.FleetAccount;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;

/**
 * Makes findings of the matches of imports that are let go, page by page: each page, and how far the release came with it,
 * is one transaction. So a release of any size needs the memory of one page, and one that breaks off goes on where it
 * stood. Safe for use by many threads and instances.
 */
@ApplicationScoped
public class Releases {

    /** Findings of one page: within a second or two, far below the 60 seconds of a transaction. */
    static final int PAGE = 500;

    /** Facts of a finding from one import: the first some prove the point, and an event stays below 64 KiB. */
    private static final int MOST_FACTS = 50;

    private static final Logger LOG = Logger.getLogger(Releases.class);
    private static final UUID FIRST = new UUID(0, 0);

    private final EntityManager entities;
    private final CurrentCredentials credentials;
    private final Findings findings;

    Releases(EntityManager entities, CurrentCredentials credentials, Findings findings) {
        this.entities = entities;
        this.credentials = credentials;
        this.findings = findings;
    }

    /** Goes on with what was let go and is not at its end: after a crash, and with what was let go over REST. */
    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void goOn() {
        QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery(
                                "select id from RunRow where state = :releasing order by startedAt, id", UUID.class)
                        .setParameter("releasing", RunState.RELEASING)
                        .getResultList())
                .forEach(run -> finish(run, () -> false));
    }

    /**
     * Makes findings of all that an import has left, of one page at least. What fails is tried again by itself, so it is no failure of the
     * caller's.
     *
     * @param runId the import; one that is not let go is left alone
     * @param stop whether to leave the rest to {@link #goOn}
     */
    void finish(UUID runId, BooleanSupplier stop) {
        try {
            boolean more = page(runId);
            while (more && !stop.getAsBoolean()) {
                more = page(runId);
            }
        } catch (RuntimeException e) {
            LOG.warnf("The release of import %s waits: %s", runId, e.getClass().getSimpleName());
        }
    }

    /**
     * Makes findings of the next page of an import, in a transaction of its own.
     *
     * @return whether there may be more
     */
    boolean page(UUID runId) {
        return QuarkusTransaction.requiringNew().call(() -> {
            RunRow run = entities.find(RunRow.class, runId, LockModeType.PESSIMISTIC_WRITE);
            if (run == null || run.state != RunState.RELEASING) {
                return false;
            }
            Map<UUID, List<MatchRow>> page = next(runId, run.releasedTo == null ? FIRST : run.releasedTo);
            for (UUID finding : page.keySet()) {
                run.releasedTo = finding;
            }
            boolean more = page.size() == PAGE;
            if (!more) {
                run.state = RunState.RELEASED;
            }
            // Raising many detaches what was read.
            entities.flush();
            raise(page);
            return more;
        });
    }

    /** The matches of the next findings, what is open and grave first. */
    private Map<UUID, List<MatchRow>> next(UUID runId, UUID after) {
        List<MatchRow> rows = entities.createNativeQuery("""
                        with page as (
                            select distinct finding_id from feed_match
                            where run_id = :run and finding_id > :after order by finding_id limit :findings),
                        placed as (
                            select m.*, row_number() over (partition by finding_id order by closed_because is not null,
                                array_position(array['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'], severity) nulls last,
                                reference) as place
                            from feed_match m where run_id = :run and finding_id in (select finding_id from page))
                        select * from placed where place <= :facts order by finding_id, place""", MatchRow.class)
                .setParameter("run", runId)
                .setParameter("after", after)
                .setParameter("findings", PAGE)
                .setParameter("facts", MOST_FACTS)
                .getResultList();
        return rows.stream()
                .collect(Collectors.groupingBy(row -> row.findingId, LinkedHashMap::new, Collectors.toList()));
    }

    private void raise(Map<UUID, List<MatchRow>> page) {
        // Locked until they are raised: a password that changes meanwhile would leave a finding about the one before
        // open.
        Map<UUID, FleetAccount> accounts = credentials.hold(page.values().stream()
                .map(rows -> rows.getFirst().accountId)
                .collect(Collectors.toCollection(TreeSet::new)));
        List<NewFinding> open = new ArrayList<>();
        Map<NewFinding, String> over = new LinkedHashMap<>();
        for (List<MatchRow> rows : page.values()) {
            FleetAccount account = accounts.get(rows.getFirst().accountId);
            if (account == null) {
                continue;
            }
            Match gravest = rows.getFirst().match().asOf(account.version());
            NewFinding finding = gravest.finding(
                    account,
                    rows.stream().map(row -> row.match().fact()).distinct().toList());
            if (gravest.closedBecause() == null) {
                open.add(finding);
            } else {
                over.put(finding, gravest.closedBecause());
            }
        }
        findings.raiseAll(open);
        over.forEach(findings::raiseClosed);
    }
}

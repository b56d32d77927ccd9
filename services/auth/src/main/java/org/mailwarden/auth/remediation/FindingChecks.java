// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.remediation;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.finding.FindingReader;
import org.mailwarden.auth.finding.FindingReader.Answer;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.Governor.Decision;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.policy.PolicyMatcher;
import org.mailwarden.auth.remediation.RemediationPlanner.Plan;
import org.mailwarden.auth.source.Sources;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.time.Soon;

/** Asks breach-watch for every finding that was heard of, and plans by its answer. */
@ApplicationScoped
public class FindingChecks {

    private static final Logger LOG = Logger.getLogger(FindingChecks.class);
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int BATCH = 40;
    private static final int AT_ONCE = 8;
    private static final Duration GATHER = Duration.ofMillis(20);

    /** What lies further ahead was written by a clock that was wrong. */
    private static final Duration FURTHEST = Duration.ofHours(1);

    private final EntityManager entities;
    private final FindingReader findings;
    private final Accounts accounts;
    private final Policies policies;
    private final Remediations remediations;
    private final ClosedFindings closed;
    private final Standings standings;
    private final Sources sources;
    private final Ledger ledger;
    private final Clock clock;
    private final Soon soon = new Soon(this::checkAll, GATHER);

    FindingChecks(
            EntityManager entities,
            FindingReader findings,
            Accounts accounts,
            Policies policies,
            Remediations remediations,
            ClosedFindings closed,
            Standings standings,
            Sources sources,
            Ledger ledger,
            Clock clock) {
        this.entities = entities;
        this.findings = findings;
        this.accounts = accounts;
        this.policies = policies;
        this.remediations = remediations;
        this.closed = closed;
        this.standings = standings;
        this.sources = sources;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A finding whose turn it is. */
    record Due(UUID finding, UUID account, int attempts, Instant since) {}

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) FindingEvents.Heard heard) {
        soon.ask();
    }

    void end(@Observes ShutdownEvent ending) {
        soon.close();
    }

    /** Checks what is due. */
    @Scheduled(
            every = "${mailwarden.auth.saga-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void check() {
        soon.ask();
    }

    private void checkAll() {
        List<Due> leased = QuarkusTransaction.requiringNew().call(this::lease);
        while (!leased.isEmpty() && !soon.isClosed()) {
            check(leased);
            leased = QuarkusTransaction.requiringNew().call(this::lease);
        }
    }

    /** Each check waits for others most of the time, so some run at once; those of one account stay behind each other. */
    private void check(List<Due> leased) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            inTurn(leased).forEach(account -> threads.execute(() -> account.forEach(this::check)));
        }
    }

    /** The findings of each account, in the order in which they came. */
    static Collection<List<Due>> inTurn(List<Due> leased) {
        return leased.stream()
                .sorted(Comparator.comparing(Due::since))
                .collect(Collectors.groupingBy(Due::account, LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private void check(Due due) {
        try {
            Answer answer = findings.read(due.finding());
            Optional<Decision.Hold> excluded =
                    answer instanceof Answer.Told(Finding finding) ? excluded(finding) : Optional.empty();
            QuarkusTransaction.requiringNew().run(() -> settle(due, answer, excluded));
        } catch (RuntimeException cause) {
            // It keeps no other from its turn, and has its own again when the lease is over.
            LOG.warnf(cause, "Finding %s is looked at again", due.finding());
        }
    }

    /** What cannot be asked now is asked by the governor, right before anything happens. */
    private Optional<Decision.Hold> excluded(Finding finding) {
        String owner = finding.owner();
        boolean acts = PolicyMatcher.match(finding.kind(), finding.severity(), policies.all())
                .filter(policy -> policy.mode() != ResponseMode.OBSERVE)
                .isPresent();
        return acts && owner != null && standings.subjectOf(owner) instanceof Outcome.Done<Subject>(Subject subject)
                ? Governor.exclusion(subject, Identities.POLICY, null)
                : Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private List<Due> lease() {
        List<Tuple> rows = entities.createNativeQuery("""
                        update finding_check set lease_until = :until, attempts = attempts + 1
                        where finding_id in (
                          select finding_id from finding_check
                          where outcome is null and (next_at <= :now or next_at > :furthest)
                            and (lease_until is null or lease_until < :now or lease_until > :furthest)
                          order by next_at limit :batch for update skip locked)
                        returning finding_id, account_id, attempts, next_at""", Tuple.class)
                .setParameter("until", clock.instant().plus(LEASE))
                .setParameter("now", clock.instant())
                .setParameter("furthest", clock.instant().plus(FURTHEST).plus(LEASE))
                .setParameter("batch", BATCH)
                .getResultList();
        return rows.stream()
                .map(row -> new Due(
                        row.get(0, UUID.class),
                        row.get(1, UUID.class),
                        row.get(2, Integer.class),
                        row.get(3, Instant.class)))
                .toList();
    }

    private void settle(Due due, Answer answer, Optional<Decision.Hold> excluded) {
        if (!isStillDue(due)) {
            return;
        }
        switch (answer) {
            case Answer.Told(Finding finding) ->
                plan(finding, excluded).ifPresentOrElse(outcome -> done(due, outcome), () -> later(due));
            case Answer.Unknown() -> {
                ledger.record(
                        "auth",
                        "finding.refused",
                        due.finding().toString(),
                        "breach-watch has no such finding: the event was forged or is older than its database.",
                        Map.of());
                done(due, "UNKNOWN");
            }
            case Answer.Unavailable(String why) -> {
                LOG.infof("Finding %s is asked for again: %s", due.finding(), why);
                later(due);
            }
        }
    }

    /**
     * Whether nothing was heard of it since it was read, and nobody else has its turn now. Its row is locked before the head of
     * the ledger, as who hears of it does.
     */
    private boolean isStillDue(Due due) {
        return !entities.createNativeQuery("""
                        select 1 from finding_check
                        where finding_id = :id and next_at = :since and outcome is null and lease_until > :now
                        for update""")
                .setParameter("id", due.finding())
                .setParameter("since", due.since())
                .setParameter("now", clock.instant())
                .getResultList()
                .isEmpty();
    }

    private void later(Due due) {
        Duration pause = Duration.ofSeconds(Math.min(60, 1L << Math.min(due.attempts(), 6)));
        entities.createNativeQuery(
                        "update finding_check set lease_until = null, next_at = :next where finding_id = :id")
                .setParameter("next", clock.instant().plus(pause))
                .setParameter("id", due.finding())
                .executeUpdate();
    }

    /** What it came to; empty when it has to be looked at again. */
    private Optional<String> plan(Finding finding, Optional<Decision.Hold> excluded) {
        if (finding.state() == FindingState.CLOSED && finding.credentialVersion() != null) {
            remediations.complete(
                    finding.accountId(), finding.credentialVersion() + 1, "The finding was closed by breach-watch.");
        }
        if (finding.state() == FindingState.CLOSED) {
            closed.end(finding);
            ledger.record("auth", "finding.passed", finding.findingId().toString(), "The finding is closed.", Map.of());
            return Optional.of(ClosedFindings.OUTCOME);
        }
        Plan plan = RemediationPlanner.plan(
                finding,
                accounts.find(finding.accountId()).map(KnownAccount::credentialVersion),
                policies.all(),
                Identities.REMEDIATION,
                clock.instant());
        return switch (plan) {
            case Plan.Nothing(String why) -> {
                ledger.record("auth", "finding.passed", finding.findingId().toString(), why, Map.of());
                yield Optional.of("NOTHING");
            }
            case Plan.Due due -> {
                sources.introduce(finding);
                Remediations.Added added = remediations.addOrFind(due.remediation(), Identities.POLICY);
                if (isBeingDecided(added.row())) {
                    yield Optional.empty();
                }
                plan(added, due, finding, excluded);
                yield Optional.of("PLANNED");
            }
        };
    }

    private void plan(Remediations.Added added, Plan.Due due, Finding finding, Optional<Decision.Hold> excluded) {
        RemediationRow row = added.row();
        boolean confirmed = sources.remember(row.id, row.owner, finding);
        boolean toBeDecided = added.fresh()
                || beginsAnew(row, due.remediation(), finding, confirmed)
                || joins(row, due.remediation(), finding, confirmed);
        if (!toBeDecided) {
            ledger.record(
                    "auth",
                    "finding.passed",
                    finding.findingId().toString(),
                    "Nothing more follows from it: reset " + row.id + " of the same credential is " + row.state + "."
                            + (RemediationPlanner.isEndedWithoutReset(remediations.snapshot(row))
                                    ? " Ask for it by hand if it is right."
                                    : ""),
                    Map.of("remediation", row.id.toString()));
        } else if (due.policy().mode() != ResponseMode.OBSERVE) {
            excluded.ifPresentOrElse(hold -> remediations.hold(row, hold, "auth"), () -> remediations.due(row));
        }
    }

    /** The governor was asked about the snapshot as it was: what is changed now, it would not see. */
    private boolean isBeingDecided(RemediationRow row) {
        Instant lease = row.leaseUntil;
        return Identities.FIRST_STEP.equals(row.step) && lease != null && lease.isAfter(clock.instant());
    }

    private boolean beginsAnew(RemediationRow row, Remediation planned, Finding finding, boolean confirmed) {
        Optional<Remediation> anew =
                RemediationPlanner.again(finding, remediations.snapshot(row), planned, confirmed, clock.instant());
        anew.ifPresent(begun -> remediations.begin(row, begun, Identities.POLICY));
        return anew.isPresent();
    }

    private boolean joins(RemediationRow row, Remediation planned, Finding finding, boolean confirmed) {
        Remediation before = remediations.snapshot(row);
        Optional<Remediation> lifted = Optional.of(before)
                .filter(known -> row.holdCode == null || row.holdCode.isForABatch())
                .flatMap(known -> RemediationPlanner.lifted(known, under(row, known), planned, clock.instant()));
        lifted.ifPresentOrElse(
                under -> remediations.lift(row, under), () -> remediations.also(row, finding.findingId()));
        return lifted.isPresent() || confirmed && isHeldForItsSources(row);
    }

    /** What a person asked for waits because of that, whatever its policy would do by itself. */
    private Policy under(RemediationRow row, Remediation known) {
        Policy policy = policies.orDefault(known.policy());
        return row.requester.equals(Identities.POLICY) ? policy : policy.in(known.mode());
    }

    /** Another source that says the same may be one that is trusted. */
    private static boolean isHeldForItsSources(RemediationRow row) {
        return row.step == null
                && row.approver == null
                && (row.holdCode == HoldCode.SOURCE_STOPPED
                        || row.holdCode == HoldCode.WAITS_FOR_APPROVAL && row.requester.equals(Identities.POLICY)
                        || row.state.equals(RemediationState.PLANNED.name()));
    }

    private void done(Due due, String outcome) {
        entities.createNativeQuery(
                        "update finding_check set lease_until = null, outcome = :outcome where finding_id = :id")
                .setParameter("outcome", outcome)
                .setParameter("id", due.finding())
                .executeUpdate();
    }
}

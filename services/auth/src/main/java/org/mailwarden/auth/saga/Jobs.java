// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.batch.HeldBatches;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.proof.MailReading;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Snapshots;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;

/** The job table: leases, intents, and what a step came to. */
@ApplicationScoped
class Jobs {

    private static final Logger LOG = Logger.getLogger(Jobs.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration PROOF_PAUSE = Duration.ofSeconds(15);

    /** What lies further ahead and waits for no hour of the day was written by a clock that was wrong. */
    private static final Duration FURTHEST = Duration.ofHours(1);

    private final EntityManager entities;
    private final Remediations remediations;
    private final HeldBatches batches;
    private final Ledger ledger;
    private final Deadlines deadlines;
    private final LocalSteps local;
    private final SagaConfig config;
    private final Clock clock;
    private final Event<Remediations.Due> due;

    Jobs(
            EntityManager entities,
            Remediations remediations,
            HeldBatches batches,
            Ledger ledger,
            Deadlines deadlines,
            LocalSteps local,
            SagaConfig config,
            Clock clock,
            Event<Remediations.Due> due) {
        this.entities = entities;
        this.remediations = remediations;
        this.batches = batches;
        this.ledger = ledger;
        this.deadlines = deadlines;
        this.local = local;
        this.config = config;
        this.clock = clock;
        this.due = due;
    }

    @SuppressWarnings("unchecked")
    List<UUID> lease(int most) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery("""
                        update remediation set lease_until = :until
                        where id in (
                          select id from remediation
                          where step is not null
                            and (next_at <= :now or (next_at > :furthest and hold_until is null))
                            and (lease_until is null or lease_until < :now or lease_until > :furthest)
                          order by next_at limit :most for update skip locked)
                        returning id""")
                        .setParameter("until", clock.instant().plus(config.lease()))
                        .setParameter("now", clock.instant())
                        .setParameter("furthest", clock.instant().plus(FURTHEST).plus(config.lease()))
                        .setParameter("most", most)
                        .getResultList());
    }

    /** Who waits for the fetcher to stand aside goes on as soon as it says so. */
    void wake(@Observes AccountChanged account) {
        int waiting = entities.createNativeQuery("""
                        update remediation set next_at = :now
                        where account_id = :account and step = :step and lease_until is null""")
                .setParameter("now", clock.instant())
                .setParameter("account", account.accountId())
                .setParameter("step", Step.SUSPEND.name())
                .executeUpdate();
        if (waiting > 0) {
            due.fire(new Remediations.Due());
        }
    }

    /** Writes the intent of the step that is due, and holds the lease for it; empty when there is nobody to ask now. */
    Optional<Job> intend(UUID id) {
        return locked(id, row -> row.step == null ? Optional.empty() : toAsk(row));
    }

    /** Nothing here reads what it changed of the row, which would otherwise be written before each other statement. */
    private Optional<Job> locked(UUID id, Function<RemediationRow, Optional<Job>> work) {
        return QuarkusTransaction.requiringNew().call(() -> {
            entities.setFlushMode(FlushModeType.COMMIT);
            return remediations.locked(id).flatMap(work);
        });
    }

    /** Goes from step to step of a locked row up to one that may ask somebody outside: a transaction costs more than a step. */
    private Optional<Job> toAsk(RemediationRow row) {
        Job job = intended(row);
        for (Optional<Progress> known = known(job); known.isPresent(); known = known(job)) {
            if (!settled(row, job.step(), known.get())) {
                return Optional.empty();
            }
            job = intended(row);
        }
        return Optional.of(job);
    }

    /** What a step comes to when it asks nobody outside. */
    Optional<Progress> known(Job job) {
        return local.progress(job);
    }

    /** Writes the intent of a locked row's step. */
    Job intended(RemediationRow row) {
        row.leaseUntil = clock.instant().plus(config.lease());
        entities.createNativeQuery("""
                        insert into step_intent (remediation_id, step, intended_at)
                        values (:id, :step, :now)
                        on conflict (remediation_id, step) do update set attempts = step_intent.attempts + 1""")
                .setParameter("id", row.id)
                .setParameter("step", row.step)
                .setParameter("now", clock.instant())
                .executeUpdate();
        return job(row);
    }

    private Job job(RemediationRow row) {
        return new Job(
                remediations.snapshot(row),
                Step.valueOf(String.valueOf(row.step)),
                row.attempts,
                row.requester,
                row.approver,
                row.startedAt,
                row.appliedAt,
                row.sessionId,
                row.enabledBefore == null ? null : new Job.Before(row.enabledBefore, row.actionsBefore()),
                row.cancelledBy == null ? null : "by " + row.cancelledBy + ": " + row.cancelledReason + ".",
                row.retired());
    }

    /** Keeps what a step came to. */
    Optional<Job> settle(UUID id, Step step, Progress progress) {
        return settle(id, step, row -> progress);
    }

    /**
     * Keeps what a step came to, and writes the intent of the next in the same transaction.
     *
     * @param decided decides in the transaction what it came to, given the locked row
     * @return the next step that asks somebody outside, when it may run at once
     */
    Optional<Job> settle(UUID id, Step step, Function<RemediationRow, Progress> decided) {
        return locked(id, row -> {
            // Otherwise somebody else took the job over or ended it meanwhile.
            boolean isOurs = step.name().equals(row.step);
            return isOurs && settled(row, step, decided.apply(row)) ? toAsk(row) : Optional.empty();
        });
    }

    private boolean settled(RemediationRow row, Step step, Progress progress) {
        return switch (progress) {
            case Progress.Done done -> next(row, step, done);
            case Progress.Later(String why) -> later(row, step, why);
            case Progress.Failed(String why) -> end(row, RemediationState.FAILED, why);
            case Progress.Held(Governor.Decision.Hold hold) -> hold(row, hold);
            case Progress.Undone(String why) -> end(row, RemediationState.REJECTED, why);
            case Progress.Over() -> {
                stop(row);
                yield false;
            }
        };
    }

    private boolean next(RemediationRow row, Step step, Progress.Done done) {
        entities.createNativeQuery(
                        "update step_intent set done_at = :now, detail = :detail where remediation_id = :id and step = :step")
                .setParameter("now", clock.instant())
                .setParameter("detail", done.detail())
                .setParameter("id", row.id)
                .setParameter("step", step.name())
                .executeUpdate();
        if (!done.evidence().isEmpty()) {
            remediations.keep(row, before -> Snapshots.seen(before, done.evidence(), clock.instant()));
        }
        ledger.record("auth", "step.done", row.id.toString(), done.detail(), Map.of("step", step.name()));
        RemediationAction action = RemediationAction.valueOf(row.action);
        if (step == Step.APPLY) {
            row.appliedAt = clock.instant();
            row.reminders = 0;
            row.remindAt = deadlines.first(row, action);
            remediations.enter(row, RemediationState.APPLIED, leftOpen(row), "auth");
        }
        row.step = Sequence.after(action, row.sessionId != null, step).name();
        row.attempts = 0;
        row.nextAt = clock.instant();
        return true;
    }

    /** What a person has to see to: no proof will. */
    private @Nullable String leftOpen(RemediationRow row) {
        String said = remediations.snapshot(row).evidence().stream()
                .filter(entry -> (entry.check().equals("recovery-link") || MailReading.isCheck(entry.check()))
                        && entry.outcome() != EvidenceOutcome.HOLDS)
                .map(Evidence::detail)
                .collect(Collectors.joining(". "));
        return said.isEmpty() ? null : said;
    }

    private boolean later(RemediationRow row, Step step, String why) {
        long seconds = switch (step) {
            case SUSPEND -> 1;
            // What is waited for comes by itself, or takes a person's time.
            case PROVE -> PROOF_PAUSE.toSeconds();
            default -> Math.min(LONGEST_PAUSE.toSeconds(), 1L << Math.min(row.attempts, 6));
        };
        LOG.debugf("Remediation %s waits at %s: %s", row.id, step, why);
        row.attempts++;
        row.nextAt = clock.instant().plusSeconds(seconds);
        row.leaseUntil = null;
        return false;
    }

    private boolean end(RemediationRow row, RemediationState state, String why) {
        stop(row);
        remediations.enter(row, state, why, "auth");
        return false;
    }

    private boolean hold(RemediationRow row, Governor.Decision.Hold hold) {
        stop(row);
        batches.hold(row, hold);
        if (hold.until() != null) {
            row.step = Step.GOVERN.name();
            row.nextAt = hold.until();
        }
        return false;
    }

    private static void stop(RemediationRow row) {
        row.step = null;
        row.nextAt = null;
        row.leaseUntil = null;
    }
}

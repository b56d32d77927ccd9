// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.mailwarden.auth.batch.HeldBatches;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;

/**
 * The job table with workers that die, or to whom something happens, where a test says so. A worker keeps nothing between
 * two steps but what is in the table, so that a process that is killed in a step can leave it in three ways only: in the
 * transaction that settles the step before and writes its intent, between the intent and the effect, and between the effect and
 * what settles it. Without a test nothing happens.
 */
@Alternative
@Priority(1)
@Singleton
class MortalJobs extends Jobs {

    private final Remediations remediations;
    private final Map<UUID, Fate> fates = new ConcurrentHashMap<>();
    private final Set<UUID> under = ConcurrentHashMap.newKeySet();
    private final Queue<UUID> dead = new ConcurrentLinkedQueue<>();

    MortalJobs(
            EntityManager entities,
            Remediations remediations,
            HeldBatches batches,
            Ledger ledger,
            Deadlines deadlines,
            LocalSteps local,
            SagaConfig config,
            Clock clock,
            Event<Remediations.Due> due) {
        super(entities, remediations, batches, ledger, deadlines, local, config, clock, due);
        this.remediations = remediations;
    }

    /** When in a step. */
    enum Moment {
        BEFORE_THE_INTENT,
        AFTER_THE_INTENT,
        AFTER_THE_EFFECT
    }

    /** What happens to the worker of one account, once. */
    record Fate(Step step, Moment moment, Runnable happening) {

        /** The worker dies. */
        static Fate death(Step step, Moment moment) {
            return new Fate(step, moment, () -> {
                throw new Died();
            });
        }
    }

    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    void meet(UUID account, Fate fate) {
        fates.put(account, fate);
    }

    /** Whether what was to happen to the account's worker has happened. */
    boolean met(UUID account) {
        return !fates.containsKey(account) && !under.contains(account);
    }

    /** The account of a worker that died since it was asked last; absent when none did. */
    Optional<UUID> buried() {
        return Optional.ofNullable(dead.poll());
    }

    @Override
    Optional<Job> intend(UUID id) {
        return written(super.intend(id));
    }

    @Override
    Job intended(RemediationRow row) {
        happen(row.accountId, Step.valueOf(String.valueOf(row.step)), Moment.BEFORE_THE_INTENT);
        return super.intended(row);
    }

    /** A step that asks nobody outside has its effect in the transaction that settles it. */
    @Override
    Optional<Progress> known(Job job) {
        Optional<Progress> known = super.known(job);
        known.ifPresent(progress -> {
            happen(job.remediation().accountId(), job.step(), Moment.AFTER_THE_INTENT);
            if (!(progress instanceof Progress.Later)) {
                happen(job.remediation().accountId(), job.step(), Moment.AFTER_THE_EFFECT);
            }
        });
        return known;
    }

    @Override
    Optional<Job> settle(UUID id, Step step, Progress progress) {
        if (!fates.isEmpty() && !(progress instanceof Progress.Later)) {
            happen(remediations.find(id).orElseThrow().accountId, step, Moment.AFTER_THE_EFFECT);
        }
        return super.settle(id, step, progress);
    }

    /** Asking the governor has its effect in the transaction that settles it. */
    @Override
    Optional<Job> settle(UUID id, Step step, Function<RemediationRow, Progress> decided) {
        return written(super.settle(id, step, row -> {
            Progress progress = decided.apply(row);
            happen(row.accountId, step, Moment.AFTER_THE_EFFECT);
            return progress;
        }));
    }

    private Optional<Job> written(Optional<Job> next) {
        next.ifPresent(job -> happen(job.remediation().accountId(), job.step(), Moment.AFTER_THE_INTENT));
        return next;
    }

    private void happen(UUID account, Step step, Moment moment) {
        Fate fate = fates.get(account);
        if (fate == null || fate.step() != step || fate.moment() != moment || !under.add(account)) {
            return;
        }
        fates.remove(account);
        try {
            fate.happening().run();
        } catch (Died died) {
            dead.add(account);
            throw died;
        } finally {
            under.remove(account);
        }
    }
}

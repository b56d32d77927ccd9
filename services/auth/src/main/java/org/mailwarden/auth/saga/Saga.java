// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.kit.time.Soon;

/**
 * Runs the sequence. A step's intent is a row before the step runs and its outcome a row after: whoever finds a lease
 * expired goes on at the same step, which may be repeated.
 */
@ApplicationScoped
public class Saga {

    private static final Logger LOG = Logger.getLogger(Saga.class);
    private static final int AT_ONCE = 8;

    private final Jobs jobs;
    private final Gate gate;
    private final Steps steps;
    private final AppPasswordStep appPasswords;
    private final MailSteps mail;
    private final Proving proving;
    private final RollBack rollBack;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Soon soon = new Soon(this::runAll, Duration.ZERO);

    Saga(
            Jobs jobs,
            Gate gate,
            Steps steps,
            AppPasswordStep appPasswords,
            MailSteps mail,
            Proving proving,
            RollBack rollBack) {
        this.jobs = jobs;
        this.gate = gate;
        this.steps = steps;
        this.appPasswords = appPasswords;
        this.mail = mail;
        this.proving = proving;
        this.rollBack = rollBack;
    }

    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) Remediations.Due due) {
        soon.ask();
    }

    void end(@Observes ShutdownEvent ending) {
        soon.close();
    }

    /** Runs what is due. */
    @Scheduled(
            every = "${mailwarden.auth.saga-every:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void run() {
        soon.ask();
    }

    /** Begins what is due while there are places: one that takes long keeps only its own. */
    private void runAll() {
        int free = places.drainPermits();
        List<UUID> leased = List.of();
        try {
            leased = free == 0 ? List.of() : jobs.lease(free);
        } finally {
            places.release(free - leased.size());
        }
        leased.forEach(id -> Thread.startVirtualThread(() -> runOne(id)));
    }

    private void runOne(UUID id) {
        try {
            advance(id);
        } catch (RuntimeException | Error cause) {
            // The lease runs out and the step is tried again.
            LOG.warn("A step of a remediation failed and is tried again", cause);
        } finally {
            places.release();
            soon.ask();
        }
    }

    /** Goes from step to step until one has to wait. */
    private void advance(UUID id) {
        Optional<Job> due = jobs.intend(id);
        while (due.isPresent()) {
            Job job = due.get();
            due = switch (job.step()) {
                case GOVERN -> govern(id, job);
                case PROVE -> jobs.settle(id, Step.PROVE, proving.look(job));
                default -> jobs.settle(id, job.step(), perform(job));
            };
        }
    }

    private Optional<Job> govern(UUID id, Job job) {
        Outcome<Gate.Scene> scene = gate.scene(job.remediation().owner());
        if (scene instanceof Outcome.Done<Gate.Scene>(Gate.Scene known)) {
            return jobs.settle(id, Step.GOVERN, row -> gate.start(row, job, known));
        }
        Progress otherwise = Progress.otherwise(scene, "Nothing was done");
        return jobs.settle(
                id,
                Step.GOVERN,
                otherwise instanceof Progress.Failed(String why)
                        ? new Progress.Held(new Governor.Decision.Hold(HoldCode.NOT_IN_FLEET, why, null))
                        : otherwise);
    }

    private Progress perform(Job job) {
        return switch (job.step()) {
            case LOGOUT -> gate.excludedNow(job).orElseGet(() -> steps.logout(job));
            case REVOKE_GRANTS -> steps.revokeGrants(job);
            case DELETE_PASSWORD -> gate.excludedNow(job).orElseGet(() -> steps.deletePassword(job));
            case LOGOUT_AGAIN -> steps.logoutAgain(job);
            case REVOKE_APP_PASSWORDS -> appPasswords.revoke(job);
            case CLOSE_MAIL -> mail.close(job);
            case END_SESSION -> gate.excludedNow(job).orElseGet(() -> steps.endSession(job));
            case DISABLE -> gate.excludedNow(job).orElseGet(() -> steps.enabled(job, false));
            case ENABLE -> gate.excludedNow(job).orElseGet(() -> steps.enabled(job, true));
            case NOTIFY -> gate.excludedNow(job).orElseGet(() -> steps.notice(job));
            case REQUIRE_ACTIONS -> steps.requireActions(job);
            case RECOVERY_LINK -> steps.recoveryLink(job);
            case APPLY -> steps.applied(job);
            case ROLL_BACK -> rollBack.undo(job);
            case GOVERN, SUSPEND, PROVE -> throw new IllegalStateException(job.step() + " is not performed here");
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.Governor.Question;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Snapshots;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;

/**
 * Asks the governor right before the first step, with what Keycloak and the database say at that moment. What was started
 * is counted in the database, so that a restart forgets nothing.
 */
@ApplicationScoped
class Gate {

    private static final long BUDGET_LOCK = 0x6275646765744cL;

    private final KeycloakGateway keycloak;
    private final EntityManager entities;
    private final Policies policies;
    private final Accounts accounts;
    private final Remediations remediations;
    private final Clock clock;

    Gate(
            KeycloakGateway keycloak,
            EntityManager entities,
            Policies policies,
            Accounts accounts,
            Remediations remediations,
            Clock clock) {
        this.keycloak = keycloak;
        this.entities = entities;
        this.policies = policies;
        this.accounts = accounts;
        this.remediations = remediations;
        this.clock = clock;
    }

    /** What Keycloak says about a subject. */
    record Standing(FleetUser user, boolean lastEnabledAdmin, int fleetSize) {

        Subject subject() {
            return new Subject(user.username().toLowerCase(Locale.ROOT), user.protectedUser(), lastEnabledAdmin);
        }
    }

    Outcome<Standing> standing(String owner) {
        return keycloak.findByUsername(owner)
                .then(user -> keycloak.isLastEnabledAdmin(user.id())
                        .then(last -> keycloak.fleetSize().map(size -> new Standing(user, last, size))));
    }

    /**
     * The check at execution: once more right before something is taken away from the user.
     *
     * @param job the job
     * @return why it must stop; empty when nothing speaks against it
     */
    Optional<Progress> excludedNow(Job job) {
        Outcome<Standing> read = keycloak.read(job.userId())
                .then(user -> keycloak.isLastEnabledAdmin(user.id()).map(last -> new Standing(user, last, 0)));
        if (!(read instanceof Outcome.Done<Standing>(Standing standing))) {
            return Optional.of(Progress.otherwise(read, "The user could not be read"));
        }
        return Governor.exclusion(standing.subject(), job.requester()).map(Progress.Failed::new);
    }

    /** Decides and, when it may run, starts: one transaction, one at a time, so that two cannot share the last place. */
    @Transactional(Transactional.TxType.MANDATORY)
    Progress start(RemediationRow row, Job job, Standing standing) {
        Remediation remediation = job.remediation();
        boolean superseded = remediation.action() == RemediationAction.FORCE_RESET
                && accounts.find(remediation.accountId())
                        .map(KnownAccount::credentialVersion)
                        .filter(current -> current > remediation.credentialVersion())
                        .isPresent();
        if (superseded) {
            return new Progress.Held(
                    "The credential was replaced since: there is nothing to reset any more. Cancel this.");
        }
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(:lock) as text)")
                .setParameter("lock", BUDGET_LOCK)
                .getSingleResult();
        Policy policy = policies.find(remediation.policy())
                .or(() -> policies.find(Policies.DEFAULT))
                .orElseThrow();
        long started = ((Number) entities.createNativeQuery(
                                "select count(*) from remediation where started_at > :since")
                        .setParameter(
                                "since", clock.instant().minus(policy.budget().window()))
                        .getSingleResult())
                .longValue();
        Governor.Decision decision = Governor.decide(new Question(
                remediation.mode(),
                standing.subject(),
                job.requester(),
                job.approver(),
                started,
                standing.fleetSize(),
                policy.budget()));
        return switch (decision) {
            case Governor.Decision.Hold(String reason) -> new Progress.Held(reason);
            case Governor.Decision.OnlyPlan() -> new Progress.Over();
            case Governor.Decision.Go() -> {
                row.startedAt = clock.instant();
                row.enabledBefore = standing.user().enabled();
                row.actionsBefore = String.join(" ", standing.user().requiredActions());
                row.retiredPasswords = standing.user().passwords().stream()
                        .map(FleetUser.PasswordCredential::id)
                        .collect(Collectors.joining(" "));
                remediations.keep(
                        row, before -> Snapshots.ofUser(before, standing.user().id(), clock.instant()));
                remediations.enter(row, RemediationState.STARTED, null, "auth");
                yield Progress.done("The governor let it run");
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.governor.Bounds;
import org.mailwarden.auth.governor.Governor;
import org.mailwarden.auth.governor.Governor.Allowance;
import org.mailwarden.auth.governor.Governor.Question;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Snapshots;
import org.mailwarden.auth.remediation.Standings;
import org.mailwarden.auth.remediation.Standings.Standing;
import org.mailwarden.auth.source.Sources;
import org.mailwarden.contracts.credential.CredentialSealed;
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
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Standings standings;
    private final EntityManager entities;
    private final Policies policies;
    private final Accounts accounts;
    private final Remediations remediations;
    private final Sources sources;
    private final GovernorSettings settings;
    private final Clock clock;

    Gate(
            Standings standings,
            EntityManager entities,
            Policies policies,
            Accounts accounts,
            Remediations remediations,
            Sources sources,
            GovernorSettings settings,
            Clock clock) {
        this.standings = standings;
        this.entities = entities;
        this.policies = policies;
        this.accounts = accounts;
        this.remediations = remediations;
        this.sources = sources;
        this.settings = settings;
        this.clock = clock;
    }

    /** What Keycloak says right before the first step. */
    record Scene(Standing standing, int fleetSize) {}

    Outcome<Scene> scene(String owner) {
        return standings.ofOwner(owner).then(standing -> standings.fleetSize().map(size -> new Scene(standing, size)));
    }

    /**
     * The check at execution: once more right before something is taken away from the user.
     *
     * @param job the job
     * @return why it must stop; empty when nothing speaks against it
     */
    Optional<Progress> excludedNow(Job job) {
        Outcome<Standing> read = standings.ofUser(job.userId());
        if (!(read instanceof Outcome.Done<Standing>(Standing standing))) {
            return Optional.of(Progress.otherwise(read, "The user could not be read"));
        }
        return Governor.exclusion(standing.subject(), job.requester(), job.approver())
                .map(hold -> new Progress.Failed(hold.reason()));
    }

    /** Decides and, when it may run, starts: one transaction, one at a time, so that two cannot share the last place. */
    @Transactional(Transactional.TxType.MANDATORY)
    Progress start(RemediationRow row, Job job, Scene scene) {
        Remediation remediation = job.remediation();
        FleetUser user = scene.standing().user();
        if (remediation.action() == RemediationAction.FORCE_RESET && user.federated()) {
            return new Progress.Held(new Governor.Decision.Hold(
                    HoldCode.NOT_LOCAL,
                    "The password of " + row.owner
                            + " belongs to another directory, which Keycloak only asks: it cannot be"
                            + " retired here. Reset it there, and ask for REVOKE_SESSIONS to end what is open.",
                    null));
        }
        if (remediation.action() == RemediationAction.FORCE_RESET && superseded(remediation, user)) {
            return new Progress.Held(new Governor.Decision.Hold(
                    HoldCode.SUPERSEDED,
                    "The credential was replaced since: there is nothing to reset any more. Cancel this. If it was not"
                            + " the person who set the new one, ask for DISABLE_USER.",
                    null));
        }
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(:lock) as text)")
                .setParameter("lock", BUDGET_LOCK)
                .getSingleResult();
        return switch (Governor.decide(question(row, job, scene))) {
            case Governor.Decision.Hold hold -> new Progress.Held(hold);
            case Governor.Decision.OnlyPlan() -> new Progress.Over();
            case Governor.Decision.Go()
            when isUnderWay(row) ->
                new Progress.Held(new Governor.Decision.Hold(
                        HoldCode.RESET_UNDER_WAY,
                        "Another reset of " + row.owner + " is under way. This one is decided again in a minute.",
                        clock.instant().plus(PAUSE)));
            case Governor.Decision.Go() -> {
                row.startedAt = clock.instant();
                row.enabledBefore = user.enabled();
                row.actionsBefore = String.join(" ", user.requiredActions());
                row.retiredPasswords = user.passwords().stream()
                        .map(FleetUser.PasswordCredential::id)
                        .collect(Collectors.joining(" "));
                remediations.keep(row, before -> Snapshots.ofUser(before, user.id(), clock.instant()));
                remediations.enter(row, RemediationState.STARTED, null, "auth");
                yield Progress.done("The governor let it run");
            }
        };
    }

    /** Whether what is to be retired is gone: somebody with several accounts has one password at Keycloak. */
    private boolean superseded(Remediation remediation, FleetUser user) {
        boolean atTheFetcher = accounts.find(remediation.accountId())
                .map(KnownAccount::credentialVersion)
                .filter(current -> current > remediation.credentialVersion())
                .isPresent();
        Instant known = remediation.credentialVersion() >= CredentialSealed.FIRST_OF_KEYCLOAK
                ? Instant.ofEpochMilli(remediation.credentialVersion())
                : remediation.plannedAt();
        boolean atKeycloak = !user.passwords().isEmpty()
                && user.passwords().stream()
                        .allMatch(password -> password.createdAt().isAfter(known));
        return atTheFetcher || atKeycloak;
    }

    private boolean isUnderWay(RemediationRow row) {
        boolean reset = row.action.equals(RemediationAction.FORCE_RESET.name());
        return reset
                && !entities.createNativeQuery("select 1 from remediation where owner = :owner and id <> :id"
                                + " and action = :action and state = :state")
                        .setParameter("owner", row.owner)
                        .setParameter("id", row.id)
                        .setParameter("action", row.action)
                        .setParameter("state", RemediationState.STARTED.name())
                        .getResultList()
                        .isEmpty();
    }

    private Question question(RemediationRow row, Job job, Scene scene) {
        Policy policy = policies.orDefault(job.remediation().policy());
        // What people approved neither waits for a budget nor for what is known of the sources.
        boolean byItself = job.approver() == null;
        Sources.Behind behind =
                byItself ? sources.behind(row.id, scene.fleetSize()) : new Sources.Behind(List.of(), null);
        return new Question(
                job.remediation().mode(),
                scene.standing().subject(),
                job.requester(),
                job.approver(),
                behind.sources(),
                byItself ? allowances(policy) : List.of(),
                scene.fleetSize(),
                policy.quietHours(),
                behind.severity(),
                clock.instant());
    }

    private List<Allowance> allowances(Policy policy) {
        Budget total = Bounds.total(settings);
        return List.of(
                new Allowance(
                        HoldCode.BUDGET,
                        "policy " + policy.name(),
                        policy.budget(),
                        started(policy.budget(), policy.name())),
                new Allowance(HoldCode.TOTAL_BUDGET, "all policies together", total, started(total, null)));
    }

    /** What people approved is not counted: it did not start by itself, and must not keep what is urgent waiting. */
    private long started(Budget budget, @Nullable String policy) {
        return (Long) entities.createNativeQuery(
                        "select count(*) from remediation where started_at > :since and approver is null"
                                + " and (cast(:policy as text) is null or policy = :policy)")
                .setParameter("since", clock.instant().minus(budget.window()))
                .setParameter("policy", policy)
                .getSingleResult();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.lifecycle;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.account.KnownAccount;
import org.mailwarden.auth.clock.SteadyClock;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.posture.People;
import org.mailwarden.auth.posture.Person;
import org.mailwarden.auth.remediation.Responses;
import org.mailwarden.contracts.remediation.RemediationAction;

/** Plans what the calendar and the rules of policies ask for. Everything it plans goes by the governor. */
@ApplicationScoped
public class UpkeepJob {

    private static final Duration DAY = Duration.ofDays(1);

    private final EntityManager entities;
    private final Lifecycles lifecycles;
    private final Policies policies;
    private final People people;
    private final Accounts accounts;
    private final Responses responses;
    private final KeycloakGateway keycloak;
    private final SteadyClock steady;
    private final Clock clock;

    UpkeepJob(
            EntityManager entities,
            Lifecycles lifecycles,
            Policies policies,
            People people,
            Accounts accounts,
            Responses responses,
            KeycloakGateway keycloak,
            SteadyClock steady,
            Clock clock) {
        this.entities = entities;
        this.lifecycles = lifecycles;
        this.policies = policies;
        this.people = people;
        this.accounts = accounts;
        this.responses = responses;
        this.keycloak = keycloak;
        this.steady = steady;
        this.clock = clock;
    }

    /** Plans what is due, unless the clock may be wrong. */
    @Scheduled(
            every = "${mailwarden.auth.upkeep-every:15m}",
            delayed = "${mailwarden.auth.posture.first-scan-after:20s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    public void plan() {
        if (steady.isDoubtful()) {
            return;
        }
        lifecycles.all().forEach((name, lifecycle) -> policies.find(name).ifPresent(policy -> plan(policy, lifecycle)));
    }

    private void plan(Policy policy, Lifecycle lifecycle) {
        Rotation rotation = lifecycle.rotation();
        SecondFactorRule rule = lifecycle.secondFactors();
        if (rotation == null && rule == null) {
            return;
        }
        List<Person> everybody = people.all();
        if (rotation != null) {
            int room = Upkeep.room(rotation, everybody.size(), plannedInADay(policy, RemediationAction.FORCE_RESET));
            plan(
                    policy,
                    RemediationAction.FORCE_RESET,
                    List.of("UPDATE_PASSWORD"),
                    Upkeep.tooOld(rotation, everybody, clock.instant()),
                    room);
        }
        if (rule != null) {
            int room = Math.max(0, rule.perDay() - plannedInADay(policy, RemediationAction.REQUIRE_SECOND_FACTOR));
            plan(
                    policy,
                    RemediationAction.REQUIRE_SECOND_FACTOR,
                    rule.actions(),
                    Upkeep.withoutSecondFactor(rule, everybody, roles(rule, everybody)),
                    room);
        }
    }

    private void plan(Policy policy, RemediationAction action, List<String> actions, List<Person> due, int most) {
        int left = most;
        for (Person person : due) {
            if (left == 0) {
                return;
            }
            Optional<KnownAccount> account =
                    accounts.ownedBy(person.username()).stream().findFirst();
            boolean planned = account.isPresent()
                    && QuarkusTransaction.requiringNew()
                            .call(() -> responses.plan(
                                    account.get(),
                                    person.username(),
                                    action,
                                    actions,
                                    policy,
                                    action == RemediationAction.FORCE_RESET ? person.passwordChangedAt() : null));
            left -= planned ? 1 : 0;
        }
    }

    /** Only asked for when the rule is about roles: Keycloak shows them one person at a time. */
    private Map<String, Set<String>> roles(SecondFactorRule rule, List<Person> everybody) {
        Map<String, Set<String>> roles = new HashMap<>();
        if (!rule.roles().isEmpty()) {
            for (Person person : everybody) {
                if (person.enabled()
                        && !person.hasSecondFactor()
                        && keycloak.realmRoles(person.userId()) instanceof Outcome.Done<Set<String>>(Set<String> has)) {
                    roles.put(person.userId(), has);
                }
            }
        }
        return roles;
    }

    private int plannedInADay(Policy policy, RemediationAction action) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(
                                        "select count(*) from remediation where upkeep_at > :since and action = :action"
                                                + " and cast(snapshot as jsonb) ->> 'policy' = :policy")
                                .setParameter("since", clock.instant().minus(DAY))
                                .setParameter("action", action.name())
                                .setParameter("policy", policy.name())
                                .getSingleResult())
                        .intValue());
    }
}

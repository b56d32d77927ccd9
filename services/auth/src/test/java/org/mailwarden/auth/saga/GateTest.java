// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.governor.Governor.Subject;
import org.mailwarden.auth.governor.GovernorSettings;
import org.mailwarden.auth.governor.HoldCode;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.policy.Budget;
import org.mailwarden.auth.policy.Policies;
import org.mailwarden.auth.policy.Policy;
import org.mailwarden.auth.policy.SimulationLog;
import org.mailwarden.auth.remediation.RemediationRow;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.remediation.Standings;
import org.mailwarden.auth.source.Sources;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.kit.web.SeenVersion;

@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class GateTest {

    private final EntityManager entities;
    private final Policies policies;
    private final SimulationLog simulations;
    private final Remediations remediations;
    private final Standings standings;
    private final Accounts accounts;
    private final Sources sources;
    private final GovernorSettings settings;
    private final Clock clock;

    GateTest(
            EntityManager entities,
            Policies policies,
            SimulationLog simulations,
            Remediations remediations,
            Standings standings,
            Accounts accounts,
            Sources sources,
            GovernorSettings settings,
            Clock clock) {
        this.entities = entities;
        this.policies = policies;
        this.simulations = simulations;
        this.remediations = remediations;
        this.standings = standings;
        this.accounts = accounts;
        this.sources = sources;
        this.settings = settings;
        this.clock = clock;
    }

    @Test
    void givesTheLastPlaceInABudgetToOneOfTwoThatAskAtOnce() throws Exception {
        // Given
        String policy = policy(1);
        UUID first = planned(policy);
        UUID second = planned(policy);
        CountDownLatch decided = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService instances = Executors.newFixedThreadPool(2)) {
            Future<Progress> one =
                    instances.submit(() -> QuarkusTransaction.requiringNew().call(() -> {
                        Progress progress = ask(gate(settings), first);
                        entities.flush();
                        decided.countDown();
                        over.await();
                        return progress;
                    }));
            decided.await();

            // When
            Future<Progress> other;
            try {
                other = instances.submit(
                        () -> QuarkusTransaction.requiringNew().call(() -> ask(gate(settings), second)));
                await().atMost(Duration.ofSeconds(90)).until(() -> other.isDone() || somebodyWaits());
            } finally {
                over.countDown();
            }

            // Then
            assertThat(one.get()).isInstanceOf(Progress.Done.class);
            assertThat(held(other.get())).isEqualTo(HoldCode.BUDGET);
        }
    }

    @Test
    void countsOverAllPoliciesWhatStartedBeforeARestart() {
        // Given
        UUID before = planned(policy(5));
        UUID after = planned(policy(5));
        QuarkusTransaction.requiringNew().call(() -> ask(gate(settings), before));
        long started = QuarkusTransaction.requiringNew().call(() -> (Long) entities.createNativeQuery(
                        "select count(*) from remediation where approver is null and started_at > :since", Long.class)
                .setParameter("since", clock.instant().minus(Duration.ofDays(1)))
                .getSingleResult());

        // When
        Progress progress =
                QuarkusTransaction.requiringNew().call(() -> ask(gate(new WithTotal(settings, (int) started)), after));

        // Then
        assertThat(held(progress)).isEqualTo(HoldCode.TOTAL_BUDGET);
    }

    @Test
    void holdsTheResetOfAPasswordThatWasReplacedSinceItWasPlanned() {
        // Given
        UUID id = planned(policy(5));

        // When
        Progress progress = QuarkusTransaction.requiringNew()
                .call(() -> ask(gate(settings), id, clock.instant().plusSeconds(5)));

        // Then
        assertThat(held(progress)).isEqualTo(HoldCode.SUPERSEDED);
    }

    @Test
    void resetsWhereOneOfThePasswordsIsFromBefore() {
        // Given
        UUID id = planned(policy(5));
        Instant now = clock.instant();

        // When
        Progress progress = QuarkusTransaction.requiringNew()
                .call(() -> ask(gate(settings), id, now.plusSeconds(5), now.minusSeconds(5)));

        // Then
        assertThat(progress).isInstanceOf(Progress.Done.class);
    }

    @Test
    void goesByTheVersionOfAPasswordThatKeycloakAloneHolds() {
        // Given
        Instant set = clock.instant().minusSeconds(3600);
        String policy = policy(5);
        UUID meant = planned(policy, "s" + UUID.randomUUID(), set.toEpochMilli());
        UUID replaced = planned(policy, "s" + UUID.randomUUID(), set.toEpochMilli());

        // When
        Progress ofTheOneThatIsMeant = QuarkusTransaction.requiringNew()
                .call(() -> ask(gate(settings), meant, Instant.ofEpochMilli(set.toEpochMilli())));
        Progress ofALaterOne =
                QuarkusTransaction.requiringNew().call(() -> ask(gate(settings), replaced, set.plusSeconds(60)));

        // Then
        assertThat(ofTheOneThatIsMeant).isInstanceOf(Progress.Done.class);
        assertThat(held(ofALaterOne)).isEqualTo(HoldCode.SUPERSEDED);
    }

    @Test
    void letsTheSecondResetOfTheSameUserWaitForTheFirst() {
        // Given
        String policy = policy(5);
        String owner = "s" + UUID.randomUUID().toString().substring(0, 8);
        UUID first = planned(policy, owner, 1);
        UUID second = planned(policy, owner, 1);
        QuarkusTransaction.requiringNew().call(() -> ask(gate(settings), first));

        // When
        Progress progress = QuarkusTransaction.requiringNew().call(() -> ask(gate(settings), second));

        // Then
        assertThat(held(progress)).isEqualTo(HoldCode.RESET_UNDER_WAY);
        assertThat(((Progress.Held) progress).hold().until()).isAfter(clock.instant());
    }

    @Test
    void aPasswordOfAnotherDirectoryIsNeverRetiredHere() {
        // Given
        UUID planned = planned(policy(1));

        // When
        Progress progress = QuarkusTransaction.requiringNew().call(() -> ask(gate(settings), planned, true));

        // Then
        assertThat(progress)
                .isInstanceOfSatisfying(
                        Progress.Held.class,
                        held -> assertThat(held.hold().code()).isEqualTo(HoldCode.NOT_LOCAL));
    }

    private boolean somebodyWaits() {
        return QuarkusTransaction.requiringNew()
                .call(() -> (Long) entities.createNativeQuery(
                                        "select count(*) from pg_locks where locktype = 'advisory' and not granted",
                                        Long.class)
                                .getSingleResult()
                        > 0);
    }

    private Gate gate(GovernorSettings itsSettings) {
        return new Gate(standings, entities, policies, accounts, remediations, sources, itsSettings, clock);
    }

    private Progress ask(Gate gate, UUID id, Instant... passwords) {
        return ask(gate, id, false, passwords);
    }

    private Progress ask(Gate gate, UUID id, boolean federated, Instant... passwords) {
        RemediationRow row = remediations.locked(id).orElseThrow();
        Remediation remediation = remediations.snapshot(row);
        List<FleetUser.PasswordCredential> credentials = Arrays.stream(passwords)
                .map(createdAt -> new FleetUser.PasswordCredential(createdAt.toString(), createdAt))
                .toList();
        FleetUser user = new FleetUser(
                "id",
                row.owner,
                null,
                true,
                Set.of("fleet"),
                false,
                null,
                List.of(),
                credentials,
                List.of(),
                null,
                federated);
        return gate.start(
                row,
                new Job(remediation, Step.GOVERN, 0, "policy", null, null, null, null, null, null, Set.of()),
                new Gate.Scene(new Standings.Standing(user, new Subject(row.owner, false, false, false)), 10));
    }

    private String policy(int max) {
        String name = "p" + UUID.randomUUID().toString().substring(0, 8);
        Policy policy = new Policy(
                name,
                List.of(FindingKind.NEW_NETWORK),
                Severity.CRITICAL,
                ResponseMode.AUTO,
                List.of("UPDATE_PASSWORD"),
                new Budget(max, 10, 0),
                null);
        simulations.record(policy, null, "tests", java.util.Map.of());
        policies.put(policy, SeenVersion.UNSAID, "tests");
        return name;
    }

    private UUID planned(String policy) {
        return planned(policy, "s" + UUID.randomUUID().toString().substring(0, 8), 1);
    }

    private UUID planned(String policy, String owner, long version) {
        Instant now = clock.instant();
        Remediation planned = new Remediation(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "somebody@fleet.example",
                owner,
                null,
                version,
                List.of(),
                RemediationAction.FORCE_RESET,
                ResponseMode.AUTO,
                policy,
                RemediationState.PLANNED,
                null,
                List.of("UPDATE_PASSWORD"),
                List.of(),
                now,
                now);
        return QuarkusTransaction.requiringNew()
                .call(() -> remediations.add(planned, "policy").row().id);
    }

    private static HoldCode held(Progress progress) {
        assertThat(progress).isInstanceOf(Progress.Held.class);
        return ((Progress.Held) progress).hold().code();
    }

    private record WithTotal(GovernorSettings other, int most) implements GovernorSettings {

        @Override
        public Optional<Set<String>> breakGlass() {
            return other.breakGlass();
        }

        @Override
        public Total total() {
            return new Total() {
                @Override
                public int max() {
                    return most;
                }

                @Override
                public int windowMinutes() {
                    return 1440;
                }

                @Override
                public double shareOfFleet() {
                    return 0;
                }
            };
        }

        @Override
        public Breaker breaker() {
            return other.breaker();
        }

        @Override
        public int canary() {
            return other.canary();
        }

        @Override
        public Duration approvalLifespan() {
            return other.approvalLifespan();
        }

        @Override
        public int largestBatch() {
            return other.largestBatch();
        }
    }
}

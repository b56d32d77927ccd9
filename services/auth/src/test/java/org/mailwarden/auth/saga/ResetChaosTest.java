// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakGateway;
import org.mailwarden.auth.keycloak.KeycloakScene;
import org.mailwarden.auth.keycloak.KeycloakScene.Answer;
import org.mailwarden.auth.keycloak.KeycloakScene.Person;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.UserSessions;
import org.mailwarden.auth.letter.LetterMail;
import org.mailwarden.auth.lifecycle.Lifecycles;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.devstack.chaos.Chaos;
import org.mailwarden.devstack.proxy.Fault;
import org.mailwarden.devstack.proxy.FaultProxy;
import org.mailwarden.devstack.proxy.FaultProxy.Direction;

/**
 * Every step of a reset with a Keycloak that fails in it, before the effect and after, and is there again: no step may
 * pass for done or for impossible, and what comes out is a whole reset. With {@code -Dmailwarden.chaos.full=true} for 30 people.
 */
@QuarkusTest
@Tag("chaos")
class ResetChaosTest {

    private static final int PEOPLE = Chaos.of(1, 30);
    private static final int AT_ONCE = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final int MOST_TRIES = 6;
    private static final List<Step> STEPS = List.of(
            Step.LOGOUT,
            Step.REVOKE_GRANTS,
            Step.DELETE_PASSWORD,
            Step.LOGOUT_AGAIN,
            Step.REQUIRE_ACTIONS,
            Step.RECOVERY_LINK);

    private final Accounts accounts;
    private final LetterMail mail;
    private final Lifecycles lifecycles;
    private final SagaConfig config;

    ResetChaosTest(Accounts accounts, LetterMail mail, Lifecycles lifecycles, SagaConfig config) {
        this.accounts = accounts;
        this.mail = mail;
        this.lifecycles = lifecycles;
        this.config = config;
    }

    /** What happens to a call. */
    enum Trouble {
        /** Keycloak is down. */
        DOWN {
            @Override
            void inject(FaultProxy proxy) {
                proxy.inject(Direction.UPSTREAM, new Fault.Reset(0));
                proxy.cutAll();
            }
        },
        /** Keycloak does it, and its answer is lost. */
        ANSWER_LOST {
            @Override
            void inject(FaultProxy proxy) {
                proxy.inject(Direction.DOWNSTREAM, new Fault.BlackHole());
            }
        },
        /** Keycloak does it, and answers when nobody waits any more. */
        SLOW {
            @Override
            void inject(FaultProxy proxy) {
                proxy.inject(Direction.DOWNSTREAM, new Fault.Latency(TIMEOUT.plusMillis(500)));
            }
        },
        /** Keycloak does it, and goes away in the middle of its answer. */
        ANSWER_CUT {
            @Override
            void inject(FaultProxy proxy) {
                proxy.cutAll();
                proxy.inject(Direction.DOWNSTREAM, new Fault.LimitData(20));
            }
        };

        abstract void inject(FaultProxy proxy);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void aResetIsWholeWhateverHappensToKeycloakInEachOfItsSteps(Trouble trouble) throws Exception {
        everybody(scene -> {
            try (FaultProxy proxy = FaultProxy.to(scene.url().getPort())) {
                // Given
                Victim anna = victim(scene);
                KeycloakGateway troubled = scene.gateway(URI.create("http://127.0.0.1:" + proxy.port()), TIMEOUT);
                Steps steps = steps(troubled);
                await().atMost(LONGEST)
                        .until(() -> troubled.read(anna.person().id()) instanceof Outcome.Done<FleetUser>);

                // When
                for (Step step : STEPS) {
                    trouble.inject(proxy);
                    Progress amid = perform(steps, step, anna, 0);
                    proxy.heal();
                    proxy.cutAll();
                    assertThat(amid).as("%s amid %s", step, trouble).isInstanceOf(Progress.Later.class);
                    repeat(steps, step, anna);
                }

                // Then
                assertReset(scene, anna);
            }
        });
        tell(trouble.name());
    }

    @ParameterizedTest
    @EnumSource(names = {"LOST", "UNAVAILABLE"})
    void aChangeThatIsMadeAndNotAnsweredPassesForNothing(LostAnswers.Answer answer) throws Exception {
        everybody(scene -> {
            try (LostAnswers proxy = new LostAnswers(scene.url())) {
                // Given
                Victim anna = victim(scene);
                Steps steps = steps(scene.gateway(proxy.url(), LONGEST));

                // When
                for (Step step : STEPS) {
                    proxy.to(answer);
                    Progress amid = perform(steps, step, anna, 0);
                    proxy.to(LostAnswers.Answer.GIVEN);
                    assertThat(amid).as("%s amid %s", step, answer).isInstanceOf(Progress.Later.class);
                    repeat(steps, step, anna);
                }

                // Then
                assertReset(scene, anna);
            }
        });
        tell("EFFECT_" + answer);
    }

    /** Somebody of the fleet, and what a thief took. */
    private record Victim(Person person, Set<String> passwords, Answer online, Answer offline) {}

    private interface Case {
        void run(KeycloakScene scene) throws Exception;
    }

    private static void everybody(Case each) throws Exception {
        KeycloakScene scene = KeycloakScene.running();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> running = Stream.generate(() -> threads.<Void>submit(() -> {
                        each.run(scene);
                        return null;
                    }))
                    .limit(PEOPLE)
                    .<Future<?>>map(future -> future)
                    .toList();
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private static Victim victim(KeycloakScene scene) {
        Person anna = scene.person("fleet");
        return new Victim(
                anna,
                KeycloakScene.passwords(scene.gateway(scene.url(), LONGEST), anna),
                scene.signIn(anna.username(), KeycloakScene.OLD_PASSWORD),
                scene.signInOffline(anna.username(), KeycloakScene.OLD_PASSWORD));
    }

    private static void tell(String trouble) {
        Chaos.tell(
                "keycloak-fails-in-a-step",
                Map.of("trouble", trouble, "resets", PEOPLE, "steps", STEPS.size(), "half_applied", 0));
    }

    private static void assertReset(KeycloakScene scene, Victim anna) {
        String id = anna.person().id();
        KeycloakGateway gateway = scene.gateway(scene.url(), LONGEST);
        FleetUser user = ((Outcome.Done<FleetUser>) gateway.read(id)).value();
        assertThat(user.passwords()).isEmpty();
        assertThat(user.requiredActions()).containsExactlyInAnyOrder("UPDATE_PASSWORD", "CONFIGURE_TOTP");
        assertThat(((Outcome.Done<UserSessions>) gateway.sessions(id)).value().none())
                .isTrue();
        assertThat(scene.refresh(anna.online()).status()).isEqualTo(400);
        assertThat(scene.refresh(anna.offline()).status()).isEqualTo(400);
    }

    private static void repeat(Steps steps, Step step, Victim anna) {
        for (int tries = 1; tries < MOST_TRIES; tries++) {
            if (perform(steps, step, anna, tries) instanceof Progress.Done) {
                return;
            }
        }
        throw new AssertionError(step + " was not done after Keycloak was there again");
    }

    private static Progress perform(Steps steps, Step step, Victim anna, int attempts) {
        Job job = job(step, anna.person(), anna.passwords(), attempts);
        return switch (step) {
            case LOGOUT -> steps.logout(job);
            case REVOKE_GRANTS -> steps.revokeGrants(job);
            case DELETE_PASSWORD -> steps.deletePassword(job);
            case LOGOUT_AGAIN -> steps.logoutAgain(job);
            case REQUIRE_ACTIONS -> steps.requireActions(job);
            case RECOVERY_LINK -> steps.recoveryLink(job);
            default -> throw new IllegalArgumentException(step.name());
        };
    }

    private Steps steps(KeycloakGateway keycloak) {
        return new Steps(keycloak, new Sender(keycloak, mail, accounts, lifecycles, config));
    }

    private static Job job(Step step, Person person, Set<String> passwords, int attempts) {
        Instant now = Instant.now();
        Remediation remediation = new Remediation(
                UUID.randomUUID(),
                UUID.randomUUID(),
                person.username() + "@example.org",
                person.username(),
                person.id(),
                1,
                List.of(),
                RemediationAction.FORCE_RESET,
                ResponseMode.AUTO,
                "default",
                RemediationState.STARTED,
                null,
                List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP"),
                List.of(),
                now,
                now);
        return new Job(remediation, step, attempts, "policy", null, now, null, null, null, null, passwords);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mailwarden.auth.keycloak.KeycloakScene;
import org.mailwarden.auth.saga.MortalJobs.Fate;
import org.mailwarden.auth.saga.MortalJobs.Moment;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.devstack.chaos.Chaos;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.ControlClient.Server;

/**
 * People whose online and offline tokens somebody stole are reset while workers die in every step, and while Keycloak and the
 * database are ended under them. In the end every reset is whole, proved, and was done once.
 */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
@Tag("chaos")
class ResetCrashTest {

    private static final FindingKind KIND = FindingKind.SUCCESS_AFTER_FAILURES;
    private static final List<Step> STEPS = Sequence.of(RemediationAction.FORCE_RESET, false);
    private static final int AT_ONCE = 4;
    private static final int BESIDE = 3;
    private static final Duration LIMIT = Duration.ofSeconds(Chaos.of(90, 900));

    private final Database database;
    private final MortalJobs jobs;
    private final KeycloakScene keycloak = KeycloakScene.running();
    private final ControlClient servers = new ControlClient(Tokens.setting("mailwarden.devservices.control-url"));

    ResetCrashTest(EntityManager entities, MortalJobs jobs) {
        this.database = new Database(entities);
        this.jobs = jobs;
    }

    /** Somebody of the fleet, whose password Keycloak alone holds, and what a thief took. */
    private record Victim(Scene scene, long version, String online, String offline) {}

    @Test
    void everyResetIsWholeAndDoneOnceWhereverItsWorkersDie() {
        // Given
        List<Fate> deaths = deaths();
        List<Victim> people = people(deaths.size() + 1);
        IntStream.range(0, deaths.size())
                .forEach(i -> jobs.meet(people.get(i).scene().accountId(), deaths.get(i)));
        Victim faster = people.getLast();
        jobs.meet(faster.scene().accountId(), new Fate(Step.DELETE_PASSWORD, Moment.AFTER_THE_EFFECT, () -> {
            faster.scene().sets("chosen by the owner " + UUID.randomUUID());
            throw new MortalJobs.Died();
        }));

        // When
        leak(people);
        awaitVerified(people);

        // Then
        assertThat(people).allMatch(victim -> jobs.met(victim.scene().accountId()));
        assertThat(faster.scene().passwords()).hasSize(1);
        List<Victim> others = people.subList(0, deaths.size());
        assertWhole(others);
        tell("workers-that-die", others, Map.of("deaths", people.size()));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void noResetIsLeftHalfDoneWhenKeycloakEndsInTheMiddleOfAStep(Step step, Moment moment, Duration away) {
        // Given
        List<Victim> people = people(BESIDE);
        UUID first = people.getFirst().scene().accountId();
        jobs.meet(first, new Fate(step, moment, () -> servers.stop(Server.KEYCLOAK)));

        // When
        leak(people);
        await().atMost(LIMIT).until(() -> jobs.met(first));
        await().pollDelay(away).atMost(away.plus(LIMIT)).until(() -> true);
        servers.start(Server.KEYCLOAK);

        // Then
        awaitVerified(people);
        assertWhole(people);
        tell("keycloak-ends", people, Map.of("step", step, "moment", moment, "away_s", away.toSeconds()));
    }

    static Stream<Arguments> moments() {
        if (!Chaos.isFull()) {
            return Stream.of(Arguments.of(Step.DELETE_PASSWORD, Moment.AFTER_THE_INTENT, Duration.ZERO));
        }
        return Stream.concat(
                STEPS.stream()
                        .filter(step -> step != Step.SUSPEND && step != Step.APPLY)
                        .flatMap(step -> Stream.of(
                                Arguments.of(step, Moment.AFTER_THE_INTENT, Duration.ZERO),
                                Arguments.of(step, Moment.AFTER_THE_EFFECT, Duration.ZERO))),
                Stream.of(Arguments.of(Step.LOGOUT_AGAIN, Moment.AFTER_THE_INTENT, Duration.ofMinutes(5))));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void noResetIsLeftHalfDoneWhenTheDatabaseIsKilledInTheMiddleOfAStep(Step step, Moment moment) {
        // Given
        List<Victim> people = people(BESIDE);
        UUID first = people.getFirst().scene().accountId();
        jobs.meet(first, new Fate(step, moment, () -> servers.kill(Server.POSTGRES)));

        // When
        leak(people);
        await().atMost(LIMIT).until(() -> jobs.met(first));
        servers.start(Server.POSTGRES);
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> expire(people.stream().map(Victim::scene).toList()));

        // Then
        awaitVerified(people);
        assertWhole(people);
        tell("database-killed", people, Map.of("step", step, "moment", moment));
    }

    static Stream<Arguments> writes() {
        return Chaos.isFull()
                ? STEPS.stream()
                        .flatMap(step -> Stream.of(
                                Arguments.of(step, Moment.AFTER_THE_INTENT),
                                Arguments.of(step, Moment.AFTER_THE_EFFECT)))
                : Stream.of(Arguments.of(Step.DELETE_PASSWORD, Moment.AFTER_THE_EFFECT));
    }

    /** In the test run one death in each step, in the programme thirty. */
    private static List<Fate> deaths() {
        Moment[] moments = Moment.values();
        return IntStream.range(0, Chaos.of(1, 30))
                .boxed()
                .flatMap(round -> IntStream.range(0, STEPS.size())
                        .mapToObj(i -> Fate.death(STEPS.get(i), moments[(i + round) % moments.length])))
                .toList();
    }

    private List<Victim> people(int count) {
        Scene.policy(
                "crashing",
                KIND,
                "AUTO",
                5,
                Map.of("budget", Map.of("max", 5000, "windowMinutes", 600, "shareOfFleet", 0)));
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Victim>> making = Stream.generate(() -> threads.submit(this::victim))
                    .limit(count)
                    .toList();
            return making.stream().map(ResetCrashTest::made).toList();
        }
    }

    private static Victim made(Future<Victim> making) {
        try {
            return making.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Victim victim() {
        Scene scene = Scene.somebody("/fleet");
        String online = keycloak.signIn(scene.username(), scene.password())
                .body()
                .path("refresh_token")
                .asText();
        String offline = scene.offlineToken();
        long version = System.currentTimeMillis();
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + scene.accountId() + "', '" + scene.address() + "', '" + scene.username() + "', " + version
                + ", 'SUSPENDED', now())");
        return new Victim(scene, version, online, offline);
    }

    private static void leak(List<Victim> people) {
        Scene.tell(people.stream()
                .map(victim -> Scene.held(victim.scene()
                        .finding(KIND, "corpus of " + victim.scene().username(), victim.version())))
                .toList());
    }

    /** A worker that died holds its lease until it expires: here that is at once. */
    private void awaitVerified(List<Victim> people) {
        AtomicInteger before = new AtomicInteger(-1);
        await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> {
                    for (var account = jobs.buried(); account.isPresent(); account = jobs.buried()) {
                        expire("'" + account.get() + "'");
                    }
                    int verified = (int) database.count(
                            "select count(*) from remediation where state = 'VERIFIED' and account_id in ("
                                    + accounts(people) + ")");
                    if (before.getAndSet(verified) != verified && Chaos.isFull()) {
                        System.out.println("chaos: " + verified + " of " + people.size() + " are proved");
                    }
                    return verified == people.size();
                });
    }

    private boolean expire(List<Scene> people) {
        expire(people.stream().map(scene -> "'" + scene.accountId() + "'").collect(Collectors.joining(", ")));
        return true;
    }

    private void expire(String accounts) {
        database.run("update remediation set lease_until = now() - interval '1 second' where account_id in (" + accounts
                + ")");
    }

    private void assertWhole(List<Victim> people) {
        assertThat(people).filteredOn(ResetCrashTest::isHalfApplied).isEmpty();
        assertThat(refreshed(people)).isZero();
        assertThat(twice("step.done", people)).isZero();
        assertThat(twice("remediation.started", people)).isZero();
        assertThat(twice("remediation.verified", people)).isZero();
    }

    private static boolean isHalfApplied(Victim victim) {
        return !victim.scene().passwords().isEmpty()
                || !victim.scene().requiredActions().containsAll(List.of("UPDATE_PASSWORD", "CONFIGURE_TOTP"));
    }

    private int refreshed(List<Victim> people) {
        return (int) people.stream()
                .flatMap(victim -> Stream.of(victim.online(), victim.offline())
                        .filter(token -> victim.scene().refreshes(token)))
                .count();
    }

    /** What stands twice in the ledger about the same remediation. */
    private long twice(String action, List<Victim> people) {
        return database.count(
                "select count(*) from (select 1 from ledger l join remediation r on l.object = cast(r.id as text)"
                        + " where l.action = '" + action + "' and r.account_id in (" + accounts(people)
                        + ") group by l.object, l.payload having count(*) > 1) twice");
    }

    private void tell(String name, List<Victim> people, Map<String, Object> more) {
        Map<String, Object> figures = new LinkedHashMap<>(more);
        figures.put("resets", people.size());
        figures.put(
                "half_applied",
                people.stream().filter(ResetCrashTest::isHalfApplied).count());
        figures.put("double_resets", twice("remediation.started", people));
        figures.put("tokens_tried", 2 * people.size());
        figures.put("tokens_that_still_work", refreshed(people));
        Chaos.tell(name, figures);
    }

    private static String accounts(List<Victim> people) {
        return people.stream()
                .map(victim -> "'" + victim.scene().accountId() + "'")
                .collect(Collectors.joining(", "));
    }
}

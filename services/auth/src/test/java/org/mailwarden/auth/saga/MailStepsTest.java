// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Vertx;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.auth.account.Accounts;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.mailserver.MailAnswer;
import org.mailwarden.auth.mailserver.MailServerGateway;
import org.mailwarden.auth.mailserver.MailServers;
import org.mailwarden.auth.mailserver.MailServers.Mailbox;
import org.mailwarden.auth.proof.MailReading;
import org.mailwarden.auth.remediation.Remediations;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.DovecotAddress;
import org.mailwarden.auth.support.DrivenDovecot;
import org.mailwarden.auth.support.Fleet;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.remediation.Evidence;
import org.mailwarden.contracts.remediation.EvidenceOutcome;
import org.mailwarden.contracts.remediation.Remediation;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.contracts.remediation.RemediationState;
import org.mailwarden.contracts.remediation.ResponseMode;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.KeycloakSignIn;
import org.mailwarden.devstack.mail.LineClient;

/** What a reset does at the mail server: with a real Dovecot, up and down. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
@QuarkusTestResource(DovecotAddress.class)
class MailStepsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PASSWORD = "mail password";

    private static DrivenDovecot dovecot;

    private final MailSteps steps;
    private final MailDoorRows rows;
    private final MailServers servers;
    private final Remediations remediations;
    private final Accounts accounts;
    private final Ledger ledger;
    private final Vertx vertx;
    private final Database database;

    MailStepsTest(
            MailSteps steps,
            MailDoorRows rows,
            MailServers servers,
            Remediations remediations,
            Accounts accounts,
            Ledger ledger,
            Vertx vertx,
            EntityManager entities) {
        this.steps = steps;
        this.rows = rows;
        this.servers = servers;
        this.remediations = remediations;
        this.accounts = accounts;
        this.ledger = ledger;
        this.vertx = vertx;
        this.database = new Database(entities);
    }

    @BeforeAll
    static void startServer() {
        KeycloakSignIn realm = KeycloakSignIn.byUsername(
                URI.create(Tokens.setting("mailwarden.keycloak.url")),
                Tokens.setting("mailwarden.devservices.secret." + KeycloakSignIn.CLIENT));
        dovecot = DrivenDovecot.start(DrivenDovecot.door().in(realm.in(DovecotServer.Options.usual())));
    }

    @AfterAll
    static void stopServer() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @BeforeEach
    void everythingWaitsForAPerson() {
        Fleet.policy("PROPOSE", 500);
        Fleet.lifecycle(Map.of());
    }

    @Test
    void endsTheOpenConnectionOfAThiefAndTheOldPasswordOutOfTheCacheAndProvesIt() throws IOException {
        // Given
        Scene scene = known();
        try (LineClient thief = idling(scene, scene.password())) {

            // When
            String id = Fleet.run(scene, "FORCE_RESET", Map.of());
            Fleet.reaches(id, "APPLIED");

            // Then
            assertThat(thief.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            assertThat(open(scene)).isEqualTo(new MailAnswer.Told<>(Set.of()));
            assertThat(dovecot.takes(scene.username(), scene.password())).isFalse();
            scene.presentsTheOldPassword(scene.password());
            assertThat(outcomes(Fleet.reaches(id, "VERIFIED")))
                    .containsEntry(MailReading.CACHE, "HOLDS")
                    .containsEntry(MailReading.CONNECTIONS, "HOLDS");
            assertThat(database.count("select count(*) from ledger where object = '" + id
                            + "' and cast(payload as json) ->> 'step' = 'CLOSE_MAIL'"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REVOKE_SESSIONS", "DISABLE_USER"})
    void endsOpenConnectionsToWhereSessionsAreEndedOrAUserIsDisabled(String action) throws IOException {
        // Given
        Scene scene = withMail();
        try (LineClient device = idling(scene, PASSWORD)) {

            // When
            String id = Fleet.run(scene, action, Map.of());

            // Then
            assertThat(outcomes(Fleet.reaches(id, "VERIFIED"))).containsEntry(MailReading.CONNECTIONS, "HOLDS");
            assertThat(device.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
        }
    }

    @Test
    void goesOnWithoutAMailServerThatIsDownSaysSoAndEndsWhatIsOpenWhenItIsBack() throws IOException {
        // Given
        Scene scene = withMail();
        String id = Fleet.ask(scene, "FORCE_RESET", Map.of()).getString("id");
        Remediation remediation =
                remediations.snapshot(remediations.find(UUID.fromString(id)).orElseThrow());
        JsonPath applied;
        dovecot.goesDown();
        try {
            assertThat(steps.close(job(remediation, 3)))
                    .as("before its last try")
                    .isInstanceOfSatisfying(
                            Progress.Later.class,
                            later -> assertThat(later.why()).contains("Mail server sample"));

            // When
            standsAtTheMailServer(id, scene, 4);
            applied = Fleet.reaches(id, "APPLIED");
        } finally {
            dovecot.isBack();
        }

        // Then
        assertThat(outcomes(applied))
                .containsEntry(MailReading.CACHE, "NOT_CHECKED")
                .containsEntry(MailReading.CONNECTIONS, "NOT_CHECKED")
                .containsKey("recovery-link");
        assertThat(applied.getString("reason")).contains("sample", "doveadm kick");
        try (LineClient thief = idling(scene, PASSWORD)) {
            database.run("update remediation set next_at = now() where id = '" + id + "'");
            assertThat(thief.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            await().atMost(SOON)
                    .until(() -> outcomes(Fleet.get(id)).get(MailReading.CACHE).equals("HOLDS"));
            assertThat(database.count(
                            "select count(*) from ledger where action = 'mail.closing' and object = '" + id + "'"))
                    .as("the owner's name and the address")
                    .isEqualTo(2);
        }
    }

    @Test
    void triesAgainWhileADeviceSignsInAgainAndSaysInTheEndThatOneDoes() throws IOException {
        // Given
        Scene scene = withMail();
        Remediation remediation = planned(scene);
        List<LineClient> devices = new ArrayList<>(List.of(idling(scene, PASSWORD)));
        MailSteps withADeviceThatComesBack = steps(gateway -> {
            gateway.endConnections(scene.username());
            devices.add(idling(scene, PASSWORD));
            return new MailAnswer.Told<>(true);
        });

        // When
        Progress early = withADeviceThatComesBack.close(job(remediation, 0));
        Progress last = withADeviceThatComesBack.close(job(remediation, 4));

        // Then
        for (LineClient device : devices) {
            device.close();
        }
        assertThat(early).isEqualTo(new Progress.Later("Somebody signed in again at mail server sample: ended again"));
        assertThat(evidence(last))
                .containsEntry(MailReading.CACHE, EvidenceOutcome.HOLDS)
                .containsEntry(MailReading.CONNECTIONS, EvidenceOutcome.NOT_CHECKED);
    }

    @Test
    void namesTheDoorThatTheMailServerDoesNotShut() throws IOException {
        // Given
        Scene scene = withMail();
        Remediation remediation = planned(scene);
        MailSteps thatEndNothing = steps(gateway -> new MailAnswer.Told<>(true));
        try (LineClient left = idling(scene, PASSWORD)) {

            // When
            Progress early = thatEndNothing.close(job(remediation, 0));
            Progress last = thatEndNothing.close(job(remediation, 4));

            // Then
            assertThat(early).isInstanceOf(Progress.Later.class);
            assertThat(evidence(last)).containsEntry(MailReading.CONNECTIONS, EvidenceOutcome.BROKEN);
        }
    }

    @Test
    void endsWhatIsStillOpenFromBeforeWhenEverythingIsReadAgain() throws IOException {
        // Given
        Scene scene = withMail();
        Remediation remediation = planned(scene);
        try (LineClient left = idling(scene, PASSWORD)) {
            Mailbox mailbox = servers.of(scene.username(), scene.address(), DrivenDovecot.HOST)
                    .getFirst();
            rows.emptied(remediation.remediationId(), mailbox, ((MailAnswer.Told<Set<String>>) open(scene)).value());

            // When
            MailReading reading = steps.readAgain(remediation, remediation.plannedAt());

            // Then
            assertThat(left.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            assertThat(reading.isQuiet()).isTrue();
        }
    }

    @Test
    void doesNotCountWhatAnEarlierRunDid() {
        // Given
        Scene scene = withMail();
        Remediation remediation = planned(scene);
        Mailbox mailbox = servers.of(scene.username(), scene.address(), DrivenDovecot.HOST)
                .getFirst();
        rows.emptied(remediation.remediationId(), mailbox, Set.of());

        // When
        boolean counts = rows.ended(
                        remediation.remediationId(), mailbox, Instant.now().plusSeconds(1))
                .isPresent();

        // Then
        assertThat(counts).isFalse();
        assertThat(rows.ended(remediation.remediationId(), mailbox, remediation.plannedAt()))
                .contains(Set.of());
    }

    /** Somebody whose mailbox opens by a password of the mail server's own, whatever becomes of Keycloak's. */
    private Scene withMail() {
        Scene scene = known();
        dovecot.user(scene.username(), PASSWORD);
        return scene;
    }

    private Scene known() {
        Scene scene = Scene.somebody("/fleet");
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at, host)"
                + " values ('" + scene.accountId() + "', '" + scene.address() + "', '" + scene.username()
                + "', 1, 'SUSPENDED', now(), '" + DrivenDovecot.HOST + "')");
        return scene;
    }

    private LineClient idling(Scene scene, String password) {
        LineClient device = dovecot.idling(scene.username(), password);
        await().atMost(SOON)
                .until(() -> open(scene) instanceof MailAnswer.Told<Set<String>>(Set<String> open) && open.size() == 1);
        return device;
    }

    private MailAnswer<Set<String>> open(Scene scene) {
        return servers.all().get("sample").connections(scene.username());
    }

    private void standsAtTheMailServer(String id, Scene scene, int attempts) {
        database.run("update remediation set state = 'STARTED', snapshot = replace(replace(snapshot, '\"HELD\"',"
                + " '\"STARTED\"'), '\"userId\":null', '\"userId\":\"" + scene.userId() + "\"'), step = 'CLOSE_MAIL',"
                + " attempts = " + attempts + ", retired_passwords = '" + String.join(" ", scene.passwords())
                + "', started_at = now(), next_at = now() where id = '" + id + "'");
    }

    private Remediation planned(Scene scene) {
        Instant now = Instant.now();
        Remediation remediation = new Remediation(
                UUID.randomUUID(),
                scene.accountId(),
                scene.address(),
                scene.username(),
                null,
                1,
                List.of(),
                RemediationAction.FORCE_RESET,
                ResponseMode.PROPOSE,
                "default",
                RemediationState.PLANNED,
                null,
                List.of("UPDATE_PASSWORD"),
                List.of(),
                now,
                now);
        QuarkusTransaction.requiringNew().run(() -> remediations.add(remediation, "policy"));
        return remediation;
    }

    /** The steps with a mail server that ends connections in another way. */
    private MailSteps steps(Function<MailServerGateway, MailAnswer<Boolean>> end) {
        MailServerGateway real = servers.all().get("sample");
        MailServerGateway changed = new MailServerGateway() {
            @Override
            public MailAnswer<Integer> flushCache(String mailUser) {
                return real.flushCache(mailUser);
            }

            @Override
            public MailAnswer<Boolean> endConnections(String mailUser) {
                return end.apply(real);
            }

            @Override
            public MailAnswer<Set<String>> connections(String mailUser) {
                return real.connections(mailUser);
            }

            @Override
            public MailAnswer<Boolean> mayDoMore() {
                return real.mayDoMore();
            }
        };
        MailServers changedServers = new MailServers(Map::of, vertx, new ObjectMapper()) {
            @Override
            public boolean isEmpty() {
                return false;
            }

            @Override
            public List<Mailbox> of(String owner, String address, String host) {
                return List.of(new Mailbox("sample", changed, owner));
            }
        };
        return new MailSteps(changedServers, accounts, rows, ledger);
    }

    private static Map<String, EvidenceOutcome> evidence(Progress progress) {
        return ((Progress.Done) progress)
                .evidence().stream().collect(Collectors.toMap(Evidence::check, Evidence::outcome));
    }

    private static Job job(Remediation remediation, int attempts) {
        return new Job(
                remediation,
                Step.CLOSE_MAIL,
                attempts,
                "policy",
                null,
                remediation.plannedAt(),
                null,
                null,
                null,
                null,
                Set.of());
    }

    private static Map<String, String> outcomes(JsonPath remediation) {
        List<Map<String, String>> evidence = remediation.getList("evidence");
        return evidence.stream().collect(Collectors.toMap(entry -> entry.get("check"), entry -> entry.get("outcome")));
    }
}

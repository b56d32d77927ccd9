// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.credentiallink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Fleet;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.mail.ReceivedMail;

/** What the mail server says to the retired password, and the link over which the owner gives the new one. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class AfterTheResetTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Database database;
    private final ControlClient servers;

    AfterTheResetTest(EntityManager entities) {
        this.database = new Database(entities);
        this.servers = new ControlClient(Tokens.setting("mailwarden.devservices.control-url"));
    }

    @BeforeEach
    void resetsRunByThemselves() {
        Fleet.policy("AUTO", 500);
    }

    @Test
    void mailServerThatStillTakesTheOldPasswordFailsTheResetAndIsNamed() {
        // Given
        Scene scene = Scene.somebody("/fleet");
        String id = applied(scene);
        mayTry(id, true);

        // When
        present(id, scene, Map.of("protocol", "IMAP", "outcome", "ACCEPTED"))
                .then()
                .statusCode(204);

        // Then
        JsonPath failed = Fleet.reaches(id, "FAILED");
        assertThat(failed.getString("reason"))
                .contains("open: old-password-imap")
                .contains("The mail server still takes the old password")
                .doesNotContain("by hand in Keycloak");
        assertThat(failed.getString("evidence.find { it.check == 'old-password' }.outcome"))
                .isEqualTo("HOLDS");
    }

    @Test
    void mailServerThatCouldNotBeAskedIsShownAndHoldsNothingUp() {
        // Given
        Scene scene = Scene.somebody("/fleet");
        String id = applied(scene);

        // When
        present(id, scene, Map.of("protocol", "Telnet", "outcome", "REFUSED"))
                .then()
                .statusCode(400);
        present(id, scene, Map.of("protocol", "POP3", "outcome", "NOT_CHECKED", "reason", "NETWORK"))
                .then()
                .statusCode(204);

        // Then
        JsonPath verified = Fleet.reaches(id, "VERIFIED");
        assertThat(verified.getString("evidence.find { it.check == 'old-password-pop3' }.outcome"))
                .isEqualTo("NOT_CHECKED");
        assertThat(verified.getString("evidence.find { it.check == 'old-password-pop3' }.detail"))
                .contains("no sound connection");
    }

    @Test
    void ownerWithANewPasswordIsSentOneLinkToTheRecoveryAddress() {
        // Given a reset of an account whose password the fetcher holds
        Scene scene = somebody();
        suspended(scene, scene.accountId());
        String id = applied(scene);
        mayTry(id, true);
        assertThat(links(scene)).isEmpty();
        // The person's own devices go on trying the old password.
        scene.signsIn();
        scene.signsIn();
        await().atMost(SOON).until(() -> failures(scene) > 0);

        // When
        scene.sets("the owner's new " + UUID.randomUUID());

        // Then
        await().atMost(SOON).until(() -> !links(scene).isEmpty());
        assertThat(failures(scene)).isZero();
        mayTry(id, false);
        await().atMost(SOON).until(() -> told("credential-link.mailed", scene.accountId()) == 1);
        assertThat(links(scene)).singleElement().satisfies(mail -> {
            assertThat(mail.text()).contains("http://127.0.0.1:8080/credential#" + "t".repeat(43));
            assertThat(mail.text()).doesNotContain("Nobody will ever ask you for your password or for a link");
        });
        assertThat(servers.inbox(scene.address())).isEmpty();
        assertThat(told("credential-link.asked", scene.accountId())).isEqualTo(1);
        assertThat(database.count(
                        "select count(*) from ledger where reason like '%tttttttt%' or payload like '%tttttttt%'"))
                .isZero();
        assertThat(database.count("select count(*) from awaited_password where remediation_id = '" + id
                        + "' and next_at is null and outcome = 'MAILED'"))
                .isEqualTo(1);
    }

    @Test
    void analystHasALinkMailedAndNeverSeesIt() {
        // Given
        Scene scene = somebody();
        suspended(scene, scene.accountId());

        // When
        Tokens.asAdmin()
                .post("/api/v1/accounts/" + scene.accountId() + "/credential-link")
                .then()
                .statusCode(202)
                .body("mailed", equalTo(true))
                .body(not(containsString("tttttttt")));

        // Then
        assertThat(links(scene)).hasSize(1);
        assertThat(told("credential-link.mailed", scene.accountId())).isEqualTo(1);
        Tokens.asApprover()
                .post("/api/v1/accounts/" + scene.accountId() + "/credential-link")
                .then()
                .statusCode(403);
        Tokens.asAdmin()
                .post("/api/v1/accounts/" + UUID.randomUUID() + "/credential-link")
                .then()
                .statusCode(404);
    }

    @Test
    void whatTheFetcherRefusesIsSaidAndWrittenDown() {
        // Given an account that waits for no password
        Scene scene = somebody();
        UUID nil = new UUID(0, 0);
        suspended(scene, nil);
        try {
            // When
            Tokens.asAdmin()
                    .post("/api/v1/accounts/" + nil + "/credential-link")
                    .then()
                    .statusCode(409)
                    .body("code", equalTo("not-waiting"));

            // Then
            assertThat(links(scene)).isEmpty();
            assertThat(told("credential-link.refused", nil)).isEqualTo(1);
            assertThat(told("credential-link.send.refused", nil)).isEqualTo(1);
        } finally {
            database.run("delete from account where account_id = '" + nil + "'");
        }
    }

    private String applied(Scene scene) {
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        return Fleet.reaches(scene, "APPLIED").getString("id");
    }

    /** What the fetcher has told of the account. */
    private void suspended(Scene scene, UUID account) {
        database.run("insert into account (account_id, address, owner, credential_version, credential_type, state,"
                + " changed_at) values ('" + account + "', '" + scene.address() + "', '" + scene.username()
                + "', 1, 'PASSWORD', 'SUSPENDED', now())");
    }

    private static int failures(Scene scene) {
        return Tokens.as("mailwarden-provisioner")
                .get(Tokens.setting("mailwarden.keycloak.url")
                        + "/admin/realms/mailwarden/attack-detection/brute-force/users/" + scene.userId())
                .then()
                .statusCode(200)
                .extract()
                .path("numFailures");
    }

    private static void mayTry(String id, boolean may) {
        Tokens.asService()
                .get("/api/v1/remediations/" + id + "/proof/old-password/mail-server")
                .then()
                .statusCode(200)
                .body("mayTry", equalTo(may));
    }

    private static io.restassured.response.Response present(String id, Scene scene, Map<String, String> seen) {
        return Tokens.asService()
                .contentType("application/json")
                .body(Map.of("candidate", scene.password(), "mail", List.of(seen)))
                .post("/api/v1/remediations/" + id + "/proof/old-password");
    }

    private Scene somebody() {
        Scene scene = Scene.somebody("/fleet");
        String recovery = recoveryAddress(scene);
        servers.addMailUser(recovery, recovery, "the recovery mailbox");
        servers.addMailUser(scene.address(), scene.address(), "the mailbox that was reset");
        return scene;
    }

    private List<ReceivedMail> links(Scene scene) {
        return servers.inbox(recoveryAddress(scene)).stream()
                .filter(mail -> mail.text().contains("/credential#"))
                .toList();
    }

    private static String recoveryAddress(Scene scene) {
        return scene.username() + "@recovery.example";
    }

    private long told(String action, UUID account) {
        return database.count(
                "select count(*) from ledger where action = '" + action + "' and object = '" + account + "'");
    }
}

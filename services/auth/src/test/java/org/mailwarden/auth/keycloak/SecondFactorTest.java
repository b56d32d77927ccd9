// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.posture.PostureScan;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Fleet;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.mail.ReceivedMail;

/** A second factor from the letter to the proof: real mail, real Keycloak, a browser without scripts. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class SecondFactorTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Pattern LINK = Pattern.compile("https?://\\S+action-token\\S+");

    private final PostureScan scan;
    private final Database database;
    private final ControlClient servers;

    SecondFactorTest(
            PostureScan scan,
            EntityManager entities,
            @ConfigProperty(name = "mailwarden.devservices.control-url") String controlUrl) {
        this.scan = scan;
        this.database = new Database(entities);
        this.servers = new ControlClient(controlUrl);
    }

    @BeforeEach
    void peopleAsk() {
        Fleet.policy("PROPOSE", 500);
    }

    @Test
    void isEnrolledByTheLinkInTheLetterAndToldToWhoeverMissesIt() {
        // Given
        Scene scene = Scene.somebody("/fleet");
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + scene.accountId() + "', '" + scene.address() + "', '" + scene.username() + "', 1, 'ACTIVE', now())");
        servers.addMailUser(scene.username() + "@recovery.example", scene.username(), "recovery mailbox");
        String id = Fleet.run(scene, "REQUIRE_SECOND_FACTOR", Map.of());
        Fleet.reaches(id, "APPLIED");

        // When
        LinkVisitor person = new LinkVisitor().open(letter(scene));
        if (!person.asksForTotp()) {
            person.proceed();
        }
        person.enrolTotp();
        database.run("update remediation set next_at = now() where id = '" + id + "'");

        // Then
        JsonPath verified = Fleet.reaches(id, "VERIFIED");
        assertThat(verified.getString("evidence.find { it.check == 'second-factor' }.outcome"))
                .isEqualTo("HOLDS");
        assertThat(scene.passwords()).hasSize(1);
        assertThat(scan.look(scene.userId())).isTrue();
        assertThat(database.count("select count(*) from outbox where type = 'USER_POSTURE' and key = '" + scene.userId()
                        + "' and cast(payload as text) like '%otp%'"))
                .isEqualTo(1);
    }

    private String letter(Scene scene) {
        List<ReceivedMail> letters =
                await().atMost(SOON).until(() -> servers.inbox(scene.username()), found -> !found.isEmpty());
        assertThat(letters)
                .singleElement()
                .extracting(ReceivedMail::subject)
                .isEqualTo("Set up a second step for signing in");
        Matcher link = LINK.matcher(letters.getFirst().text());
        assertThat(link.find()).isTrue();
        return link.group();
    }
}

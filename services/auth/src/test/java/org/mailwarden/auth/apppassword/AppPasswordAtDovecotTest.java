// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.AppPasswordFolder;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Console;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.DovecotAddress;
import org.mailwarden.auth.support.DrivenDovecot;
import org.mailwarden.auth.support.Fleet;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.KeycloakSignIn;
import org.mailwarden.devstack.mail.LineClient;

/**
 * A real Dovecot, set up as the operations page says, takes and refuses what auth writes into its file. Behind it Dovecot asks
 * Keycloak, and it remembers sign-ins for an hour.
 */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
@QuarkusTestResource(AppPasswordFolder.class)
@QuarkusTestResource(DovecotAddress.class)
class AppPasswordAtDovecotTest {

    private static final String SECRET = "a secret of twenty b";
    private static final String OWN = "/api/v1/me/app-passwords";

    private static DrivenDovecot dovecot;

    private final Database database;

    AppPasswordAtDovecotTest(EntityManager entities) {
        this.database = new Database(entities);
    }

    @BeforeAll
    static void startServer() {
        StringBuilder places = new StringBuilder();
        for (int place = 1; place <= Integer.parseInt(setting("per-person")); place++) {
            places.append("""
                    passdb {
                      driver = passwd-file
                      args = scheme=SSHA512 username_format=%%u/%%s/%d %s
                    }
                    """.formatted(place, setting("file")));
        }
        KeycloakSignIn behind = KeycloakSignIn.byUsername(
                URI.create(Tokens.setting("mailwarden.keycloak.url")),
                Tokens.setting("mailwarden.devservices.secret." + KeycloakSignIn.CLIENT));
        dovecot = DrivenDovecot.start(
                DrivenDovecot.door().in(behind.in(DovecotServer.Options.usual().withMore(places.toString()))));
    }

    @AfterAll
    static void stopServer() {
        if (dovecot != null) {
            dovecot.close();
        }
    }

    @Test
    void opensTheMailboxForWhatItWasIssuedForAndNothingElse() {
        // Given
        Scene anna = known();
        String token = Console.token(anna, SECRET);

        // When
        String phone = order(token, "Phone", List.of("IMAP", "POP3")).path("password");
        String laptop = order(token, "Laptop", List.of("IMAP")).path("password");

        // Then
        String name = anna.username();
        assertThat(dovecot.takes(name, phone)).isTrue();
        assertThat(dovecot.takesOverPop3(name, phone)).isTrue();
        assertThat(dovecot.takes(name.toUpperCase(Locale.ROOT), laptop))
                .as("in the second place")
                .isTrue();
        assertThat(dovecot.takesOverPop3(name, laptop))
                .as("not issued for POP3")
                .isFalse();
        assertThat(dovecot.takes(anna.address(), phone))
                .as("by the account's address")
                .isTrue();
        assertThat(dovecot.takes(name, phone.replace("-", ""))).isFalse();
        assertThat(dovecot.takes(name, anna.password()))
                .as("without the second factor")
                .isFalse();
    }

    @Test
    void aLostDeviceIsShutOutAtOnceAndTheOtherGoesOn() throws IOException {
        // Given
        Scene anna = known();
        String token = Console.token(anna, SECRET);
        Response phone = order(token, "Phone", List.of("IMAP"));
        String lost = phone.path("password");
        String laptop = order(token, "Laptop", List.of("IMAP")).path("password");
        try (LineClient device = dovecot.idling(anna.username(), lost)) {

            // When
            Response answer = RestAssured.given().auth().oauth2(token).delete(OWN + "/" + phone.path("id"));

            // Then
            answer.then().statusCode(200).body("inForce", is(true)).body("notice", containsString("have been ended"));
            assertThat(device.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            assertThat(dovecot.takes(anna.username(), lost)).isFalse();
            assertThat(dovecot.takes(anna.username(), laptop)).isTrue();
        }
    }

    @Test
    void aResetShutsOutWhoeverGotInWithAnAppPasswordAlsoFromTheCache() throws IOException {
        // Given
        Fleet.policy("PROPOSE", 500);
        Scene anna = known();
        String stolen =
                order(Console.token(anna, SECRET), "Phone", List.of("IMAP")).path("password");
        try (LineClient thief = dovecot.idling(anna.username(), stolen)) {

            // When
            Fleet.reaches(Fleet.run(anna, "FORCE_RESET", Map.of()), "APPLIED");

            // Then
            assertThat(thief.readToTheEnd()).anyMatch(line -> line.startsWith("* BYE"));
            assertThat(dovecot.takes(anna.username(), stolen)).isFalse();
        }
    }

    @Test
    void whatIsNoAppPasswordFallsThroughToWhateverStandsBehind() {
        // Given
        Scene bob = Scene.somebody("/fleet");

        // Then
        assertThat(dovecot.takes(bob.username(), bob.password())).isTrue();
        assertThat(dovecot.takes(bob.username(), "wrong")).isFalse();
    }

    private Scene known() {
        Scene anna = Scene.withSecondFactor(SECRET);
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at, host)"
                + " values ('" + anna.accountId() + "', '" + anna.address() + "', '" + anna.username()
                + "', 1, 'SUSPENDED', now(), '" + DrivenDovecot.HOST + "')");
        return anna;
    }

    private static Response order(String token, String device, List<String> protocols) {
        Response answer = RestAssured.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(Map.of("device", device, "protocols", protocols))
                .post(OWN);
        answer.then().statusCode(201);
        return answer;
    }

    private static String setting(String key) {
        return Tokens.setting("mailwarden.auth.app-passwords." + key);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.RecoveryLink;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.mail.ReceivedMail;
import org.mailwarden.kit.secret.Secret;

/** Letters go over real SMTP into a real mailbox, and are counted in the real database. */
@QuarkusTest
class LetterMailTest {

    private static final String LINK = "http://127.0.0.1/realms/mailwarden/login-actions/action-token?key=abc";

    @Inject
    LetterMail mail;

    @ConfigProperty(name = "mailwarden.devservices.control-url")
    String controlUrl;

    @Test
    void theLinkArrivesInTheRecoveryMailboxInThePersonsLanguage() {
        // Given
        ControlClient servers = new ControlClient(controlUrl);
        servers.addMailUser("anna@home.example", "anna-home", "recovery mailbox");

        // When
        Delivery delivery = mail.send(
                Letter.RESET, somebody("anna", "anna@home.example"), "anna@example.org", null, Details.link(link()));

        // Then
        assertThat(delivery).isEqualTo(new Delivery.Accepted());
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(servers.inbox("anna-home"))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.text()).contains(LINK, "Guten Tag anna,");
                            assertThat(letter.subject()).isEqualTo("Setzen Sie ein neues Passwort für Ihr Mailkonto");
                            assertThat(letter.from()).startsWith("\"Mailwarden\" <");
                        }));
    }

    @Test
    void whatIsHeldBackByTheLimitStandsInTheLedgerOnce() {
        // Given
        FleetUser often = somebody("u" + UUID.randomUUID().toString().substring(0, 8), "often@home.example");
        for (int i = 0; i < 5; i++) {
            assertThat(mail.send(Letter.NOTICE, often, "often@example.org", null, Details.NONE))
                    .isEqualTo(new Delivery.Accepted());
        }

        // When
        Delivery sixth = mail.send(Letter.NOTICE, often, "often@example.org", null, Details.NONE);
        Delivery seventh = mail.send(Letter.NOTICE, often, "often@example.org", null, Details.NONE);
        Delivery ofAnotherKind = mail.send(Letter.ENABLED, often, "often@example.org", null, Details.NONE);

        // Then
        assertThat(sixth).isInstanceOf(Delivery.Held.class);
        assertThat(seventh).isInstanceOf(Delivery.Held.class);
        assertThat(ofAnotherKind).isEqualTo(new Delivery.Accepted());
        assertThat(Tokens.asAdmin()
                        .queryParam("action", "letter.held")
                        .queryParam("person", often.username())
                        .get("/api/v1/audit")
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
    }

    @Test
    void anAdministratorLooksAtALetterAndMailsItToThemselves() {
        // Given
        ControlClient servers = new ControlClient(controlUrl);
        servers.addMailUser("ada@admins.example", "ada", "administrator's mailbox");

        // When
        JsonPath preview = Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("language", "de"))
                .post("/api/v1/letters/second-factor/preview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Delivery sent = mail.sendExample(Letter.SECOND_FACTOR, "de", "id-of-ada", "ada", "ada@admins.example");

        // Then
        assertThat(preview.getString("subject")).startsWith("Beispiel: Richten Sie");
        assertThat(preview.getString("html")).contains("https://example.invalid/");
        assertThat(sent).isEqualTo(new Delivery.Accepted());
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(servers.inbox("ada"))
                        .singleElement()
                        .extracting(ReceivedMail::subject)
                        .isEqualTo(preview.getString("subject")));
    }

    @ParameterizedTest
    @CsvSource({"reset, true, 409, no-address", "nothing, false, 404, letter-not-found"})
    void saysWhyThereIsNoPreview(String kind, boolean send, int status, String code) {
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("send", send))
                .post("/api/v1/letters/" + kind + "/preview")
                .then()
                .statusCode(status)
                .body("code", Matchers.equalTo(code));
    }

    @Test
    void onlyAdministratorsLookAtLetters() {
        Tokens.asApprover().get("/api/v1/letters").then().statusCode(403);
    }

    private static RecoveryLink link() {
        return new RecoveryLink(Secret.of(LINK), Instant.now());
    }

    private static FleetUser somebody(String name, String recoveryAddress) {
        return new FleetUser(
                "id-of-" + name,
                name,
                name + "@example.org",
                true,
                Set.of("fleet"),
                false,
                recoveryAddress,
                List.of(),
                List.of(),
                List.of(),
                "de",
                false);
    }
}

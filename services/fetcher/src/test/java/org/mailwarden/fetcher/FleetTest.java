// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.mailwarden.fetcher.support.Organisation.config;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.Topic;
import org.mailwarden.kit.seal.HpkeOpener;

/** The fetcher with a real broker, database, Keycloak and mail server. */
@QuarkusTest
class FleetTest {

    private final Organisation organisation = new Organisation();

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void everyDeliveredMessageIsOneEventAndLaterOnesFollow(String protocol) {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 25);
        UUID account = organisation.enrolled(mailbox, protocol);
        eventually(() -> assertThat(messages(account)).hasSize(25));

        // When
        organisation.deliver(mailbox, 3);

        // Then
        eventually(() -> assertThat(messages(account)).hasSize(28));
        assertThat(messages(account)).extracting(Topic.Received::id).doesNotHaveDuplicates();
        assertThat(messages(account))
                .allSatisfy(event ->
                        assertThat(event.data().get("subject").asText()).startsWith("Grüße"));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
    }

    @Test
    void everySignInIsTold() {
        // Given
        Mailbox mailbox = organisation.mailbox();

        // When
        UUID account = organisation.enrolled(mailbox, "IMAP");

        // Then
        eventually(() -> assertThat(organisation.on(Topics.LOGINS, account)).isNotEmpty());
        var login = organisation.on(Topics.LOGINS, account).getFirst();
        assertThat(login.type()).isEqualTo("org.mailwarden.LoginSucceeded.v1");
        assertThat(login.data().get("tls").get("protocol").asText()).isEqualTo("TLSv1.3");
        assertThat(login.data().get("tls").get("certificateSha256").asText()).hasSize(64);
    }

    @Test
    void wrongPasswordIsTriedTwiceAndNoMoreAndANewOneGoesOn() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 1);
        UUID account = UUID.fromString(organisation
                .enrol(mailbox, "IMAP", "wrong")
                .statusCode(201)
                .extract()
                .path("id"));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("CREDENTIAL_REFUSED"));
        eventually(() -> assertThat(organisation.on(Topics.LOGINS, account))
                .hasSize(2)
                .allSatisfy(login -> assertThat(login.type()).isEqualTo("org.mailwarden.LoginFailed.v1")));

        // When
        organisation
                .as("mailwarden-cli")
                .body(Map.of("type", "PASSWORD", "password", mailbox.password()))
                .put("/api/v1/accounts/" + account + "/credential")
                .then()
                .statusCode(200)
                .body("credentialVersion", equalTo(2));

        // Then
        eventually(() -> assertThat(messages(account)).hasSize(1));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE", "plaintext"})
    void plaintextAccountIsRefusedWithASentence(String security) {
        organisation
                .enrol(organisation.mailbox(), "IMAP", "pw", "localhost", security, "143")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("plaintext-refused"))
                .body("detail", containsString("never sends a password in clear"))
                .body("traceId", notNullValue());
    }

    @Test
    void unknownProtocolMalformedJsonAndForeignFieldsOfTypeAreProblems() {
        organisation
                .enrol(organisation.mailbox(), "JMAP", "pw", "localhost", "TLS", "993")
                .statusCode(422)
                .body("detail", containsString("IMAP, POP3"));
        organisation
                .as("mailwarden-cli")
                .body("{\"address\": ")
                .post("/api/v1/accounts")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("not JSON"));
        organisation
                .as("mailwarden-cli")
                .body("[]")
                .post("/api/v1/accounts")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString("one JSON object"));
    }

    @Test
    void certificateOfAnotherHostIsReportedAndNothingIsRead() {
        // Given
        Mailbox mailbox = organisation.mailbox();

        // When
        UUID account = UUID.fromString(organisation
                .enrol(
                        mailbox,
                        "IMAP",
                        mailbox.password(),
                        "127.0.0.2",
                        "TLS",
                        config("mailwarden.devservices.mail.imaps-port"))
                .statusCode(201)
                .extract()
                .path("id"));

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("UNREACHABLE"));
        assertThat(organisation
                        .as("mailwarden-cli")
                        .get("/api/v1/accounts/" + account)
                        .then()
                        .extract()
                        .<String>path("stateReason"))
                .isNotBlank();
    }

    @Test
    void credentialIsAnnouncedOnlyInsideAnEnvelope() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        HpkeOpener reader = Organisation.breachWatch();

        // When
        UUID account = organisation.enrolled(mailbox, "IMAP");

        // Then
        eventually(
                () -> assertThat(organisation.on(Topics.CREDENTIALS, account)).hasSize(1));
        var data = organisation.on(Topics.CREDENTIALS, account).getFirst().data();
        byte[] envelope =
                java.util.Base64.getDecoder().decode(data.get("envelope").asText());
        String context = org.mailwarden.contracts.credential.CredentialSealed.contextInfo(account, 1);
        assertThat(new String(reader.open(envelope, context), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"strength\":")
                .contains("\"sha1\":\"");
        assertThat(data.toString()).doesNotContain(mailbox.password());
    }

    @Test
    void removedAccountLeavesATombstone() {
        // Given
        UUID account = organisation.enrolled(organisation.mailbox(), "POP3");

        // When
        organisation
                .as("mailwarden-cli")
                .delete("/api/v1/accounts/" + account)
                .then()
                .statusCode(204);

        // Then
        eventually(() -> assertThat(organisation.on(Topics.ACCOUNTS, account))
                .last()
                .satisfies(event -> assertThat(event.data()).isNull()));
        organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account)
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "port;70000;invalid-port",
                "host;mail server;invalid-host",
                "address;nobody;invalid-address",
                "security;SSL;invalid-security",
                "retrieval;DELETE_AFTER_DAYS;delete-after-needs-pop3"
            })
    void fieldThatCannotBeIsAProblemOfItsOwn(String field, String value, String code) {
        Map<String, Object> account = new HashMap<>(Map.of(
                "address", "someone@sample.example",
                "protocol", "IMAP",
                "host", "localhost",
                "security", "TLS",
                "credential", Map.of("type", "PASSWORD", "password", "pw")));
        account.put(field, field.equals("port") ? Integer.valueOf(value) : value);
        problem(account, code);
    }

    @Test
    void foldersWithControlCharactersAndOtherCredentialsAreProblems() {
        Map<String, Object> account = new HashMap<>(Map.of(
                "address", "someone@sample.example",
                "protocol", "IMAP",
                "host", "localhost",
                "security", "TLS",
                "folders", List.of("INBOX\r\nA1 DELETE INBOX"),
                "credential", Map.of("type", "PASSWORD", "password", "pw")));
        problem(account, "invalid-folders");
        account.put("folders", List.of("INBOX"));
        account.put("credential", Map.of("type", "OAUTH2_REFRESH"));
        problem(account, "invalid-credential-clientid");
        account.remove("credential");
        problem(account, "invalid-credential");
    }

    @Test
    void mailboxIsEnrolledOnce() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.enrolled(mailbox, "IMAP");

        // When
        var again = organisation.enrol(mailbox, "IMAP", mailbox.password());

        // Then
        again.statusCode(409).body("code", equalTo("account-exists")).body("detail", containsString("already"));
    }

    @Test
    void pausedAccountIsNotReadUntilItIsResumed() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = organisation.enrolled(mailbox, "IMAP");
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        act(account, "pause", "PAUSED");
        int logins = organisation.on(Topics.LOGINS, account).size();
        organisation.deliver(mailbox, 1);
        Awaitility.await()
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(6))
                .untilAsserted(() ->
                        assertThat(organisation.on(Topics.LOGINS, account)).hasSizeLessThanOrEqualTo(logins + 1));
        assertThat(messages(account)).isEmpty();

        // When
        act(account, "resume", "NEW");

        // Then
        eventually(() -> assertThat(messages(account)).hasSize(1));
    }

    @Test
    void storedPasswordGoesToNoOtherServerAndForNoOtherUser() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = organisation.enrolled(mailbox, "IMAP");

        // When
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("host", "127.0.0.1"), Map.of("port", 1993), Map.of("username", "somebody-else"))) {
            patch(account, change).statusCode(422).body("code", equalTo("credential-required"));
        }

        // Then
        assertThat(organisation.<String>field(account, "host")).isEqualTo("localhost");
        patch(
                        account,
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "credential",
                                Map.of("type", "PASSWORD", "password", mailbox.password())))
                .statusCode(200)
                .body("credentialVersion", equalTo(2))
                .body("host", equalTo("127.0.0.1"));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
    }

    @Test
    void changeOfNothingAndOfWhatStaysAreProblems() {
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");

        patch(account, Map.of()).statusCode(400).body("code", equalTo("nothing-to-change"));
        patch(account, Map.of("protocol", "POP3")).statusCode(422).body("code", equalTo("not-changeable"));
        patch(account, Map.of("credential", Map.of("type", "PASSWORD", "password", "pw")))
                .statusCode(422)
                .body("detail", containsString("PUT"));
        patch(account, Map.of("owner", "ada")).statusCode(200).body("owner", equalTo("ada"));
    }

    private io.restassured.response.ValidatableResponse patch(UUID account, Map<String, Object> change) {
        return organisation
                .as("mailwarden-cli")
                .body(change)
                .patch("/api/v1/accounts/" + account)
                .then();
    }

    @Test
    void rolesAreEnforced() {
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        String path = "/api/v1/accounts/" + account;
        given().get("/api/v1/accounts").then().statusCode(401);
        given().auth().oauth2("no-token").get("/api/v1/accounts").then().statusCode(401);
        organisation.as("mailwarden-approver-cli").get(path).then().statusCode(200);
        organisation
                .as("mailwarden-approver-cli")
                .body(Map.of())
                .post("/api/v1/accounts")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
        organisation
                .as("mailwarden-approver-cli")
                .body(Map.of("type", "PASSWORD", "password", "pw"))
                .put(path + "/credential")
                .then()
                .statusCode(403);
        organisation
                .as("mailwarden-approver-cli")
                .body(Map.of("host", "localhost"))
                .patch(path)
                .then()
                .statusCode(403);
        organisation.as("mailwarden-approver-cli").post(path + "/pause").then().statusCode(403);
        organisation.as("mailwarden-approver-cli").post(path + "/resume").then().statusCode(403);
        organisation.as("mailwarden-approver-cli").delete(path).then().statusCode(403);
        assertThat(organisation.state(account)).isNotEqualTo("PAUSED");
    }

    private void act(UUID account, String action, String state) {
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/" + action)
                .then()
                .statusCode(200)
                .body("state", equalTo(state));
    }

    private void problem(Map<String, Object> account, String code) {
        organisation
                .as("mailwarden-cli")
                .body(account)
                .post("/api/v1/accounts")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    private List<Topic.Received> messages(UUID account) {
        return organisation.on(Topics.MESSAGES, account).stream()
                .filter(event -> event.type().endsWith("MessageReceived.v1"))
                .toList();
    }
}

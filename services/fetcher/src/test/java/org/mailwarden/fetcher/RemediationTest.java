// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.mailwarden.fetcher.support.Organisation.config;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.remediation.RemediationAction;
import org.mailwarden.fetcher.support.AuthStandIn;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.Resets;
import org.mailwarden.fetcher.support.Topic;
import org.mailwarden.kit.event.EventPublisher;

/** A password is being reset: the fetcher stands aside, hands over the old password for the proof, and goes on. */
@QuarkusTest
@WithTestResource(value = AuthStandIn.class, scope = TestResourceScope.GLOBAL)
class RemediationTest {

    @Inject
    EventPublisher publisher;

    private final Organisation organisation = new Organisation();

    @Test
    void beginningSuspendsTheAccountAndNobodySignsInAnyMore() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = active(mailbox);

        // When
        resets().started(UUID.randomUUID(), account, mailbox, 1);

        // Then
        eventually(() -> assertThat(organisation.on(Topics.ACCOUNTS, account))
                .last()
                .extracting(event -> event.data().get("state").asText())
                .isEqualTo("SUSPENDED"));
        int before = organisation.on(Topics.LOGINS, account).size();
        Awaitility.await()
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(8))
                .untilAsserted(() ->
                        assertThat(organisation.on(Topics.LOGINS, account)).hasSizeLessThanOrEqualTo(before + 1));
        assertThat(organisation.state(account)).isEqualTo("SUSPENDED");
        post(account, "pause").statusCode(409).body("code", equalTo("suspended"));
        post(account, "resume").statusCode(409);
    }

    @Test
    void newCredentialEndsTheSuspension() {
        // Given
        Organisation.breachWatch();
        Mailbox mailbox = organisation.mailbox();
        UUID account = active(mailbox);
        resets().started(UUID.randomUUID(), account, mailbox, 1);
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("SUSPENDED"));
        organisation.control().changeMailPassword(mailbox.address(), "Pw-new-and-other");

        // When
        newCredential(account, "Pw-new-and-other");

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        eventually(() -> assertThat(organisation.on(Topics.CREDENTIALS, account))
                .extracting(event -> event.data().get("credentialVersion").asLong())
                .containsExactly(1L, 2L));
    }

    @Test
    void retiredPasswordIsPresentedForTheProofUntilAuthTakesIt() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = active(mailbox);
        UUID remediation = UUID.randomUUID();
        newCredential(account, "Pw-the-new-one-of-two");

        // When
        resets().applied(remediation, account, mailbox, 1);

        // Then
        eventually(
                () -> assertThat(presented(remediation))
                        .isEqualTo(
                                "{\"candidate\":\"" + mailbox.password()
                                        + "\",\"mail\":[{\"protocol\":\"IMAP\",\"outcome\":\"NOT_CHECKED\",\"reason\":\"NEW_PASSWORD\"}]}"));
    }

    @Test
    void startOfARemediationOfAnOlderCredentialChangesNothing() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = active(mailbox);
        newCredential(account, mailbox.password());
        UUID other = active(organisation.mailbox());

        // When
        resets().started(UUID.randomUUID(), account, mailbox, 1);
        resets().started(UUID.randomUUID(), other, mailbox, 1);

        // Then
        eventually(() -> assertThat(organisation.state(other)).isEqualTo("SUSPENDED"));
        assertThat(organisation.on(Topics.ACCOUNTS, account))
                .noneMatch(event -> event.data().get("state").asText().equals("SUSPENDED"));
    }

    @Test
    void responseThatRetiresNoPasswordLeavesReadingAlone() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = active(mailbox);
        UUID other = active(organisation.mailbox());

        // When
        publish(RemediationAction.REVOKE_SESSIONS, account, mailbox);
        publish(RemediationAction.FORCE_RESET, other, mailbox);

        // Then
        eventually(() -> assertThat(organisation.state(other)).isEqualTo("SUSPENDED"));
        assertThat(organisation.state(account)).isEqualTo("ACTIVE");
    }

    private void publish(RemediationAction action, UUID account, Mailbox mailbox) {
        resets().tell(EventType.REMEDIATION_STARTED, action, UUID.randomUUID(), account, mailbox, 1);
    }

    private Resets resets() {
        return new Resets(publisher);
    }

    @Test
    void recordThatIsNoEventGoesToTheDeadLettersAndTheNextIsHeard() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = active(mailbox);

        // When
        Topic.send(config("kafka.bootstrap.servers"), Topics.REMEDIATIONS, account, "{\"remediationId\": poison");
        resets().started(UUID.randomUUID(), account, mailbox, 1);

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("SUSPENDED"));
        eventually(() -> assertThat(organisation.on(Topics.REMEDIATIONS + ".dlq", account))
                .isNotEmpty());
    }

    private UUID active(Mailbox mailbox) {
        UUID account = organisation.enrolled(mailbox, "IMAP");
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        return account;
    }

    private void newCredential(UUID account, String password) {
        organisation
                .as("mailwarden-cli")
                .body(Map.of("type", "PASSWORD", "password", password))
                .put("/api/v1/accounts/" + account + "/credential")
                .then()
                .statusCode(200);
    }

    private io.restassured.response.ValidatableResponse post(UUID account, String path) {
        return organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/" + path)
                .then();
    }

    private static String presented(UUID remediation) {
        return given().get(config("mailwarden.fetcher.auth-url") + "/api/v1/remediations/" + remediation
                        + "/proof/old-password")
                .asString();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.support.Organisation;

/** A person has an account tried that is not tried any more by itself. */
@QuarkusTest
class ReconnectTest {

    private final Organisation organisation = new Organisation();

    @Test
    void refusedAccountIsTriedByHandOnceAnHour() {
        // Given
        UUID account = UUID.fromString(organisation
                .enrol(organisation.mailbox(), "IMAP", "wrong")
                .statusCode(201)
                .extract()
                .path("id"));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("CREDENTIAL_REFUSED"));

        // When
        reconnect(account).statusCode(200).body("state", equalTo("NEW"));

        // Then
        eventually(() -> assertThat(organisation.on(Topics.LOGINS, account)).hasSize(3));
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("CREDENTIAL_REFUSED"));
        reconnect(account)
                .statusCode(429)
                .contentType("application/problem+json")
                .body("code", equalTo("tried-by-hand"))
                .body("detail", containsString("new credential"));
        organisation
                .as("mailwarden-cli")
                .get("/api/v1/hosts")
                .then()
                .statusCode(200)
                .body("items.find { it.host == 'localhost' }.refusals", org.hamcrest.Matchers.greaterThanOrEqualTo(3));
    }

    @Test
    void accountThatIsReadIsReadAnewAsOftenAsAsked() {
        // Given
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));

        // When
        reconnect(account).statusCode(200);

        // Then
        reconnect(account).statusCode(200).body("state", equalTo("ACTIVE"));
    }

    @Test
    void accountThatIsHeldOrUnknownIsAProblem() {
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/pause")
                .then()
                .statusCode(200);

        reconnect(account).statusCode(409).body("code", equalTo("paused")).body("detail", containsString("resume"));
        reconnect(UUID.randomUUID()).statusCode(404);
        organisation
                .as("mailwarden-approver-cli")
                .post("/api/v1/accounts/" + account + "/reconnect")
                .then()
                .statusCode(403);
    }

    private ValidatableResponse reconnect(UUID account) {
        return organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/reconnect")
                .then();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;

/** What people are told of an account's past. */
@QuarkusTest
class TimelineTest {

    private final Organisation organisation = new Organisation();

    @Test
    void tellsNewestFirstWhatHappenedAndWhoDidIt() {
        // Given
        UUID account = active();
        organisation
                .as("mailwarden-cli")
                .body(Map.of("owner", "someone"))
                .patch("/api/v1/accounts/" + account)
                .then()
                .statusCode(200);

        // When
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/pause")
                .then()
                .statusCode(200);

        // Then
        timeline(account, "")
                .statusCode(200)
                .body("items.kind", contains("STATE_CHANGED", "SETTINGS_CHANGED", "STATE_CHANGED", "ENROLLED"))
                .body("items[0].detail", equalTo("PAUSED: Paused by an operator."))
                .body("items[0].actor", equalTo("service-account-mailwarden-cli"))
                .body("items[1].detail", equalTo("Changed: owner"))
                .body("items[2].detail", equalTo("ACTIVE"))
                .body("items[2].actor", nullValue());
    }

    @Test
    void tellsOfANewCredentialWithoutTheSecret() {
        // Given
        UUID account = active();
        String password = "Pw-" + UUID.randomUUID();

        // When
        organisation
                .as("mailwarden-cli")
                .body(Map.of("type", "PASSWORD", "password", password))
                .put("/api/v1/accounts/" + account + "/credential")
                .then()
                .statusCode(200);

        // Then
        String told = timeline(account, "").statusCode(200).extract().asString();
        assertThat(told).contains("CREDENTIAL_REPLACED", "version 2").doesNotContain(password);
    }

    @Test
    void goesOnWhereThePageBeforeEnded() {
        // Given
        UUID account = active();
        String next = timeline(account, "?limit=1")
                .body("items.kind", contains("STATE_CHANGED"))
                .extract()
                .path("next");

        // When
        ValidatableResponse page = timeline(account, "?limit=1&after=" + next);

        // Then
        page.statusCode(200).body("items.kind", contains("ENROLLED")).body("next", nullValue());
    }

    @Test
    void anAccountThatIsNotThereHasNoTimeline() {
        timeline(UUID.randomUUID(), "").statusCode(404).contentType("application/problem+json");
    }

    private UUID active() {
        Mailbox mailbox = organisation.mailbox();
        UUID account = organisation.enrolled(mailbox, "IMAP");
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        return account;
    }

    private ValidatableResponse timeline(UUID account, String query) {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/timeline" + query)
                .then();
    }
}

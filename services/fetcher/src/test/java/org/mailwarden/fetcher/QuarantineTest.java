// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;

/** What the fetcher tells of a message, and of one that hits a limit. */
@QuarkusTest
class QuarantineTest {

    private static final String DEEP = "From: bob@elsewhere.example\r\nSubject: deep\r\n"
            + "Content-Type: message/rfc822\r\n\r\n".repeat(60) + "Subject: inner\r\n\r\nx\r\n";

    private final Organisation organisation = new Organisation();

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void messageThatHitsALimitIsToldAndListedAndTheOneAfterItIsRead(String protocol) {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliverRaw(mailbox, DEEP);
        organisation.deliver(mailbox, 1);

        // When
        UUID account = organisation.enrolled(mailbox, protocol);

        // Then
        eventually(() -> assertThat(organisation.on(Topics.MESSAGES, account)).hasSize(2));
        JsonNode event = organisation.on(Topics.MESSAGES, account).getFirst().data();
        assertThat(event.get("quarantined").asBoolean()).isTrue();
        assertThat(event.get("quarantineReason").asText()).isEqualTo("NESTED_TOO_DEEP");
        assertThat(event.get("subject").asText()).isEqualTo("deep");
        eventually(() -> organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/quarantine")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].reason", equalTo("NESTED_TOO_DEEP"))
                .body("items[0].subject", equalTo("deep"))
                .body("items[0].from", equalTo("bob@elsewhere.example"))
                .body("items[0].fingerprint", equalTo(event.get("fingerprint").asText()))
                .body("items[0].explanation", containsString("nested deeper")));
    }

    @Test
    void eventTellsTheTlsOfTheSessionAndWhatTheMailIsMadeOf() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 1);

        // When
        UUID account = organisation.enrolled(mailbox, "IMAP");

        // Then
        eventually(() -> assertThat(organisation.on(Topics.MESSAGES, account)).hasSize(1));
        JsonNode event = organisation.on(Topics.MESSAGES, account).getFirst().data();
        assertThat(event.at("/tls/protocol").asText()).startsWith("TLSv1.");
        assertThat(event.at("/envelope/from/0/address").asText()).isEqualTo("sender@elsewhere.example");
        assertThat(event.at("/structure/0/contentType").asText()).isEqualTo("text/plain");
        assertThat(event.get("sha256").asText()).hasSize(64);
        assertThat(event.get("truncated")).isEmpty();
    }

    @Test
    void quarantineIsForAnalystsAndAdminsOnly() {
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");

        organisation
                .as("mailwarden-approver-cli")
                .get("/api/v1/accounts/" + account + "/quarantine")
                .then()
                .statusCode(403);
    }

    @Test
    void quarantineOfAnUnknownAccountIsNotFound() {
        organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + UUID.randomUUID() + "/quarantine")
                .then()
                .statusCode(404);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.sync.FolderReadings;

/** What is seen over REST of a mailbox: its messages, and how far a long reading is. */
@QuarkusTest
class MessagesTest {

    private static final String HOSTILE = "From: bob@elsewhere.example\r\nSubject: deep\r\n"
            + "Content-Type: message/rfc822\r\n\r\n".repeat(60) + "Subject: inner\r\n\r\nx\r\n";

    @Inject
    FolderReadings readings;

    private final Organisation organisation = new Organisation();

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void everyMessageIsOnOnePageAndLeadsToItsEvent(String protocol) {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 4);
        organisation.deliverRaw(mailbox, HOSTILE);
        UUID account = organisation.enrolled(mailbox, protocol);
        eventually(() -> assertThat(fingerprints(account)).hasSize(5));
        eventually(() -> assertThat(items(account, "?folder=INBOX")).hasSize(5));

        // When
        List<String> listed = new ArrayList<>();
        String next = "";
        while (next != null) {
            JsonPath page = get(account, "?limit=2" + (next.isEmpty() ? "" : "&after=" + next))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            listed.addAll(page.getList("items.fingerprint"));
            next = page.getString("next");
        }

        // Then
        assertThat(listed).hasSize(5).containsExactlyInAnyOrderElementsOf(fingerprints(account));
        JsonPath all = get(account, "").extract().jsonPath();
        assertThat(all.getList("items.findAll { it.quarantined == 'NESTED_TOO_DEEP' }"))
                .hasSize(1);
        assertThat(all.getList(protocol.equals("IMAP") ? "items.uidl" : "items.uid"))
                .containsOnlyNulls();
        assertThat(items(account, "?folder=Other")).isEmpty();
        assertThat(all.prettify()).doesNotContain("elsewhere.example");
    }

    @Test
    void whatIsNoCursorAndWhatIsNoAccountIsSaid() {
        UUID account = organisation.enrolled(organisation.mailbox(), "IMAP");

        get(account, "?after=bm9uZQ").statusCode(400).body("code", equalTo("invalid-after"));
        get(UUID.randomUUID(), "").statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMAP", "POP3"})
    void longReadingIsToldUntilItIsThrough(String protocol) {
        // Given
        Mailbox mailbox = organisation.mailbox();
        organisation.deliver(mailbox, 3);
        UUID account = organisation.enrolled(mailbox, protocol);
        eventually(() ->
                assertThat(folders(account).getString("items[0].messages")).isEqualTo("3"));

        // When
        readings.backfill(account, "INBOX", 7, 1);

        // Then
        JsonPath under = folders(account);
        assertThat(under.getInt("items[0].backfill.done")).isEqualTo(3);
        assertThat(under.getInt("items[0].backfill.total")).isEqualTo(7);
        assertThat(under.getDouble("items[0].backfill.rate")).isPositive();
        assertThat(under.getString("items[0].backfill.eta")).isNotEmpty();
        organisation.deliver(mailbox, 1);
        eventually(() ->
                assertThat(folders(account).getString("items[0].backfill")).isNull());
        assertThat(folders(account).getInt("items[0].messages")).isEqualTo(4);
    }

    private JsonPath folders(UUID account) {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/folders")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private ValidatableResponse get(UUID account, String query) {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/messages" + query)
                .then();
    }

    private List<String> items(UUID account, String query) {
        return get(account, query).statusCode(200).extract().jsonPath().getList("items.fingerprint");
    }

    private Set<String> fingerprints(UUID account) {
        Set<String> found = new HashSet<>();
        organisation.on(Topics.MESSAGES, account).stream()
                .filter(event -> event.data().hasNonNull("fingerprint"))
                .forEach(event -> found.add(event.data().get("fingerprint").asText()));
        return found;
    }
}

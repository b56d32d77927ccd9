// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.account.Fleet;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Topic;

/** What people call accounts, to find them together. */
@QuarkusTest
class AccountTagTest {

    private final Organisation organisation = new Organisation();
    private final Fleet fleet;
    private UUID account = new UUID(0, 0);

    AccountTagTest(Fleet fleet) {
        this.fleet = fleet;
    }

    @BeforeEach
    void anAccountIsRead() {
        account = organisation.enrolled(organisation.mailbox(), "IMAP");
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
    }

    @Test
    void givesAndTakesTagsAndLeavesTheOthers() {
        // Given
        tag(Map.of("add", List.of("Board", "vip"))).statusCode(200).body("tags", contains("board", "vip"));

        // When
        ValidatableResponse changed = tag(Map.of("add", List.of("pilot"), "remove", List.of("BOARD", "never there")));

        // Then
        changed.statusCode(200).body("tags", contains("pilot", "vip"));
        timeline().body("items.detail", hasItem("Tags: pilot, vip"));
        eventually(() -> assertThat(announced().getLast().data().get("tags"))
                .extracting(tag -> tag.asText())
                .containsExactly("pilot", "vip"));
    }

    @Test
    void saysNothingWhereNothingChanges() {
        // Given
        tag(Map.of("add", List.of("vip"))).statusCode(200);
        String changedAt = changedAt();

        // When
        ValidatableResponse again = tag(Map.of("add", List.of("VIP"), "remove", List.of("board")));

        // Then
        again.statusCode(200).body("tags", contains("vip"));
        assertThat(changedAt()).as("nothing was announced").isEqualTo(changedAt);
        assertThat(timeline().extract().jsonPath().getList("items.detail", String.class))
                .containsOnlyOnce("Tags: vip");
    }

    @Test
    void aChangeOfTheAccountMayNameAllItsTags() {
        // Given
        tag(Map.of("add", List.of("vip"))).statusCode(200);

        // When
        ValidatableResponse changed = organisation
                .as("mailwarden-cli")
                .body(Map.of("tags", List.of()))
                .patch("/api/v1/accounts/" + account)
                .then();

        // Then
        changed.statusCode(200).body("tags", empty());
    }

    @Test
    void tagsAloneDoNotHaveAMailboxReadSooner() {
        // Given: nobody reads it meanwhile.
        organisation
                .as("mailwarden-cli")
                .post("/api/v1/accounts/" + account + "/pause")
                .then()
                .statusCode(200);
        QuarkusTransaction.requiringNew().run(() -> fleet.findById(account).failures = 3);

        // When
        ValidatableResponse changed = organisation
                .as("mailwarden-cli")
                .body(Map.of("tags", List.of("vip")))
                .patch("/api/v1/accounts/" + account)
                .then();

        // Then
        changed.statusCode(200);
        assertThat(QuarkusTransaction.requiringNew().call(() -> fleet.findById(account).failures))
                .isEqualTo(3);
        timeline().body("items.detail", hasItem("Changed: tags; Tags: vip"));
    }

    @Test
    void whatIsNoChangeOfTagsIsRefusedWithWhatToSend() {
        tag(Map.of()).statusCode(400).body("code", equalTo("nothing-to-change"));
        tag(Map.of("add", List.of("a|b"))).statusCode(422).body("code", equalTo("invalid-tags"));
        tag(Map.of("add", List.of("a"), "remove", List.of("A"))).statusCode(422).body("code", equalTo("invalid-tags"));
    }

    @Test
    void anApproverDoesNotTag() {
        organisation
                .as("mailwarden-approver-cli")
                .body(Map.of("add", List.of("board")))
                .post("/api/v1/accounts/" + account + "/tags")
                .then()
                .statusCode(403);
    }

    private ValidatableResponse tag(Map<String, List<String>> change) {
        return organisation
                .as("mailwarden-cli")
                .body(change)
                .post("/api/v1/accounts/" + account + "/tags")
                .then();
    }

    private String changedAt() {
        return organisation.field(account, "changedAt");
    }

    private ValidatableResponse timeline() {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/timeline")
                .then()
                .statusCode(200);
    }

    private List<Topic.Received> announced() {
        return organisation.on(Topics.ACCOUNTS, account);
    }
}

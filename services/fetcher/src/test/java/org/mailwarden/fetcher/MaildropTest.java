// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mailwarden.devstack.chaos.Chaos;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.fetcher.support.Dovecot;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.fetcher.support.Pop3Maildrop;
import org.mailwarden.fetcher.support.Pop3Maildrop.Mail;
import org.mailwarden.fetcher.support.Topic;

/** What a POP3 server does to the identity of its messages, and what becomes of them, seen from the topic. */
@QuarkusTest
class MaildropTest {

    private static final int MANY = Chaos.of(110, 1_000);
    private static final int SWITCHED = Chaos.of(5, 1_000);

    @Inject
    AgroalDataSource database;

    private final Organisation organisation = new Organisation();
    private final Pop3Maildrop server = new Pop3Maildrop();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void idThatTheServerGivesToAnotherMessageLosesNeither() {
        // Given
        server.holds(mail("x", "one"));
        UUID account = enrolled();
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("one"));

        // When another message of the same size gets it
        server.holds(mail("x", "two"));

        // Then
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("one", "two"));
        assertThat(organisation.messages(account, "MessageReceived"))
                .extracting(Topic.Received::id)
                .doesNotHaveDuplicates();
        assertThat(organisation.messages(account, "MessageGone")).hasSize(1);
    }

    @Test
    void messageThatComesBackUnderAnotherIdIsNotAnnouncedAgain() {
        // Given
        server.holds(mail("a", "one"), mail("b", "two"), mail("c", "three"));
        UUID account = enrolled();
        eventually(() -> assertThat(organisation.subjects(account)).hasSize(3));

        // When the server renumbers, and a new message arrives
        server.holds(mail("1", "three"), mail("2", "one"), mail("3", "two"), mail("4", "four"));

        // Then
        eventually(() -> assertThat(organisation.subjects(account)).contains("four"));
        assertThat(organisation.subjects(account)).hasSize(4);
        assertThat(organisation.messages(account, "MessageGone")).isEmpty();
    }

    @Test
    void manyMessagesComeBackUnderOtherIdsAndManyIdsGoToOtherMessages() {
        // Given
        Mail[] first =
                IntStream.range(0, MANY).mapToObj(i -> mail("a" + i, "m" + i)).toArray(Mail[]::new);
        server.holds(first);
        UUID account = enrolled();
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(MANY));

        // When one half comes back under other ids, and the ids of the other half are given to other messages
        server.holds(IntStream.range(0, MANY)
                .mapToObj(i -> i < MANY / 2 ? mail("b" + i, "m" + i) : mail("a" + i, "n" + i))
                .toArray(Mail[]::new));

        // Then
        int announced = MANY + MANY - MANY / 2;
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(announced));
        eventually(
                () -> assertThat(organisation.messages(account, "MessageGone")).hasSize(MANY - MANY / 2));
        Chaos.tell("identity: ids of a maildrop", Map.of("mails", MANY, "announced", announced));
        assertThat(organisation.subjects(account)).doesNotHaveDuplicates();
    }

    @Test
    void orderOfTheListingMeansNothing() {
        // Given
        server.holds(mail("a", "one"), mail("b", "two"));
        UUID account = enrolled();
        eventually(() -> assertThat(organisation.subjects(account)).hasSize(2));

        // When
        server.holds(mail("c", "three"), mail("b", "two"), mail("a", "one"));

        // Then
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("one", "two", "three"));
        assertThat(organisation.messages(account, "MessageGone")).isEmpty();
    }

    @Test
    void serverWithoutIdsIsReadOnceAndGoesOn() {
        // Given
        server.withoutUidl().holds(mail("", "one"), mail("", "same"), mail("", "same"));
        UUID account = enrolled();
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("one", "same", "same"));

        // When
        server.holds(mail("", "same"), mail("", "same"), mail("", "one"), mail("", "two"));

        // Then
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("one", "same", "same", "two"));
        assertThat(organisation.messages(account, "MessageReceived"))
                .extracting(Topic.Received::id)
                .doesNotHaveDuplicates();
        assertThat(organisation.messages(account, "MessageGone")).isEmpty();
    }

    @Test
    void identicalMessagesWithoutMessageIdAreAnnouncedEach() {
        // Given
        server.holds(mail("a", "same"), mail("b", "same"), mail("b", "same"));

        // When
        UUID account = enrolled();

        // Then
        eventually(() -> assertThat(organisation.subjects(account)).containsExactly("same", "same", "same"));
        assertThat(organisation.messages(account, "MessageReceived"))
                .extracting(Topic.Received::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void serverThatWantsToBeLeftAloneIs() throws Exception {
        // Given
        server.capabilities("UIDL\r\nLOGIN-DELAY 900\r\n").holds(mail("a", "one"));

        // When
        UUID account = enrolled();

        // Then
        eventually(() -> assertThat(organisation.state(account)).isEqualTo("ACTIVE"));
        assertThat(ask("select next_poll_at >= last_polled_at + interval '900 s' from account where id = '" + account
                        + "'"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @EnumSource
    void oldMessageIsDeletedOnceItIsArchivedWhereverTheConnectionBreaks(Pop3Maildrop.Fault fault) throws Exception {
        // Given
        server.holds(mail("a", "old"), mail("b", "new"));
        UUID account = enrolled("DELETE_AFTER_DAYS", 30);
        eventually(() -> assertThat(organisation.subjects(account)).hasSize(2));
        server.hangUp(fault);

        // When
        grows31DaysOlder(account, "a");

        // Then
        eventually(
                () -> assertThat(organisation.messages(account, "MessageGone")).hasSize(1));
        assertThat(server.uidls()).containsExactly("b");
        assertThat(organisation.subjects(account)).containsExactly("old", "new");
        assertThat(organisation.messages(account, "MessageReceived"))
                .extracting(Topic.Received::id)
                .doesNotHaveDuplicates();
        assertThat(ask("select confirmed_at is not null from pop3_deletion where account_id = '" + account + "'"))
                .isEqualTo("t");
        assertThat(raw(account, fingerprint(account, "old")))
                .isEqualTo(mail("a", "old").raw());
    }

    @Test
    void messageThatWasReadBeforeThereWasAnArchiveIsPutThereBeforeItIsDeleted() {
        // Given
        server.holds(mail("a", "old"));
        UUID account = enrolled();
        eventually(() -> assertThat(organisation.subjects(account)).hasSize(1));
        grows31DaysOlder(account, "a");

        // When
        organisation
                .as("mailwarden-cli")
                .body(Map.of("retrieval", "DELETE_AFTER_DAYS", "deleteAfterDays", 30))
                .patch("/api/v1/accounts/" + account)
                .then()
                .statusCode(200);

        // Then
        eventually(() -> assertThat(server.uidls()).isEmpty());
        assertThat(raw(account, fingerprint(account, "old")))
                .isEqualTo(mail("a", "old").raw());
    }

    @Test
    void idThatBelongsToAnotherMessageByNowDeletesNothing() {
        // Given a known id that is not the last in the list, so that the look at the latest does not find it
        server.holds(mail("a", "old"), mail("b", "new"));
        UUID account = enrolled("DELETE_AFTER_DAYS", 30);
        eventually(() -> assertThat(organisation.subjects(account)).hasSize(2));
        server.holds(mail("a", "two"), mail("b", "new"));

        // When
        grows31DaysOlder(account, "a", "b");

        // Then the message that is known is deleted and the unknown one is not
        eventually(() -> assertThat(server.uidls()).containsExactly("a"));
        assertThat(server.deleted()).doesNotContain(mail("a", "two"));
    }

    @Test
    void switchOnDovecotAnnouncesNothingTwice() {
        CertificateAuthority authority = CertificateAuthority.in(
                Path.of(Organisation.config("mailwarden.devservices.mail.ca")).getParent());
        try (DovecotServer dovecot = Dovecot.start(authority, DovecotServer.Options.usual())) {
            dovecot.users(Map.of("dana", "opal-Meadow-93"));
            int[] sent = new int[1];
            Runnable deliver = () -> dovecot.deliver(
                    "dana",
                    "INBOX",
                    // One has an end to its last line, the next has none.
                    ("From: sam@elsewhere.example\r\nSubject: s" + sent[0] + "\r\n\r\n.text"
                                    + (sent[0]++ % 2 == 0 ? "\r\n" : ""))
                            .getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < SWITCHED; i++) {
                deliver.run();
            }
            Mailbox mailbox = new Mailbox("dana@sample.example", "opal-Meadow-93");
            UUID account = UUID.fromString(organisation
                    .enrol(
                            mailbox,
                            "IMAP",
                            mailbox.password(),
                            "localhost",
                            "TLS",
                            String.valueOf(dovecot.ports().imaps()))
                    .statusCode(201)
                    .extract()
                    .path("id"));
            eventually(() -> assertThat(organisation.messages(account, "MessageReceived"))
                    .hasSize(SWITCHED));

            goesThereAndBack(
                    account,
                    mailbox.password(),
                    dovecot.ports().imaps(),
                    dovecot.ports().pop3s(),
                    deliver);
        }
    }

    private void goesThereAndBack(UUID account, String password, int imaps, int pop3s, Runnable deliver) {
        switchTo(account, "POP3", pop3s, password);
        deliver.run();
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(SWITCHED + 1));
        assertThat(organisation
                        .messages(account, "MessageReceived")
                        .getLast()
                        .data()
                        .hasNonNull("uidl"))
                .isTrue();

        switchTo(account, "IMAP", imaps, password);
        deliver.run();
        eventually(() ->
                assertThat(organisation.messages(account, "MessageReceived")).hasSize(SWITCHED + 2));
        assertThat(organisation
                        .messages(account, "MessageReceived")
                        .getLast()
                        .data()
                        .hasNonNull("uid"))
                .isTrue();
        assertThat(organisation.messages(account, "MessageGone")).isEmpty();
    }

    private void switchTo(UUID account, String protocol, int port, String password) {
        organisation
                .as("mailwarden-cli")
                .body(Map.of(
                        "protocol",
                        protocol,
                        "port",
                        port,
                        "credential",
                        Map.of("type", "PASSWORD", "password", password)))
                .post("/api/v1/accounts/" + account + "/switch")
                .then()
                .statusCode(200);
    }

    @Test
    void switchNeedsTheCredentialAgain() {
        UUID account = enrolled();

        organisation
                .as("mailwarden-cli")
                .body(Map.of("protocol", "IMAP"))
                .post("/api/v1/accounts/" + account + "/switch")
                .then()
                .statusCode(422)
                .body("code", org.hamcrest.Matchers.equalTo("credential-required"));
    }

    private UUID enrolled() {
        return enrolled("KEEP_ON_SERVER", 0);
    }

    private UUID enrolled(String retrieval, int days) {
        Mailbox mailbox = new Mailbox("drop-" + UUID.randomUUID() + "@sample.example", "opal-Meadow-93");
        Map<String, Object> account = new java.util.HashMap<>(Map.of(
                "address",
                mailbox.address(),
                "protocol",
                "POP3",
                "host",
                "localhost",
                "port",
                Integer.parseInt(server.port()),
                "security",
                "TLS",
                "retrieval",
                retrieval,
                "credential",
                Map.of("type", "PASSWORD", "password", mailbox.password())));
        if (days > 0) {
            account.put("deleteAfterDays", days);
        }
        return UUID.fromString(organisation
                .as("mailwarden-cli")
                .body(account)
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private static Mail mail(String uidl, String subject) {
        return new Mail(
                uidl, "From: sam@elsewhere.example\r\nSubject: " + subject + "\r\n\r\nText of " + subject + "\r\n");
    }

    private String raw(UUID account, String fingerprint) {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/messages/" + fingerprint + "/raw")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private String fingerprint(UUID account, String subject) {
        return organisation.messages(account, "MessageReceived").stream()
                .filter(event -> event.data().get("subject").asText().equals(subject))
                .map(event -> event.data().get("fingerprint").asText())
                .findFirst()
                .orElseThrow();
    }

    /** What the topic has is remembered a moment later, and only then it can be made older. */
    private void grows31DaysOlder(UUID account, String... uidls) {
        eventually(
                () -> assertThat(run("update seen_message set seen_at = seen_at - interval '31 days' where uidl in ('"
                                + String.join("','", uidls) + "') and account_id = '" + account + "'"))
                        .isEqualTo(uidls.length));
    }

    private int run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Pop3Maildrop;
import org.mailwarden.fetcher.support.Pop3Maildrop.Mail;

/** Who may read the archive, what is written down of it, and when it forgets. */
@QuarkusTest
class ArchiveTest {

    private static final Mail MAIL =
            new Mail("a", "From: sam@elsewhere.example\r\nSubject: planted-canary\r\n\r\nText\r\n");

    @Inject
    AgroalDataSource database;

    private final Organisation organisation = new Organisation();
    private final Pop3Maildrop server = new Pop3Maildrop().holds(MAIL);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void administratorReadsAMessageAndTheAuditorSeesIt() {
        UUID account = archived();
        String fingerprint = fingerprint(account);

        String raw = organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/messages/" + fingerprint + "/raw")
                .then()
                .statusCode(200)
                .contentType("message/rfc822")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store")
                .extract()
                .asString();

        assertThat(raw).isEqualTo(MAIL.raw());
        organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/archive/readings")
                .then()
                .statusCode(200)
                .body("items.find { it.accountId == '" + account + "' }.fingerprint", equalTo(fingerprint))
                .body("items.accountId", hasItem(account.toString()));
    }

    @Test
    void nobodyElseReadsAMessage() {
        UUID account = archived();

        organisation
                .as("mailwarden-approver-cli")
                .get("/api/v1/accounts/" + account + "/messages/" + fingerprint(account) + "/raw")
                .then()
                .statusCode(403);
    }

    @Test
    void whatIsKeptIsSealed() throws IOException {
        UUID account = archived();

        try (Stream<Path> files = files(account)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .doesNotContain("planted-canary"));
        }
    }

    @Test
    void messageThatWasChangedInTheStoreIsNotGiven() throws IOException {
        UUID account = archived();
        try (Stream<Path> files = files(account)) {
            for (Path file : files.toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        }

        organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts/" + account + "/messages/" + fingerprint(account) + "/raw")
                .then()
                .statusCode(503)
                .body("code", equalTo("archive-unavailable"));
    }

    @Test
    void removedAccountTakesItsKeyAndItsMessagesAlong() throws Exception {
        UUID account = archived();

        organisation
                .as("mailwarden-cli")
                .delete("/api/v1/accounts/" + account)
                .then()
                .statusCode(204);

        assertThat(ask("select count(*) from archive_key where account_id = '" + account + "'"))
                .isEqualTo("0");
        eventually(() -> assertThat(folder(account)).doesNotExist());
        eventually(() -> assertThat(ask("select count(*) from archived_message where account_id = '" + account + "'"))
                .isEqualTo("0"));
    }

    @Test
    void messageIsRemovedWhenItsRetentionEnds() throws Exception {
        UUID account = archived();

        run("update archived_message set archived_at = archived_at - interval '400 days' where account_id = '" + account
                + "'");

        eventually(() -> assertThat(ask("select count(*) from archived_message where account_id = '" + account + "'"))
                .isEqualTo("0"));
        try (Stream<Path> files = files(account)) {
            assertThat(files).isEmpty();
        }
    }

    private UUID archived() {
        UUID account = UUID.fromString(organisation
                .as("mailwarden-cli")
                .body(Map.of(
                        "address",
                        "archive-" + UUID.randomUUID() + "@sample.example",
                        "protocol",
                        "POP3",
                        "host",
                        "localhost",
                        "port",
                        Integer.parseInt(server.port()),
                        "security",
                        "TLS",
                        "retrieval",
                        "DELETE_AFTER_DAYS",
                        "deleteAfterDays",
                        30,
                        "credential",
                        Map.of("type", "PASSWORD", "password", "opal-Meadow-93")))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
        eventually(() -> assertThat(organisation.on(Topics.MESSAGES, account)).isNotEmpty());
        return account;
    }

    private String fingerprint(UUID account) {
        return organisation
                .on(Topics.MESSAGES, account)
                .getFirst()
                .data()
                .get("fingerprint")
                .asText();
    }

    private static Path folder(UUID account) {
        return Path.of(Organisation.config("mailwarden.fetcher.archive.folder"), account.toString());
    }

    private static Stream<Path> files(UUID account) throws IOException {
        return Files.walk(folder(account)).filter(Files::isRegularFile);
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
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

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mailwarden.fetcher.support.Organisation.config;
import static org.mailwarden.fetcher.support.Organisation.eventually;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.fetcher.support.Organisation;
import org.mailwarden.fetcher.support.Organisation.Mailbox;
import org.mailwarden.kit.egress.EgressRefused;

/** From an address to a fleet, as an administrator does it over REST. */
@QuarkusTest
class EnrolmentTest {

    private static final String HEADER = "address,protocol,host,port,security,password,folders,owner\n";

    private final Organisation organisation = new Organisation();

    @Inject
    EntityManager entities;

    @Test
    void aTrialOfGoodSettingsShowsTheMailboxAndStoresNothing() {
        // Given
        Mailbox mailbox = organisation.mailbox();

        // When
        Response report = trial(mailbox, Map.of());

        // Then
        assertThat(report.jsonPath().getBoolean("works")).as(report.asString()).isTrue();
        assertThat(report.jsonPath().getList("folders", String.class)).contains("INBOX");
        assertThat(report.jsonPath().getList("certificate.names", String.class)).contains("localhost");
        assertThat(report.jsonPath().getString("tls.protocol")).startsWith("TLS");
        assertThat(report.asString()).doesNotContain(mailbox.password());
        assertThat(accounts(mailbox)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host | no-such-host.invalid | is not known; check its name",
                "host | 10.1.2.3 | may not connect to this host",
                "host | 2130706433 | may not connect to this host",
                "port | 1 | check host, port and that the server runs",
                "port | pop3s | is POP3, not IMAP; use port 993, or protocol POP3",
                "security | STARTTLS | with security TLS: use that.",
                "password | wrong | check user name and password",
                "folders | Nothing like it | There is no folder 'Nothing like it'. 'folders' in this answer lists",
                "folders | INBX | There is no folder 'INBX'; did you mean 'INBOX'?"
            })
    void aTrialOfEachMistakeLeadsToTheFix(String field, String value, String words) {
        // Given
        Mailbox mailbox = organisation.mailbox();

        // When
        Response report = trial(mailbox, Map.of(field, mistake(field, value)));

        // Then
        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.jsonPath().getBoolean("works")).isFalse();
        assertThat(report.jsonPath().getString("sentence")).contains(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host | no-such-host.invalid | is not known; check its name",
                "host | 10.1.2.3 | may not connect to this host",
                "port | 1 | check host, port and that the server runs",
                "security | STARTTLS | if it is a TLS port, use security TLS",
                "password | wrong | refused the password twice",
                "folders | INBX | The mailbox has no folder 'INBX' to read. Change 'folders'"
            })
    void anEnrolmentWithEachMistakeSaysHowToMendIt(String field, String value, String words) {
        // Given
        Mailbox mailbox = organisation.mailbox();

        // When
        UUID account = UUID.fromString(organisation
                .as("mailwarden-cli")
                .body(account(mailbox, Map.of(field, mistake(field, value))))
                .post("/api/v1/accounts")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));

        // Then
        eventually(() ->
                assertThat(organisation.<String>field(account, "lastError")).contains(words));
        organisation
                .as("mailwarden-cli")
                .delete("/api/v1/accounts/" + account)
                .then()
                .statusCode(204);
    }

    @Test
    void aRefusedPasswordIsTriedTwiceAndANameThreeTimes() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        trial(mailbox, Map.of("password", "wrong-1"));
        trial(mailbox, Map.of("password", "wrong-1"));

        // When
        Response third = trial(mailbox, Map.of("password", "wrong-1"));
        Response other = trial(mailbox, Map.of("password", "wrong-2"));
        Response fourth = trial(mailbox, Map.of("password", "wrong-3"));

        // Then
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.jsonPath().getString("code")).isEqualTo("trial-budget-spent");
        assertThat(Integer.parseInt(third.header("Retry-After"))).isBetween(1, 900);
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(fourth.statusCode()).isEqualTo(429);
    }

    @Test
    void anAddressOfALargeProviderIsKnown() {
        organisation
                .as("mailwarden-cli")
                .body(Map.of("address", "x@outlook.com"))
                .post("/api/v1/accounts/discover")
                .then()
                .statusCode(200)
                .body("candidates[0].host", org.hamcrest.Matchers.equalTo("outlook.office365.com"))
                .body("candidates[0].authentication", org.hamcrest.Matchers.contains("OAUTH2"));
    }

    @Test
    void aDryRunShowsEveryRowAndStoresNothing() {
        // Given
        Mailbox fresh = organisation.mailbox();
        Mailbox enrolled = organisation.mailbox();
        organisation.enrolled(enrolled, "IMAP");
        String file = HEADER + row(fresh, "") + row(enrolled, "") + row(fresh, "")
                + "nobody,IMAP,localhost,,TLS,x,,\n" + "c@sample.example,IMAP,localhost,,NONE,x,,\n"
                + "d@sample.example,IMAP,localhost,ninety,TLS,x,,\n" + "e@sample.example,IMAP,localhost,,TLS,,,\n";

        // When
        Response dry = importing(file, "?dryRun=true", null);

        // Then
        assertThat(dry.statusCode()).as(dry.asString()).isEqualTo(200);
        assertThat(dry.jsonPath().getList("rows.findAll { it.outcome == 'FAILED' }.line", Integer.class))
                .containsExactly(4, 5, 6, 7, 8);
        assertThat(dry.jsonPath().getList("rows.findAll { it.outcome == 'FAILED' }.detail", String.class))
                .satisfiesExactly(
                        twice -> assertThat(twice).contains("same mailbox as line 2"),
                        address -> assertThat(address).contains("name@domain"),
                        clear -> assertThat(clear).contains("never sends a password in clear"),
                        port -> assertThat(port).contains("'port' must be a whole number"),
                        password -> assertThat(password).contains("'password' is missing"));
        assertThat(dry.jsonPath().getInt("created")).isEqualTo(1);
        assertThat(dry.jsonPath().getInt("skipped")).isEqualTo(1);
        assertThat(dry.asString()).doesNotContain(fresh.password());
        assertThat(accounts(fresh)).isEmpty();
    }

    @Test
    void anImportEnrolsTheFleetOnceAndKeepsNoPassword() {
        // Given
        Mailbox first = organisation.mailbox();
        Mailbox second = organisation.mailbox();
        String file = HEADER + row(first, "one") + row(second, "two") + "=cmd@sample.example,IMAP,,,TLS,x,,\n";
        String key = UUID.randomUUID().toString();

        // When
        Response accepted = importing(file, "", key);
        Response again = importing(file, "", key);
        Response other = importing(file + "\n", "", key);

        // Then
        assertThat(accepted.statusCode()).as(accepted.asString()).isEqualTo(202);
        String id = accepted.jsonPath().getString("id");
        assertThat(accepted.header("Location")).endsWith("/api/v1/accounts/import/" + id);
        assertThat(again.jsonPath().getString("id")).isEqualTo(id);
        assertThat(other.statusCode()).isEqualTo(422);
        Response job = ended(id);
        assertThat(job.jsonPath().getInt("created")).isEqualTo(2);
        assertThat(job.jsonPath().getInt("failed")).isEqualTo(1);
        assertThat(job.jsonPath().getInt("done")).isEqualTo(3);
        eventually(
                () -> assertThat(organisation.state(accounts(first).getFirst())).isEqualTo("ACTIVE"));
        assertThat(organisation.<String>field(accounts(second).getFirst(), "owner"))
                .isEqualTo("two");
        assertThat(sealed(id)).isZero();
        assertThat(organisation
                        .as("mailwarden-cli")
                        .get("/api/v1/accounts/import/" + id + "/outcome")
                        .asString())
                .contains("\"'=cmd@sample.example\",\"FAILED\"")
                .doesNotContain(first.password());
    }

    @Test
    void aSecondImportLeavesTheFleetAloneUnlessItIsAskedToChangeIt() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = organisation.enrolled(mailbox, "IMAP");
        String file = HEADER + row(mailbox, "new-owner");

        // When
        Response skipped = ended(importing(file, "", null).jsonPath().getString("id"));
        Response changed =
                ended(importing(file, "?existing=CHANGE", null).jsonPath().getString("id"));
        Response unchanged =
                ended(importing(file, "?existing=CHANGE", null).jsonPath().getString("id"));

        // Then
        assertThat(skipped.jsonPath().getInt("skipped")).isEqualTo(1);
        assertThat(changed.jsonPath().getInt("changed")).isEqualTo(1);
        assertThat(unchanged.jsonPath().getInt("skipped")).isEqualTo(1);
        assertThat(organisation.<String>field(account, "owner")).isEqualTo("new-owner");
        assertThat(organisation.<Integer>field(account, "credentialVersion")).isEqualTo(1);
    }

    @Test
    void anImportTagsWhatItEnrolsAndWhatItChanges() {
        // Given
        Mailbox enrolled = organisation.mailbox();
        Mailbox fresh = organisation.mailbox();
        UUID account = organisation.enrolled(enrolled, "IMAP");
        String tagged = HEADER.strip() + ",tags\n" + row(enrolled, "").strip() + ",VIP | board\n"
                + row(fresh, "").strip() + ",vip\n";

        // When
        Response imported =
                ended(importing(tagged, "?existing=CHANGE", null).jsonPath().getString("id"));

        // Then
        assertThat(imported.jsonPath().getInt("changed")).isEqualTo(1);
        assertThat(imported.jsonPath().getInt("created")).isEqualTo(1);
        assertThat(organisation.<List<String>>field(account, "tags")).containsExactly("board", "vip");
        assertThat(organisation.<List<String>>field(accounts(fresh).getFirst(), "tags"))
                .containsExactly("vip");
    }

    @Test
    void anOldFileDoesNotBringTheReplacedPasswordBack() {
        // Given
        Mailbox mailbox = organisation.mailbox();
        UUID account = organisation.enrolled(mailbox, "IMAP");
        organisation
                .as("mailwarden-cli")
                .body(Map.of("type", "PASSWORD", "password", "the-next-one-" + UUID.randomUUID()))
                .put("/api/v1/accounts/" + account + "/credential")
                .then()
                .statusCode(200);

        // When
        Response job = ended(importing(HEADER + row(mailbox, ""), "?existing=CHANGE", null)
                .jsonPath()
                .getString("id"));

        // Then
        assertThat(job.jsonPath().getInt("failed")).isEqualTo(1);
        assertThat(organisation.<Integer>field(account, "credentialVersion")).isEqualTo(2);
    }

    @Test
    void anImportThatACrashLeftBehindGoesOn() {
        // Given: what a killed fetcher leaves, one row done and one not
        UUID id = UUID.randomUUID();
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createNativeQuery(
                            "insert into account_import (id, state, existing, requested_by, request_hash, total,"
                                    + " created_at, updated_at, started_at) values (:id, 'RUNNING', 'SKIP', 'test', '', 2, now(),"
                                    + " now(), now())")
                    .setParameter("id", id)
                    .executeUpdate();
            entities.createNativeQuery(
                            "insert into account_import_row (import_id, line, address, settings, outcome, detail)"
                                    + " values (:id, 2, 'a', '{}', 'CREATED', ''), (:id, 3, 'b', '{}', null, null)")
                    .setParameter("id", id)
                    .executeUpdate();
        });

        // When
        Response job = ended(id.toString());

        // Then
        assertThat(job.jsonPath().getInt("created")).isEqualTo(1);
        assertThat(job.jsonPath().getInt("failed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test", "/discover", "/import", "/import/00000000-0000-0000-0000-000000000000/cancel"})
    void onlyAnAdministratorMay(String path) {
        organisation
                .as("mailwarden-approver-cli")
                .contentType(path.equals("/import") ? "text/csv" : "application/json")
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/accounts" + path)
                .then()
                .statusCode(403);
    }

    @Test
    void theWordsAboutAForbiddenHostFitIntoTheAccount() {
        assertThat(EgressRefused.SENTENCE).hasSizeLessThanOrEqualTo(200);
    }

    private static Object mistake(String field, String value) {
        return switch (field) {
            case "port" ->
                value.equals("pop3s")
                        ? Integer.valueOf(config("mailwarden.devservices.mail.pop3s-port"))
                        : Integer.valueOf(value);
            case "folders" -> List.of(value);
            default -> value;
        };
    }

    private static Map<String, Object> account(Mailbox mailbox, Map<String, Object> mistake) {
        Map<String, Object> account = new HashMap<>(Map.of(
                "address",
                mailbox.address(),
                "protocol",
                "IMAP",
                "host",
                "localhost",
                "port",
                Integer.valueOf(config("mailwarden.devservices.mail.imaps-port")),
                "security",
                "TLS"));
        account.putAll(mistake);
        Object password = account.remove("password");
        account.put(
                "credential", Map.of("type", "PASSWORD", "password", password == null ? mailbox.password() : password));
        return account;
    }

    private Response trial(Mailbox mailbox, Map<String, Object> mistake) {
        return organisation.as("mailwarden-cli").body(account(mailbox, mistake)).post("/api/v1/accounts/test");
    }

    private static String row(Mailbox mailbox, String owner) {
        return String.join(
                        ",",
                        mailbox.address(),
                        "IMAP",
                        "localhost",
                        config("mailwarden.devservices.mail.imaps-port"),
                        "TLS",
                        mailbox.password(),
                        "INBOX",
                        owner)
                + "\n";
    }

    private Response importing(String file, String query, String key) {
        var request =
                organisation.as("mailwarden-cli").contentType("text/csv").body(file.getBytes(StandardCharsets.UTF_8));
        return (key == null ? request : request.header("Idempotency-Key", key)).post("/api/v1/accounts/import" + query);
    }

    private Response ended(String id) {
        Response[] job = new Response[1];
        eventually(() -> {
            job[0] = organisation.as("mailwarden-cli").get("/api/v1/accounts/import/" + id);
            assertThat(job[0].jsonPath().getString("state"))
                    .as(job[0].asString())
                    .isEqualTo("DONE");
        });
        return job[0];
    }

    private List<UUID> accounts(Mailbox mailbox) {
        return organisation
                .as("mailwarden-cli")
                .get("/api/v1/accounts?text=" + mailbox.address())
                .jsonPath()
                .getList("items.id", UUID.class);
    }

    private long sealed(String id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) entities.createNativeQuery(
                                        "select count(*) from account_import_row where import_id = :id and sealed is not null")
                                .setParameter("id", UUID.fromString(id))
                                .getSingleResult())
                        .longValue());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.persistence.EntityManager;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;

/** The ledger in its real database: no row, no change; sealed outside; tampering shows. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class LedgerTest {

    private final Database database;
    private final Ledger ledger;
    private final CheckpointWriter writer;
    private final LedgerKeys keys;

    LedgerTest(EntityManager entities, Ledger ledger, CheckpointWriter writer, LedgerKeys keys) {
        this.database = new Database(entities);
        this.ledger = ledger;
        this.writer = writer;
        this.keys = keys;
    }

    @Test
    void aChangeDoesNotHappenWhenItsRowCannotBeWritten() {
        // Given
        String policy = "p" + UUID.randomUUID();
        database.run("revoke insert on ledger from current_user");
        try {
            // When
            int status = Tokens.asAdmin()
                    .contentType("application/json")
                    .body(Map.of("mode", "PROPOSE"))
                    .put("/api/v1/policies/" + policy)
                    .statusCode();

            // Then
            assertThat(status).isEqualTo(503);
        } finally {
            database.run("grant insert on ledger to current_user");
        }
        assertThat(database.count("select count(*) from policy where name = '" + policy + "'"))
                .isZero();
    }

    @Test
    void aResetDoesNotStartWhenItsRowCannotBeWritten() {
        // Given
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("mode", "PROPOSE"))
                .put("/api/v1/policies/default")
                .then()
                .statusCode(200);
        Scene scene = Scene.somebody("/fleet");
        Scene.tell(Scene.held(scene.finding()), UUID.randomUUID());
        JsonPath held = await().atMost(Duration.ofSeconds(90))
                .until(() -> remediation(scene), found -> "HELD".equals(found.getString("items[0].state")));
        database.run("revoke insert on ledger from current_user");
        try {
            // When
            int status = Tokens.asApprover()
                    .contentType("application/json")
                    .body(Map.of("hash", held.getString("items[0].hash")))
                    .post("/api/v1/remediations/" + held.getString("items[0].id") + "/approve")
                    .statusCode();

            // Then
            assertThat(status).isEqualTo(503);
        } finally {
            database.run("grant insert on ledger to current_user");
        }
        assertThat(remediation(scene).getString("items[0].state")).isEqualTo("HELD");
        assertThat(scene.signsIn()).isTrue();
    }

    private static JsonPath remediation(Scene scene) {
        return Tokens.asAdmin()
                .queryParam("accountId", scene.accountId())
                .get("/api/v1/remediations")
                .jsonPath();
    }

    @Test
    void aRefusalIsWrittenAlthoughWhatWasAskedForEndsWithoutEffect() {
        // Given
        String object = UUID.randomUUID().toString();

        // When
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    ledger.refused("ann", "remediation.approve.refused", object, "ann asked for it", Map.of());
                    throw new IllegalStateException("refused");
                }))
                .isInstanceOf(IllegalStateException.class);

        // Then
        assertThat(database.count("select count(*) from ledger where object = '" + object + "'"))
                .isEqualTo(1);
    }

    @Test
    void anAuditorFindsAPersonByNameAndSeesNamesUntilTheyAreForgotten() {
        // Given
        String name = "u" + UUID.randomUUID();
        record(name, UUID.randomUUID().toString());
        JsonPath before = find(name);

        // When
        Tokens.asAdmin()
                .queryParam("person", name)
                .delete("/api/v1/audit/names")
                .then()
                .statusCode(204);

        // Then
        String pseudonym = keys.pseudonyms().of(name);
        assertThat(before.getString("items[0].actor")).isEqualTo(pseudonym);
        assertThat(before.getMap("items[0].names")).containsEntry(pseudonym, name);
        assertThat(find(name).getString("items[0].actor")).isEqualTo(pseudonym);
        assertThat(find(name).getMap("items[0].names")).doesNotContainKey(pseudonym);
        assertThat(database.count("select count(*) from ledger where strpos(ledger::text, '" + name + "') > 0"))
                .isZero();
    }

    @Test
    void whatTheServiceWroteIsWholeUnderASignedCheckpointAndSoIsItsExport() {
        // Given
        record("auth", "row");
        writer.sign(true);
        record("auth", "row after the checkpoint");

        // When
        JsonPath verdict = Tokens.asAdmin().get("/api/v1/audit/verify").jsonPath();
        String export = Tokens.asAdmin().get("/api/v1/audit/export").asString();

        // Then
        assertThat(verdict.getString("verdict")).isEqualTo("WHOLE");
        assertThat(verdict.getLong("covered")).isBetween(1L, verdict.getLong("rows"));
        LedgerChain chain = new LedgerChain();
        LedgerExport.read(new BufferedReader(new StringReader(export)))
                .forEachRemaining(row -> assertThat(chain.accept(row)).isEmpty());
        assertThat(chain.seq()).isGreaterThanOrEqualTo(verdict.getLong("rows"));
    }

    @Test
    void theToolVerifiesTheDatabaseWithoutTheService(@TempDir Path folder) throws IOException {
        // Given
        record("auth", "row");
        writer.sign(true);
        Path settings = folder.resolve("auth.properties");
        Properties properties = new Properties();
        for (String key : List.of(
                "quarkus.datasource.jdbc.url",
                "quarkus.datasource.username",
                "quarkus.datasource.password",
                "mailwarden.auth.ledger.checkpoints")) {
            properties.setProperty(key, Tokens.setting(key));
        }
        try (Writer out = Files.newBufferedWriter(settings)) {
            properties.store(out, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        // When
        int status = AuditTool.run(
                new PrintStream(said, true, StandardCharsets.UTF_8),
                "verify",
                "--settings",
                settings.toString(),
                "--public-key",
                keys.publicKey());

        // Then
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("WHOLE");
        assertThat(status).isZero();
    }

    @Test
    void aRowChangedInTheDatabaseIsFoundAndNotSigned() {
        // Given
        record("auth", "genuine");
        writer.sign(true);
        String object = "o" + UUID.randomUUID();
        record("auth", object);
        String change = "update ledger set object = '%s' where object = '%s'";
        evade(change.formatted("changed " + object, object));
        try {
            // When
            boolean signed = writer.sign(true);
            JsonPath verdict = Tokens.asAdmin().get("/api/v1/audit/verify").jsonPath();

            // Then
            assertThat(signed).isFalse();
            assertThat(verdict.getString("verdict")).isEqualTo("TAMPERED");
            assertThat(verdict.getString("reason")).contains("was changed after it was written");
        } finally {
            evade(change.formatted(object, "changed " + object));
        }
    }

    @Test
    void onlyAuditorsAndAdministratorsReadTheLedger() {
        Tokens.asApprover().get("/api/v1/audit/export").then().statusCode(403);
        Tokens.asApprover().get("/api/v1/audit/verify").then().statusCode(403);
    }

    @Test
    void isReadFromItsEndToo() {
        // Given
        String object = UUID.randomUUID().toString();
        for (String actor : List.of("one", "two", "three")) {
            record(actor, object);
        }

        // When
        JsonPath first = newest(object, "");
        JsonPath second = newest(object, "&after=" + first.getString("next"));

        // Then
        List<Long> read = new ArrayList<>(first.getList("items.seq", Long.class));
        read.addAll(second.getList("items.seq", Long.class));
        assertThat(read).hasSize(3).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(second.getString("next")).isNull();
        Tokens.asAdmin().get("/api/v1/audit?order=any").then().statusCode(400);
    }

    private static JsonPath newest(String object, String more) {
        return Tokens.asAdmin()
                .get("/api/v1/audit?order=newest&limit=2&object=" + object + more)
                .jsonPath();
    }

    private JsonPath find(String person) {
        return Tokens.asAdmin()
                .queryParam("person", person)
                .queryParam("action", "test.happened")
                .get("/api/v1/audit")
                .jsonPath();
    }

    private void record(String actor, String object) {
        QuarkusTransaction.requiringNew().run(() -> ledger.record(actor, "test.happened", object, "", Map.of()));
    }

    /** As the owner of the table can. */
    private void evade(String change) {
        database.run("alter table ledger disable trigger ledger_only_grows");
        database.run(change);
        database.run("alter table ledger enable trigger ledger_only_grows");
    }
}

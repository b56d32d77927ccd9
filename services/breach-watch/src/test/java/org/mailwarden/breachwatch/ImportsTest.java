// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;

@QuarkusTest
class ImportsTest {

    private final Tables tables;

    ImportsTest(Tables tables) {
        this.tables = tables;
    }

    @BeforeEach
    void folder() {
        Imports.file("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsorted", "truncated", "no corpus", "empty", "missing", "incomplete folder"})
    void failsABadCorpusWithASentenceWhileTheOldOneServes(String fault) {
        // Given
        String known = "known " + UUID.randomUUID();
        Imports.importCorpus(Imports.file(Imports.corpus(Map.of(known, 5))), "good corpus");
        String serving = serving();
        String good = Imports.corpus(Map.of());
        Path bad = switch (fault) {
            case "unsorted" -> Imports.file(good + good.substring(0, 200));
            case "truncated" -> Imports.file(good.substring(0, good.length() - 25));
            case "no corpus" -> Imports.file("name,amount\nalice,3\n");
            case "empty" -> Imports.file("");
            case "incomplete folder" -> Imports.folder(Map.of("00000.txt", "0".repeat(35) + ":1"));
            default -> Imports.FOLDER.resolve("missing-" + UUID.randomUUID());
        };

        // When
        JsonPath job = Imports.importCorpus(bad, "bad corpus");

        // Then
        assertThat(job.getString("state")).isEqualTo("FAILED");
        assertThat(job.getString("message")).matches("(?s).{20,}\\. .{10,}\\.");
        assertThat(serving()).isEqualTo(serving);
        String hash = Person.sha1(known);
        Tokens.asAdmin()
                .get("/range/" + hash.substring(0, 5))
                .then()
                .statusCode(200)
                .body(org.hamcrest.Matchers.containsString(hash.substring(5) + ":5"));
    }

    @Test
    void refusesAPathOutsideTheImportFoldersAlsoThroughALink() throws Exception {
        // Given
        Path link = Imports.FOLDER.resolve("link-" + UUID.randomUUID());
        Files.createSymbolicLink(link, Path.of("/etc/hostname"));

        for (String path : new String[] {"/etc/hostname", Imports.FOLDER + "/../../../pom.xml", link.toString()}) {
            // When
            var answer = Tokens.asAdmin()
                    .contentType("application/json")
                    .body(Map.of("path", path, "name", "x"))
                    .post("/api/v1/corpora");

            // Then
            assertThat(answer.statusCode()).as(path).isEqualTo(422);
            assertThat(answer.jsonPath().getString("code")).isEqualTo("path-not-allowed");
            assertThat(answer.jsonPath().getString("detail")).contains("import-directories");
        }
    }

    @Test
    void namesWhatLiesInTheImportFolderAndNothingThatALinkLeadsTo() throws Exception {
        // Given
        Path file = Imports.file("F".repeat(40) + ":1\n");
        Path link = Imports.FOLDER.resolve("link-" + UUID.randomUUID());
        Files.createSymbolicLink(link, Path.of("/etc/hostname"));

        // When
        JsonPath listed = Tokens.asAdmin().get("/api/v1/import-files").jsonPath();

        // Then
        Path folder = Imports.FOLDER.toAbsolutePath().normalize();
        assertThat(listed.getList("folders")).contains(folder.toString());
        assertThat(listed.getList("items.path"))
                .contains(folder.resolve(file.getFileName()).toString())
                .doesNotContain(folder.resolve(link.getFileName()).toString());
        assertThat(listed.getInt("items.find { it.name == '" + file.getFileName() + "' }.bytes"))
                .isEqualTo(43);
    }

    @Test
    void givesTheSameJobForTheSameIdempotencyKey() {
        // Given
        Path file = Imports.file(Imports.corpus(Map.of()));
        String key = UUID.randomUUID().toString();

        // When
        String first = submit(file, key);
        String second = submit(file, key);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(Imports.ended(first).getString("state")).isEqualTo("DONE");
    }

    @Test
    void runsAJobAgainThatACrashLeftBehind() {
        // Given: a row as a killed instance leaves it, its lease run out
        Path file = Imports.file(Imports.corpus(Map.of()));
        UUID id = UUID.randomUUID();

        // When
        tables.change(
                "insert into job (id, kind, state, message, parameters, attempts, holder, lease_until, created_at,"
                        + " updated_at) values ('" + id + "', 'CORPUS_IMPORT', 'RUNNING', 'Running.', '{\"path\":\""
                        + file
                        + "\",\"name\":\"left behind\"}', 1, gen_random_uuid(), now() - interval '1 second', now(), now())");

        // Then
        assertThat(Imports.ended(id.toString()).getString("state")).isEqualTo("DONE");
    }

    @Test
    void cancelsAJobThatWaits() {
        // Given
        UUID id = UUID.randomUUID();
        tables.change("insert into job (id, kind, state, message, parameters, lease_until, created_at, updated_at)"
                + " values ('" + id
                + "', 'CORPUS_IMPORT', 'QUEUED', 'Waiting.', '{}', now() + interval '1 hour', now(),"
                + " now())");

        // When
        var answer = Tokens.asAdmin().post("/api/v1/jobs/" + id + "/cancel");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("state")).isEqualTo("CANCELLED");
    }

    private static String submit(Path file, String key) {
        var answer = Tokens.asAdmin()
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(Map.of("path", file.toString(), "name", "same"))
                .post("/api/v1/corpora");
        assertThat(answer.statusCode()).isEqualTo(202);
        String id = answer.jsonPath().getString("id");
        assertThat(answer.header("Location")).endsWith("/api/v1/jobs/" + id);
        return id;
    }

    @Test
    void corpusToMatchOnlySaysWhatItIsForAndWhatItCannotDo() {
        // Given
        Path file = Imports.file(Imports.corpus(Map.of()));

        // When
        JsonPath job = Imports.importToMatchOnly(file);

        // Then
        assertThat(job.getString("state")).isEqualTo("DONE");
        assertThat(job.getString("message"))
                .contains("every credential is checked against 76 bits of each", "chance of 3e-20");
        Tokens.asAdmin()
                .get("/range/21BD1")
                .then()
                .statusCode(503)
                .body(startsWith("The corpus was imported to match only, so it holds too little of each hash"));
        JsonPath download = Imports.ended(Tokens.asAdmin()
                .post("/api/v1/corpora/download")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        assertThat(download.getString("state")).isEqualTo("FAILED");
        assertThat(download.getString("message")).contains("was imported to match only");
        Imports.importCorpus(file, "whole again");
        Tokens.asAdmin().get("/range/21BD1").then().statusCode(200);
    }

    @Test
    void ntlmCorpusToMatchOnlyIsRefused() {
        // When
        var answer = Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("path", Imports.file("").toString(), "kind", "NTLM", "matchOnly", true))
                .post("/api/v1/corpora");

        // Then
        answer.then().statusCode(400).body("code", equalTo("corpus-not-matched"));
    }

    private static String serving() {
        return Tokens.asAdmin().get("/api/v1/corpora").jsonPath().getString("items.find { it.current }.generation");
    }
}

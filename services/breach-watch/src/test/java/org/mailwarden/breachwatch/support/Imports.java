// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/** Files to import, and imports over REST. */
public final class Imports {

    /** The folder the service under test may read. */
    public static final Path FOLDER = Path.of("target/test-data/import").toAbsolutePath();

    private Imports() {}

    /** Writes a file into the import folder. */
    public static Path file(String text) {
        try {
            Files.createDirectories(FOLDER);
            return Files.writeString(FOLDER.resolve(UUID.randomUUID() + ".txt"), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes files into a folder of their own inside the import folder. */
    public static Path folder(Map<String, String> texts) {
        try {
            Path folder =
                    Files.createDirectories(FOLDER.resolve(UUID.randomUUID().toString()));
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(folder.resolve(text.getKey()), text.getValue(), StandardCharsets.UTF_8);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sorted corpus with these passwords and 2,000 random hashes. */
    public static String corpus(Map<String, Integer> passwords) {
        TreeMap<String, Integer> lines = new TreeMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            lines.put(Person.sha1("filler" + random.nextLong()), 1 + random.nextInt(500));
        }
        passwords.forEach((password, count) -> lines.put(Person.sha1(password), count));
        StringBuilder text = new StringBuilder();
        lines.forEach(
                (hash, count) -> text.append(hash).append(':').append(count).append("\r\n"));
        return text.toString();
    }

    /** Imports a corpus and waits until the job ended. */
    public static JsonPath importCorpus(Path file, String name) {
        return run("/api/v1/corpora", Map.of("path", file.toString(), "name", name));
    }

    /** Imports a corpus to match only and waits until the job ended. */
    public static JsonPath importToMatchOnly(Path file) {
        return run("/api/v1/corpora", Map.of("path", file.toString(), "name", "match only", "matchOnly", true));
    }

    /** Reads a combolist and waits until the job ended. */
    public static JsonPath importCombolist(String name, List<String> lines) {
        return importCombolist(file(String.join("\n", lines) + "\n"), name);
    }

    /** Reads a combolist and waits until the job ended. */
    public static JsonPath importCombolist(Path file, String name) {
        return run(
                "/api/v1/feeds/combolist/runs",
                Map.of("path", file.toString(), "name", name, "leakedAt", "2026-10-01"));
    }

    private static JsonPath run(String path, Map<String, ?> body) {
        String job = Tokens.asAdmin()
                .contentType("application/json")
                .body(body)
                .post(path)
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        return ended(job);
    }

    /** Waits until a job ended. */
    public static JsonPath ended(String job) {
        return await().atMost(Duration.ofSeconds(90))
                .until(
                        () -> Tokens.asAdmin().get("/api/v1/jobs/" + job).jsonPath(),
                        answer -> !List.of("QUEUED", "RUNNING").contains(answer.getString("state")));
    }
}

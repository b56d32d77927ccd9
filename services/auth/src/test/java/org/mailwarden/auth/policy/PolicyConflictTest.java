// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Tokens;

/** Two people write one policy. */
@QuarkusTest
class PolicyConflictTest {

    private static final int WRITERS = 8;

    private final Database database;
    private final String name = "c" + UUID.randomUUID();
    private final String path = "/api/v1/policies/" + name;

    PolicyConflictTest(EntityManager entities) {
        this.database = new Database(entities);
    }

    @AfterEach
    void nothingIsLeft() {
        database.run("delete from policy where name = '" + name + "'");
        database.run("delete from policy_lifecycle where policy = '" + name + "'");
    }

    @Test
    void namesTheVersionAndWhenItWasWritten() {
        // Given
        Response written = write("HIGH", null);

        // When
        Response read = Tokens.asAdmin().get(path);

        // Then
        assertThat(read.header("ETag")).matches("\"[0-9a-f]{32}\"").isEqualTo(written.header("ETag"));
        assertThat(read.header("Last-Modified")).endsWith("GMT").isEqualTo(written.header("Last-Modified"));
    }

    @Test
    void writesOverTheVersionThatWasSeen() {
        // Given
        String seen = write("HIGH", null).header("ETag");

        // When
        Response written = write("LOW", seen);

        // Then
        assertThat(written.statusCode()).isEqualTo(200);
        assertThat(written.header("ETag")).isNotEqualTo(seen);
        assertThat(severity()).isEqualTo("LOW");
    }

    @Test
    void overwritesNothingThatSomebodyElseWroteMeanwhileAndSaysWhen() {
        // Given
        String seen = write("HIGH", null).header("ETag");
        write("CRITICAL", seen);

        // When
        Response refused = write("LOW", seen);

        // Then
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("changed-since-shown");
        assertThat(refused.jsonPath().getString("detail"))
                .containsPattern("Somebody else changed policy " + name + " at 20\\d\\d-")
                .contains("Look at theirs, then save yours again.");
        assertThat(severity()).isEqualTo("CRITICAL");
    }

    @Test
    void overwritesNoPolicyWhoseNameSomebodyElseTookMeanwhile() {
        // Given
        write("HIGH", null);

        // When
        Response refused = put(Tokens.asAdmin().header("If-None-Match", "*"), path, policy("LOW"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(severity()).isEqualTo("HIGH");
    }

    @Test
    void letsOneOfThoseThroughWhoWriteAtOnce() throws Exception {
        // Given
        String seen = write("HIGH", null).header("ETag");
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int max = i + 1;
            RequestSpecification request = Tokens.asAdmin().header("If-Match", seen);
            writers.add(() -> put(
                            request,
                            path,
                            Map.of("budget", Map.of("max", max, "windowMinutes", 10, "shareOfFleet", 0.5)))
                    .statusCode());
        }

        // When
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService atOnce = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Integer> answer : atOnce.invokeAll(writers)) {
                answers.add(answer.get());
            }
        }

        // Then
        assertThat(answers).containsOnlyOnce(200).containsOnly(200, 412);
    }

    @Test
    void overwritesNoLifecycleThatSomebodyElseWroteMeanwhile() {
        // Given
        write("HIGH", null);
        String lifecycle = path + "/lifecycle";
        String seen = Tokens.asAdmin().get(lifecycle).header("ETag");
        Response first = put(Tokens.asAdmin().header("If-Match", seen), lifecycle, Map.of("noticeToMailbox", true));

        // When
        Response refused = put(Tokens.asAdmin().header("If-Match", seen), lifecycle, Map.of("noticeToMailbox", false));

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("changed-since-shown");
        Response now = Tokens.asAdmin().get(lifecycle);
        assertThat(now.jsonPath().getBoolean("noticeToMailbox")).isTrue();
        assertThat(now.header("ETag")).isEqualTo(first.header("ETag"));
    }

    private Response write(String severity, String seen) {
        RequestSpecification request = Tokens.asAdmin();
        return put(seen == null ? request : request.header("If-Match", seen), path, policy(severity));
    }

    private String severity() {
        return Tokens.asAdmin().get(path).jsonPath().getString("minimumSeverity");
    }

    private static Map<String, Object> policy(String severity) {
        return Map.of("kinds", List.of("PASSWORD_PWNED"), "mode", "OBSERVE", "minimumSeverity", severity);
    }

    private static Response put(RequestSpecification request, String path, Map<String, ?> body) {
        return request.contentType("application/json").body(body).put(path);
    }
}

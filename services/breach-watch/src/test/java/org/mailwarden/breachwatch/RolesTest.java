// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Tokens;

@QuarkusTest
class RolesTest {

    static List<String> lists() {
        return List.of(
                "/findings",
                "/findings/facets",
                "/findings/export?format=json",
                "/jobs",
                "/corpora",
                "/feeds",
                "/feeds/combolist/runs",
                "/posture",
                "/posture/history");
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readsNothingToSomebodyWhoIsNotSignedIn(String path) {
        assertThat(RestAssured.get("/api/v1" + path).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void readsToAViewer(String path) {
        assertThat(Tokens.asApprover().get("/api/v1" + path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/corpora", "/feeds/combolist/runs"})
    void importsForNobodyButAnAdmin(String path) {
        var answer = Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("path", "/etc/hostname", "name", "x"))
                .post("/api/v1" + path);

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void namesTheFilesOfTheHostToNobodyButAnAdmin() {
        assertThat(Tokens.asApprover().get("/api/v1/import-files").statusCode()).isEqualTo(403);
        assertThat(Tokens.asAdmin().get("/api/v1/import-files").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reopen", "assign", "comments"})
    void triagesForNobodyBelowAnalyst(String action) {
        var answer = Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("as", "TRUE_POSITIVE", "reason", "because", "to", "ada", "text", "words"))
                .post("/api/v1/findings/" + UUID.randomUUID() + "/" + action);

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void showsFindingsToAServiceButNothingElse() {
        assertThat(Tokens.asService().get("/api/v1/findings").statusCode()).isEqualTo(200);
        assertThat(Tokens.asService().get("/api/v1/jobs").statusCode()).isEqualTo(403);
        assertThat(Tokens.asService().get("/api/v1/corpora").statusCode()).isEqualTo(403);
    }

    @Test
    void saysWhatIsMissingInAProblem() {
        var answer = Tokens.asAdmin().get("/api/v1/findings/" + UUID.randomUUID());

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("code")).isEqualTo("finding-not-found");
        assertThat(answer.jsonPath().getString("traceId")).isNotBlank();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Tokens;

@QuarkusTest
class RolesTest {

    @ParameterizedTest
    @ValueSource(strings = {"/findings", "/jobs", "/corpora", "/feeds", "/feeds/combolist/runs"})
    void readsNothingToSomebodyWhoIsNotSignedIn(String path) {
        assertThat(RestAssured.get("/api/v1" + path).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/findings", "/jobs", "/corpora", "/feeds", "/feeds/combolist/runs"})
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
    void closesForNobodyBelowAnalyst() {
        var answer = Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "because"))
                .post("/api/v1/findings/" + UUID.randomUUID() + "/close");

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

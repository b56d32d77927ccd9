// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.DovecotAddress;
import org.mailwarden.auth.support.DrivenDovecot;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.devstack.mail.DovecotServer;

/** The doctor at a real Keycloak whose settings are broken one by one. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
@QuarkusTestResource(DovecotAddress.class)
class RealmDoctorTest {

    @TempDir
    Path folder;

    @Test
    void eachBrokenSettingIsFoundAndFoundMended() {
        // Given
        Map<String, Map<String, Object>> broken = new LinkedHashMap<>();
        broken.put("forgot-password", Map.of("resetPasswordAllowed", true));
        broken.put("brute-force", Map.of("bruteForceProtected", false));
        // Keycloak takes the policy of one-time codes whole or not at all.
        Map<String, Object> lateCodes = new LinkedHashMap<>(realm());
        lateCodes.keySet().removeIf(name -> !name.startsWith("otp"));
        lateCodes.put("otpPolicyLookAheadWindow", 0);
        broken.put("otp-window", lateCodes);
        List<String> missed = new ArrayList<>();

        // When
        broken.forEach((code, setting) -> {
            String before = result(examine(), code);
            Map<String, Object> realm = new LinkedHashMap<>(realm());
            change(setting);
            String meanwhile;
            try {
                meanwhile = result(examine(), code);
            } finally {
                realm.keySet().retainAll(setting.keySet());
                change(realm);
            }
            if (!before.equals("OK")
                    || meanwhile.equals("OK")
                    || !result(examine(), code).equals("OK")) {
                missed.add(code + ": " + before + ", " + meanwhile);
            }
        });

        // Then
        assertThat(missed).isEmpty();
    }

    @Test
    void theRealmFileGivesExactlyTheRightsThatAreNeeded() {
        JsonPath report = examine();

        assertThat(result(report, "account-rights")).as(report.prettify()).isEqualTo("OK");
        assertThat(result(report, "account-scope")).isEqualTo("OK");
        assertThat(result(report, "fine-grained-permissions")).isEqualTo("OK");
        assertThat(report.getList("examinations.code", String.class)).contains("keycloak-version", "provider");
    }

    @Test
    void aRightTooManyIsNamed() {
        // Given
        String payload = Tokens.token("mailwarden-auth").split("\\.")[1];
        String account = new JsonPath(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
                .getString("sub");
        String mappings = "/users/" + account + "/role-mappings/realm";
        List<Map<String, Object>> role =
                List.of(provisioner().get("/roles/viewer").jsonPath().getMap("$"));
        provisioner()
                .contentType("application/json")
                .body(role)
                .post(mappings)
                .then()
                .statusCode(204);
        try {
            // When
            JsonPath report = examine();

            // Then
            assertThat(result(report, "account-rights")).isEqualTo("WARNING");
            assertThat(report.getString("examinations.find { it.code == 'account-rights' }.sentence"))
                    .contains("more than it needs: viewer");
        } finally {
            provisioner()
                    .contentType("application/json")
                    .body(role)
                    .delete(mappings)
                    .then()
                    .statusCode(204);
        }
    }

    @Test
    void aWrongSecretAndASilentKeycloakAreNotTakenForAnAnswer() throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), "wrong");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

        // When
        int wrong = DoctorTool.run(
                out, "--keycloak", Tokens.setting("mailwarden.keycloak.url"), "--secret-file", secret.toString());
        int silent = DoctorTool.run(out, "--keycloak", "http://127.0.0.1:1", "--secret-file", secret.toString());

        // Then
        assertThat(List.of(wrong, silent)).containsOnly(3);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("401 to our client's sign-in", "Check that Keycloak runs");
    }

    @Test
    void theToolSaysTheSameWithoutTheServiceAndWritesAReport() throws IOException {
        // Given
        Path secret = Files.writeString(
                folder.resolve("secret"), Tokens.setting("mailwarden.devservices.secret.mailwarden-auth"));
        Path report = folder.resolve("report.json");

        // When
        DoctorTool.run(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                "--keycloak",
                Tokens.setting("mailwarden.keycloak.url"),
                "--secret-file",
                secret.toString(),
                "--settings",
                mailServers().toString(),
                "--report",
                report.toString());

        // Then
        assertThat(new JsonPath(report.toFile()).getList("examinations.code", String.class))
                .isEqualTo(examine().getList("examinations.code", String.class));
    }

    private Path mailServers() throws IOException {
        Properties settings = new Properties();
        for (String key : List.of("url", "key-file", "hosts")) {
            String setting = "mailwarden.auth.mail-servers.sample." + key;
            settings.setProperty(setting, Tokens.setting(setting));
        }
        Path file = folder.resolve("settings.properties");
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        return file;
    }

    @Test
    void aMailServerIsFoundDownThenNarrowEnough() {
        // Given
        String code = "mail-server-sample";
        String down = result(examine(), code);

        // When
        JsonPath up;
        try (DrivenDovecot dovecot = DrivenDovecot.start(DrivenDovecot.door().in(DovecotServer.Options.usual()))) {
            up = examine();
        }

        // Then
        assertThat(down).isEqualTo("NOT_CHECKED");
        assertThat(result(up, code)).as(up.prettify()).isEqualTo("OK");
        assertThat(result(up, code + "-key")).isEqualTo("OK");
    }

    @Test
    void onlyAdministratorsAsk() {
        Tokens.asApprover().get("/api/v1/doctor").then().statusCode(403);
    }

    private static JsonPath examine() {
        return Tokens.asAdmin()
                .get("/api/v1/doctor")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String result(JsonPath report, String code) {
        return report.getString("examinations.find { it.code == '" + code + "' }.result");
    }

    private static Map<String, Object> realm() {
        return provisioner().get().jsonPath().getMap("$");
    }

    private static void change(Map<String, Object> setting) {
        provisioner().contentType("application/json").body(setting).put().then().statusCode(204);
    }

    private static RequestSpecification provisioner() {
        return RestAssured.given()
                .baseUri(Tokens.setting("mailwarden.keycloak.url") + "/admin/realms/mailwarden")
                .auth()
                .oauth2(Tokens.token("mailwarden-provisioner"));
    }
}

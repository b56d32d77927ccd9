// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.auth.keycloak.FleetUser;
import org.mailwarden.auth.keycloak.KeycloakAdminGateway;
import org.mailwarden.auth.keycloak.KeycloakHttp;
import org.mailwarden.auth.keycloak.KeycloakSettings;
import org.mailwarden.auth.keycloak.Outcome;
import org.mailwarden.auth.keycloak.ServiceToken;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Tokens;

/** A new administrator connects a realm that has people and nothing of Mailwarden, with the tools alone. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class ConnectToolTest {

    private final String realm = "staff-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path folder;

    @BeforeEach
    void aRealmWithPeopleAndNothingElse() {
        admin().body(Map.of("realm", realm, "enabled", true))
                .post("/admin/realms")
                .then()
                .statusCode(201);
        for (String name : List.of("anna", "chief")) {
            admin().body(Map.of("username", name, "email", name + "@example.org", "enabled", true))
                    .post("/admin/realms/" + realm + "/users")
                    .then()
                    .statusCode(201);
        }
    }

    @AfterEach
    void isGone() {
        admin().delete("/admin/realms/" + realm).then().statusCode(204);
    }

    @Test
    void isConnectedAndNamesWhatIsLeftToDo() throws IOException {
        // Given
        assertThat(doctor("--client", "mailwarden-auth", "--secret-file", file("secret", "none")))
                .contains("prepared by ./mailwarden connect");

        // When
        String made = connect();

        // Then
        assertThat(made).contains("made  group fleet", "made  client mailwarden-auth");
        assertThat(connect()).as("a second time").doesNotContain("made  ");
        for (String role : List.of("analyst", "approver", "auditor")) {
            assertThat(admin().get("/admin/realms/" + realm + "/roles/" + role + "/composites")
                            .jsonPath()
                            .getList("name"))
                    .as("%s sees what a viewer sees", role)
                    .containsExactly("viewer");
        }
        Path settings = folder.resolve("out/auth.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
                .isEqualTo("rw-------");
        assertThat(doctor("--settings", settings.toString()))
                .contains("has the rights it needs and no more", "0 people are in the group fleet")
                .contains("Enable brute force detection in Realm settings");

        admin().body(Map.of("bruteForceProtected", true, "resetPasswordAllowed", false))
                .put("/admin/realms/" + realm)
                .then()
                .statusCode(204);
        String anna = id("/users?exact=true&username=anna");
        admin().put("/admin/realms/" + realm + "/users/" + anna + "/groups/" + id("/groups?search=fleet&exact=true"))
                .then()
                .statusCode(204);
        assertThat(doctor("--settings", settings.toString()))
                .doesNotContain("FAULT")
                .contains("1 of 1 people have no recovery");
        KeycloakAdminGateway gateway = gateway(settings);
        assertThat(gateway.findByUsername("anna"))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(((FleetUser) done.value()).email()).isEqualTo("anna@example.org"));
        assertThat(gateway.findByUsername("chief")).as("nobody else").isInstanceOf(Outcome.NoSuchUser.class);
        assertThat(gateway.logout(anna)).isInstanceOf(Outcome.Done.class);
        admin().put("/admin/realms/" + realm + "/users/" + anna + "/groups/"
                        + id("/groups?search=protected&exact=true"))
                .then()
                .statusCode(204);
        assertThat(gateway.logout(anna)).as("a protected user").isInstanceOf(Outcome.Denied.class);
    }

    @Test
    void saysFirstWhatItWouldMakeAndChangesNothing() throws IOException {
        // Given
        String realmBefore = admin().get("/admin/realms/" + realm).asString();

        // When
        String said = connect("--dry-run", "--dovecot");

        // Then
        assertThat(said)
                .contains(
                        "would make  fine-grained admin permissions are on",
                        "would make  client mailwarden-auth",
                        "would make  client scope mail",
                        "would make  client mailwarden-dovecot",
                        "Nothing was changed")
                .doesNotContain("  made  ");
        assertThat(admin().get("/admin/realms/" + realm).asString()).isEqualTo(realmBefore);
        assertThat(id("/clients?clientId=mailwarden-auth")).isNull();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void preparesWhatADovecotAsksKeycloakWithSoThatItKeepsOneSessionOfEachUser() throws IOException {
        // Given
        String anna = id("/users?exact=true&username=anna");
        admin().body(Map.of("firstName", "Anna", "lastName", "Ash", "email", "anna@example.org"))
                .put("/admin/realms/" + realm + "/users/" + anna)
                .then()
                .statusCode(204);
        admin().body(Map.of("type", "password", "value", "a good one of anna", "temporary", false))
                .put("/admin/realms/" + realm + "/users/" + anna + "/reset-password")
                .then()
                .statusCode(204);

        // When
        assertThat(connect("--dovecot")).contains("made  client scope mail", "made  client mailwarden-dovecot");

        // Then
        String secret = Files.readString(folder.resolve("out/mailwarden-dovecot"));
        for (int i = 0; i < 3; i++) {
            assertThat(signInToMail(secret)).isEqualTo(200);
        }
        assertThat(admin().get("/admin/realms/" + realm + "/users/" + anna + "/sessions")
                        .jsonPath()
                        .getList("id"))
                .hasSize(1);
        assertThat(admin().get("/admin/realms/" + realm + "/client-scopes")
                        .jsonPath()
                        .getString("find { it.name == 'mail' }.attributes.'include.in.token.scope'"))
                .isEqualTo("true");
        assertThat(connect("--dovecot")).as("a second time").doesNotContain("made  ");
    }

    private int signInToMail(String secret) {
        return RestAssured.given()
                .formParam("grant_type", "password")
                .formParam("client_id", "mailwarden-dovecot")
                .formParam("client_secret", secret)
                .formParam("username", "anna")
                .formParam("password", "a good one of anna")
                .post(Tokens.setting("mailwarden.keycloak.url") + "/realms/" + realm + "/protocol/openid-connect/token")
                .statusCode();
    }

    @Test
    void saysWhatIsWrongWithTheAdministratorsSignIn() throws IOException {
        // Given
        String password = "wrong";

        // When
        String said = connectAs(password);

        // Then
        assertThat(said).startsWith("1 ").contains("Check name, password and --admin-realm");
    }

    private String connect(String... flags) throws IOException {
        String said = connectAs(Tokens.setting("mailwarden.devservices.keycloak-admin-password"), flags);
        assertThat(said).startsWith("0 ");
        return said;
    }

    /** The exit code, and what was said. */
    private String connectAs(String password, String... flags) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--keycloak",
                Tokens.setting("mailwarden.keycloak.url"),
                "--realm",
                realm,
                "--admin",
                "admin",
                "--password-file",
                file("password", password),
                "--out",
                folder.resolve("out").toString()));
        arguments.addAll(List.of(flags));
        int code =
                ConnectTool.run(new PrintStream(said, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        return code + " " + said.toString(StandardCharsets.UTF_8);
    }

    private String doctor(String option, String value, String... more) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> arguments = new java.util.ArrayList<>(
                List.of("--keycloak", Tokens.setting("mailwarden.keycloak.url"), "--realm", realm, option, value));
        arguments.addAll(List.of(more));
        DoctorTool.run(new PrintStream(said, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
        return said.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String id(String path) {
        return admin().get("/admin/realms/" + realm + path).path("[0].id");
    }

    private KeycloakAdminGateway gateway(Path file) throws IOException {
        Properties written = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            written.load(reader);
        }
        KeycloakSettings settings = new KeycloakSettings(
                URI.create(written.getProperty("mailwarden.keycloak.url")),
                written.getProperty("mailwarden.keycloak.realm"),
                written.getProperty("mailwarden.client-id"),
                written.getProperty("mailwarden.client-secret"),
                Duration.ofSeconds(15));
        ObjectMapper json = new ObjectMapper();
        return new KeycloakAdminGateway(
                settings, new KeycloakHttp(settings, new ServiceToken(settings, json, Clock.systemUTC()), json), json);
    }

    private static RequestSpecification admin() {
        String token = RestAssured.given()
                .formParam("grant_type", "password")
                .formParam("client_id", "admin-cli")
                .formParam("username", "admin")
                .formParam("password", Tokens.setting("mailwarden.devservices.keycloak-admin-password"))
                .post(Tokens.setting("mailwarden.keycloak.url") + "/realms/master/protocol/openid-connect/token")
                .path("access_token");
        return RestAssured.given()
                .baseUri(Tokens.setting("mailwarden.keycloak.url"))
                .auth()
                .oauth2(token)
                .contentType("application/json");
    }
}

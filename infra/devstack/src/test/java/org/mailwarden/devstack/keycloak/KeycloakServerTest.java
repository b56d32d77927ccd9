// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.devstack.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailwarden.devstack.control.ControlClient;
import org.mailwarden.devstack.control.TestServers;
import org.mailwarden.devstack.mail.CertificateAuthority;
import org.mailwarden.devstack.mail.Doveadm;
import org.mailwarden.devstack.mail.DovecotServer;
import org.mailwarden.devstack.mail.KeycloakSignIn;
import org.mailwarden.devstack.mail.LineClient;
import org.mailwarden.devstack.process.Checkout;
import org.mailwarden.devstack.secrets.SecretFiles;

class KeycloakServerTest {

    private static final String MISSING = "SKIPPED: Dovecot is not installed. Install the packages dovecot-imapd and"
            + " dovecot-pop3d; then this test runs.";
    private static final String PASSWORD = "opal-Meadow-93-lantern";
    private static final String API_KEY = "key-of-this-test";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static TestServers servers;

    @BeforeAll
    static void startServers() {
        servers = new TestServers(Checkout.find());
    }

    @AfterAll
    static void stopServers() {
        HTTP.close();
        servers.close();
    }

    @Test
    void realmIsThereWhenTheServerIsReadyAndAfterARestart() {
        // Given
        KeycloakServer keycloak = servers.keycloak();
        ControlClient control = new ControlClient(servers.control().url().toString());
        Readiness realm = new Readiness(keycloak.url().resolve("/realms/mailwarden"));
        assertThat(realm.answersOk()).isTrue();

        // When
        control.stop(ControlClient.Server.KEYCLOAK);
        boolean whileStopped = realm.answersOk();
        control.start(ControlClient.Server.KEYCLOAK);

        // Then
        assertThat(whileStopped).isFalse();
        assertThat(realm.answersOk()).isTrue();
        assertThat(control.keycloakAdminToken()).isNotBlank();
    }

    @Test
    void dovecotTakesKeycloaksPasswordAndCanBeToldToForgetItAndToHangUp(@TempDir Path folder) throws Exception {
        requireDovecot();
        // Given
        KeycloakServer keycloak = servers.keycloak();
        String user = createUser(keycloak, "ada.mail", PASSWORD);
        CertificateAuthority authority = CertificateAuthority.in(folder);
        Doveadm doveadm = Doveadm.free(Files.writeString(folder.resolve("doveadm.key"), API_KEY));
        KeycloakSignIn realm =
                KeycloakSignIn.byAddress(keycloak.url(), servers.clientSecrets().get(KeycloakSignIn.CLIENT));
        try (DovecotServer dovecot =
                        DovecotServer.start(authority, doveadm.in(realm.in(DovecotServer.Options.usual())));
                LineClient open = imap(dovecot, authority);
                LineClient idle = imap(dovecot, authority)) {
            assertThat(login(idle, "wrong-" + PASSWORD)).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(login(idle, PASSWORD)).startsWith("OK");
            assertThat(login(open, PASSWORD)).startsWith("OK");
            assertThat(idle.imap("select INBOX")).startsWith("OK");
            assertThat(idle.say("b idle")).isEqualTo("+ idling");
            assertThat(open(doveadm)).containsExactly("2");

            // When
            admin(keycloak, "DELETE", "/users/" + user + "/credentials/" + passwordOf(keycloak, user), "");
            String fromTheCache = signIn(dovecot, authority, PASSWORD);
            doveadm(doveadm, "authCacheFlush", Map.of("user", List.of("ada.mail@mail.example")));
            String afterTheFlush = signIn(dovecot, authority, PASSWORD);
            doveadm(doveadm, "kick", Map.of("mask", List.of("ada.mail@mail.example")));

            // Then
            assertThat(fromTheCache).startsWith("OK");
            assertThat(afterTheFlush).startsWith("NO [AUTHENTICATIONFAILED]");
            assertThat(idle.readToTheEnd()).first().asString().startsWith("* BYE");
            assertThat(open.readToTheEnd()).first().asString().startsWith("* BYE");
            assertThat(open(doveadm)).isEmpty();
        }
    }

    @Test
    void makesPeopleForTheConsoleOnceAndGivesEachTheRole(@TempDir Path folder) throws Exception {
        // Given
        KeycloakServer keycloak = servers.keycloak();
        ConsolePeople people = new ConsolePeople(
                keycloak.url(), servers.clientSecrets().get("mailwarden-provisioner"), new SecretFiles(folder));
        List<String> roles = List.of("analyst", "approver", "auditor");
        List<ConsolePeople.Person> made = people.with(roles);

        // When
        List<ConsolePeople.Person> again = people.with(roles);

        // Then
        assertThat(again).isEqualTo(made);
        for (ConsolePeople.Person person : again) {
            assertThat(rolesOf(keycloak, person))
                    .contains(person.username(), "viewer")
                    .doesNotContain("admin");
        }
    }

    @Test
    void doesNotMakeTheFirstAdministratorAgainWhereAnotherOneIs(@TempDir Path folder) throws Exception {
        // Given
        KeycloakServer keycloak = servers.keycloak();
        ConsolePeople people = new ConsolePeople(
                keycloak.url(), servers.clientSecrets().get("mailwarden-provisioner"), new SecretFiles(folder));
        assertThat(people.firstAdministrator()).as("made").isPresent().isEqualTo(people.firstAdministrator());
        String first = idOf(keycloak, "admin");
        JsonNode role = admin(keycloak, "GET", "/roles/admin", "");
        String another = createUser(keycloak, "grace.admin", PASSWORD);
        admin(keycloak, "POST", "/users/" + another + "/role-mappings/realm", JSON.writeValueAsString(List.of(role)));
        admin(keycloak, "DELETE", "/users/" + first, "");

        // When
        Optional<ConsolePeople.Person> whileThereIsAnother = people.firstAdministrator();

        // Then
        assertThat(whileThereIsAnother).isEmpty();
        assertThat(admin(keycloak, "GET", "/users?exact=true&username=admin", ""))
                .isEmpty();
        admin(keycloak, "DELETE", "/users/" + another, "");
        assertThat(people.firstAdministrator())
                .as("where nobody is left, somebody has to come in")
                .isPresent();
    }

    /** The roles in the token that a person gets for the password. */
    private static List<String> rolesOf(KeycloakServer keycloak, ConsolePeople.Person person) throws Exception {
        var answer = HTTP.send(
                HttpRequest.newBuilder(keycloak.url().resolve("/realms/mailwarden/protocol/openid-connect/token"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=password&client_id=mailwarden-legacy-login&username="
                                + person.username() + "&password=" + person.password()))
                        .build(),
                BodyHandlers.ofString());
        String token = JSON.readTree(answer.body()).path("access_token").asText();
        assertThat(token).as(answer.body()).isNotEmpty();
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        return JSON.convertValue(claims.path("realm_access").path("roles"), new TypeReference<List<String>>() {});
    }

    private static void requireDovecot() {
        boolean installed = DovecotServer.program().isPresent();
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(MISSING);
        }
        if (!installed) {
            System.err.println(MISSING);
        }
        Assumptions.assumeTrue(installed, MISSING);
    }

    private static LineClient imap(DovecotServer dovecot, CertificateAuthority authority) throws IOException {
        return LineClient.greeted(dovecot.ports().imaps(), authority, PATIENCE);
    }

    private static String signIn(DovecotServer dovecot, CertificateAuthority authority, String password)
            throws IOException {
        try (LineClient client = imap(dovecot, authority)) {
            return login(client, password);
        }
    }

    private static String login(LineClient client, String password) throws IOException {
        return client.imap("login ada.mail@mail.example " + password);
    }

    private static String createUser(KeycloakServer keycloak, String name, String password) throws Exception {
        admin(
                keycloak,
                "POST",
                "/users",
                JSON.writeValueAsString(Map.of(
                        "username",
                        name,
                        "email",
                        name + "@mail.example",
                        "firstName",
                        "Ada",
                        "lastName",
                        "Mail",
                        "emailVerified",
                        true,
                        "enabled",
                        true,
                        "credentials",
                        List.of(Map.of("type", "password", "value", password, "temporary", false)))));
        return idOf(keycloak, name);
    }

    private static String idOf(KeycloakServer keycloak, String name) throws Exception {
        return admin(keycloak, "GET", "/users?exact=true&username=" + name, "")
                .path(0)
                .path("id")
                .asText();
    }

    private static String passwordOf(KeycloakServer keycloak, String user) throws Exception {
        return admin(keycloak, "GET", "/users/" + user + "/credentials", "")
                .path(0)
                .path("id")
                .asText();
    }

    private static JsonNode admin(KeycloakServer keycloak, String method, String path, String body) throws Exception {
        return send(
                keycloak.url().resolve("/admin/realms/mailwarden" + path),
                method,
                "Bearer " + keycloak.adminToken(),
                body);
    }

    /** How many connections of the user are open, in one row a service. */
    private static List<String> open(Doveadm door) throws Exception {
        return doveadm(door, "who", Map.of("mask", List.of("ada.mail@mail.example")))
                .findValuesAsText("connections");
    }

    /** What it says to one command. */
    private static JsonNode doveadm(Doveadm door, String command, Map<String, Object> parameters) throws Exception {
        String key = Base64.getEncoder().encodeToString(API_KEY.getBytes(StandardCharsets.UTF_8));
        String body = JSON.writeValueAsString(List.of(List.of(command, parameters, "tag")));
        return send(door.url().resolve("/doveadm/v1"), "POST", "X-Dovecot-API " + key, body)
                .path(0)
                .path(1);
    }

    private static JsonNode send(URI url, String method, String authorization, String body) throws Exception {
        var response = HTTP.send(
                HttpRequest.newBuilder(url)
                        .timeout(PATIENCE)
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JSON.readTree(response.body().isEmpty() ? "null" : response.body());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.console.support.Surroundings;
import org.mailwarden.devstack.launcher.StackPorts;

/** docker-compose.yml names nothing that is not there. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ComposeFileTest {

    private static final List<String> SERVICES = List.of("fetcher", "breach-watch", "auth", "console");
    private static final StackPorts PORTS = StackPorts.defaults();
    private static final Pattern ADDRESS = Pattern.compile("(?:127\\.0\\.0\\.1|localhost):(\\d+)");

    // What an address is for, told from the end of the variable that holds it.
    private static final Map<String, String> ADDRESSED = Map.ofEntries(
            Map.entry("FETCHER_URL", "fetcher"),
            Map.entry("BREACH_WATCH_URL", "breach-watch"),
            Map.entry("AUTH_URL", "auth"),
            Map.entry("CONSOLE_URL", "console"),
            Map.entry("KEYCLOAK_URL", "keycloak"),
            Map.entry("AUTH_SERVER_URL", "keycloak"),
            Map.entry("KC_HOSTNAME", "keycloak"),
            Map.entry("BOOTSTRAP_SERVERS", "kafka"),
            Map.entry("JDBC_URL", "postgres"),
            Map.entry("KC_DB_URL", "postgres"),
            Map.entry("RANGE_URL", "breach-watch"));

    private ComposeFile compose;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.read();
    }

    @Test
    void keepsToTheComposeSpecification() throws IOException {
        // When
        var violations = schema().validate(compose.root().toString(), InputFormat.JSON);

        // Then
        assertThat(violations).isEmpty();
    }

    @Test
    void isHeldToASpecificationThatRefusesNonsense() throws IOException {
        // Given
        ((ObjectNode) compose.container("fetcher")).put("read_onyl", true);

        // When
        var violations = schema().validate(compose.root().toString(), InputFormat.JSON);

        // Then
        assertThat(violations).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetcher", "breach-watch", "auth", "console"})
    void setsNoVariableThatTheServiceDoesNotRead(String service) {
        // Given
        TreeSet<String> known = new TreeSet<>(KnownSettings.inTheEnvironmentOf(service));
        known.add("QUARKUS_CONFIG_LOCATIONS");

        // When
        var set = compose.environment(service).keySet();

        // Then
        assertThat(known).containsAll(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetcher", "breach-watch", "auth", "console"})
    void asksEachServiceForItsHealthWhereItListens(String service) {
        // When
        ComposeFile.HealthCheck check = compose.healthCheck(service);

        // Then
        assertThat(check.port()).isEqualTo(KnownSettings.portOf(service)).isEqualTo(PORTS.of(service));
        assertThat(compose.environment(service).getOrDefault("QUARKUS_HTTP_PORT", "" + check.port()))
                .isEqualTo("" + check.port());
        RestAssured.get(check.path()).then().statusCode(200);
        assertThat(RestAssured.get(check.path()).jsonPath().getString("status")).isEqualTo("UP");
        // The path is Quarkus' own, and the same in every service as in this one.
        assertThat(KnownSettings.of(service)).noneMatch(key -> key.endsWith("root-path"));
    }

    @Test
    void asksKeycloakForItsHealthWhereItListens() throws IOException {
        // When
        ComposeFile.HealthCheck check = compose.healthCheck("keycloak");

        // Then
        assertThat(compose.environment("keycloak"))
                .containsEntry("KC_HTTP_MANAGEMENT_PORT", "" + check.port())
                .containsEntry("KC_HTTP_PORT", "" + PORTS.of("keycloak"));
        assertThat(check.port()).isEqualTo(PORTS.of("keycloak-management"));
        assertThat(launcherSource("keycloak/KeycloakServer.java")).contains('"' + check.path() + '"');
    }

    @Test
    void namesEveryAddressAsTheStackDoes() {
        compose.containers()
                .keySet()
                .forEach(name -> compose.environment(name).forEach((variable, value) -> {
                    for (MatchResult address : ADDRESS.matcher(value).results().toList()) {
                        // When
                        String part = ADDRESSED.entrySet().stream()
                                .filter(entry -> variable.endsWith(entry.getKey()))
                                .max((one, other) ->
                                        one.getKey().length() - other.getKey().length())
                                .map(Map.Entry::getValue)
                                .orElse("nothing that " + variable + " tells");

                        // Then
                        assertThat(part).as(variable).isIn(PORTS.byName().keySet());
                        assertThat(Integer.parseInt(address.group(1)))
                                .as(name + " " + variable)
                                .isEqualTo(PORTS.of(part));
                    }
                }));
    }

    @Test
    void putsKafkaAndPostgreSqlWhereTheServicesLookForThem() throws IOException {
        // When
        String kafka = Files.readString(ComposeFile.CHECKOUT.resolve("infra/images/kafka.properties"));
        String topics = Files.readString(ComposeFile.CHECKOUT.resolve("infra/images/create-topics"));
        JsonNode postgres = compose.container("postgres");

        // Then
        assertThat(kafka).contains("advertised.listeners=PLAINTEXT://127.0.0.1:" + PORTS.of("kafka") + "\n");
        assertThat(topics).contains("broker=127.0.0.1:" + PORTS.of("kafka") + "\n");
        assertThat(compose.healthCheck("kafka").port()).isEqualTo(PORTS.of("kafka"));
        assertThat(postgres.get("command").toString()).contains("port=" + PORTS.of("postgres"));
        assertThat(postgres.get("healthcheck").get("test").toString()).contains("\"" + PORTS.of("postgres") + "\"");
    }

    @Test
    void opensTheConsoleAndKeycloakToThisMachineAlone() {
        // When
        Map<String, String> published = new TreeMap<>();
        compose.containers()
                .forEach((name, container) ->
                        container.path("ports").forEach(port -> published.put(port.asText(), name)));

        // Then
        assertThat(published.keySet())
                .containsExactlyInAnyOrder(
                        "127.0.0.1:%1$d:%1$d".formatted(PORTS.of("console")),
                        "127.0.0.1:%1$d:%1$d".formatted(PORTS.of("keycloak")));
        List.of("fetcher", "breach-watch", "auth")
                .forEach(service ->
                        assertThat(compose.environment(service)).as(service).doesNotContainKey("QUARKUS_HTTP_HOST"));
    }

    @Test
    void mountsWhatTheSettingsName() {
        for (String service : SERVICES) {
            // Given
            var seen = new TreeSet<>(compose.mounts(service).keySet());
            compose.secrets(service).keySet().forEach(seen::add);

            // When
            var named = compose.environment(service).values().stream()
                    .map(value -> value.replaceFirst("^file:", ""))
                    .filter(value -> value.startsWith("/"))
                    .toList();

            // Then
            assertThat(seen).as(service).containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void declaresExactlyTheSecretsItUses() {
        // When
        var declared = compose.secretFiles().keySet();

        // Then
        assertThat(declared).isEqualTo(compose.usedSecrets());
    }

    @Test
    void putsNoSecretIntoAnEnvironment() {
        compose.containers()
                .keySet()
                .forEach(name -> compose.environment(name)
                        .keySet()
                        .forEach(variable ->
                                // Then
                                assertThat(variable).as(name).doesNotMatch(".*(PASSWORD|SECRET|TOKEN)")));
    }

    @Test
    void hardensEveryContainer() {
        compose.containers().forEach((name, container) -> {
            // Then
            assertThat(container.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(container.path("cap_drop").toString()).as(name).isEqualTo("[\"ALL\"]");
            assertThat(container.has("cap_add") || container.has("privileged"))
                    .as(name)
                    .isFalse();
            assertThat(container.path("security_opt").toString()).as(name).isEqualTo("[\"no-new-privileges:true\"]");
            assertThat(container.path("tmpfs").toString()).as(name).contains("\"/tmp\"");
            assertThat(container.path("user").asText()).as(name).startsWith("${MAILWARDEN_USER:?");
            assertThat(container.path("network_mode").asText())
                    .as(name)
                    .isEqualTo(name.equals("network") ? "bridge" : "service:network");
        });
    }

    @Test
    void buildsEachServiceFromWhatTheBuildLeaves() throws IOException {
        // Given
        String dockerfile = Files.readString(ComposeFile.CHECKOUT.resolve("infra/images/Dockerfile"));
        String parent = Files.readString(ComposeFile.CHECKOUT.resolve("pom.xml"));

        // When
        Map<String, String> built = new TreeMap<>();
        SERVICES.forEach(service -> {
            JsonNode build = compose.container(service).get("build");
            assertThat(ComposeFile.CHECKOUT.resolve(build.get("dockerfile").asText()))
                    .exists();
            built.put(service, build.get("args").get("SERVICE").asText());
        });

        // Then
        built.forEach((service, argument) -> assertThat(argument).isEqualTo(service));
        assertThat(dockerfile)
                .contains("services/${SERVICE}/target/quarkus-app/quarkus-run.jar", "USER 10001:10001")
                .contains("keycloak/keycloak:" + version(parent, "keycloak") + " AS keycloak");
        assertThat(compose.container("kafka").get("image").asText())
                .isEqualTo("apache/kafka:" + version(parent, "kafka"))
                .isEqualTo(compose.container("topics").get("image").asText());
        assertThat(ComposeFile.CHECKOUT.resolve("infra/keycloak/src/main/resources/mailwarden-realm.json"))
                .exists();
    }

    private static String version(String pom, String name) {
        return Pattern.compile("<" + name + "\\.version>([^<]+)<")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static String launcherSource(String file) throws IOException {
        return Files.readString(ComposeFile.CHECKOUT
                .resolve("infra/devstack/src/main/java/org/mailwarden/devstack")
                .resolve(file));
    }

    private static Schema schema() throws IOException {
        ObjectNode text = (ObjectNode) new ObjectMapper()
                .readTree(Files.readString(Path.of("src/test/resources/specifications/compose-spec.json")));
        // They resolve nowhere, and 'id' is of an older dialect than the one that the file is written in.
        text.remove("$schema");
        text.findParents("id").stream()
                .filter(parent -> parent.get("id").isTextual())
                .forEach(parent -> ((ObjectNode) parent).remove("id"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
                .getSchema(text.toString(), InputFormat.JSON);
    }
}

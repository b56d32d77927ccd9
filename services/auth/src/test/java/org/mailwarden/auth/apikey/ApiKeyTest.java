// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Console;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;

/** Keys of people who signed in at the real Keycloak, over REST and in the database. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class ApiKeyTest {

    private static final String KEYS = "/api/v1/api-keys";

    private final Database database;

    ApiKeyTest(EntityManager entities) {
        this.database = new Database(entities);
    }

    @Test
    void isShownOnceAndKeptAsAHashAlone() throws NoSuchAlgorithmException {
        // Given
        Scene anna = person("analyst");
        String token = Console.token(anna, "");

        // When
        Response made = make(token, "nightly report", "viewer");

        // Then
        made.then()
                .statusCode(201)
                .header("Cache-Control", is("no-store"))
                .body("apiKey.name", is("nightly report"))
                .body("apiKey.owner", is(anna.username()))
                .body("apiKey.roles", is(List.of("viewer")))
                .body("apiKey.state", is("ACTIVE"))
                .body("notice", containsString("shown this once"));
        String key = made.path("key");
        String id = made.path("apiKey.id");
        assertThat(key).startsWith("mw_" + id + "_").hasSize(63);
        assertThat(with(token).get(KEYS).asString()).contains(id).doesNotContain(key.substring(14));
        assertThat(database.text("select encode(hash, 'hex') from api_key where id = '" + id + "'"))
                .isEqualTo(HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII))));
        assertThat(database.text("select cast(to_jsonb(k) as text) from api_key k where id = '" + id + "'"))
                .doesNotContain(key.substring(14, 57));
        assertThat(database.text("select payload from ledger where action = 'api-key.made' and object = '" + id + "'"))
                .contains("nightly report", "viewer")
                .doesNotContain(key.substring(14, 57));
    }

    @Test
    void endsAfterNinetyDaysWhenNothingIsSaid() {
        // When
        Response made = make(Console.token(person("viewer"), ""), "usual", "viewer");

        // Then
        assertThat(Instant.parse(made.path("apiKey.expiresAt")))
                .isEqualTo(Instant.parse(made.path("apiKey.createdAt")).plusSeconds(90L * 24 * 3600));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; 400; name-missing",
                "{\"name\": \"a\\u0007b\", \"roles\": [\"viewer\"]}; 400; name-missing",
                "{\"name\": \"copy of ci\", \"roles\": [\"viewer\"]}; 400; name-invalid",
                "{\"name\": \"x\"}; 400; roles-missing",
                "{\"name\": \"x\", \"roles\": [null]}; 400; role-not-for-keys",
                "{\"name\": \"x\", \"roles\": [\"approver\"]}; 400; role-not-for-keys",
                "{\"name\": \"x\", \"roles\": [\"service\"]}; 400; role-not-for-keys",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"expiresInDays\": 0}; 400; expiry-invalid",
                "{\"name\": \"x\", \"roles\": [\"viewer\"], \"expiresInDays\": 366}; 400; expiry-invalid"
            })
    void badInputIsNamed(String body, int status, String code) {
        // When
        Response answer =
                Tokens.asAdmin().contentType("application/json").body(body).post(KEYS);

        // Then
        answer.then().statusCode(status).body("code", is(code));
    }

    @Test
    void nobodyGivesAKeyWhatTheyDoNotHave() {
        // Given
        Scene anna = person("analyst");
        long refusals = refusals("role-not-yours");

        // When
        Response answer = make(Console.token(anna, ""), "too much", "admin");

        // Then
        answer.then()
                .statusCode(403)
                .body("code", is("role-not-yours"))
                .body("detail", containsString("you lack admin"));
        assertThat(refusals("role-not-yours")).isEqualTo(refusals + 1);
    }

    @Test
    void aNameStandsForOneKeyUntilItIsRevoked() {
        // Given
        String token = Console.token(person("viewer"), "");
        String id = make(token, "CI", "viewer").path("apiKey.id");

        // When
        Response again = make(token, "ci", "viewer");

        // Then
        again.then().statusCode(409).body("code", is("api-key-name-taken"));
        with(token).delete(KEYS + "/" + id).then().statusCode(200);
        make(token, "ci", "viewer").then().statusCode(201);
    }

    @Test
    void isExchangedForATokenThatEveryRoomObeysWithinItsRoles() {
        // Given
        Scene anna = person("admin");
        Response made = make(Console.token(anna, ""), "ci", "analyst");

        // When
        Response exchanged = exchange(made.path("key"));

        // Then
        exchanged
                .then()
                .statusCode(200)
                .header("Cache-Control", is("no-store"))
                .body("name", is("API key ci of " + anna.username()))
                .body("roles", is(List.of("analyst", "viewer")))
                .body("expiresAt", notNullValue());
        assertThat(Instant.parse(exchanged.path("expiresAt")))
                .isBefore(Instant.now().plusSeconds(61));
        String token = exchanged.path("token");
        with(token).get("/api/v1/remediations").then().statusCode(200);
        with(token)
                .contentType("application/json")
                .body("{}")
                .put("/api/v1/policies/default")
                .then()
                .statusCode(403);
    }

    @Test
    void whenItWasUsedIsWrittenOnceAnHour() {
        // Given
        String token = Console.token(person("viewer"), "");
        Response made = make(token, "ci", "viewer");
        String id = made.path("apiKey.id");
        assertThat(with(token).get(KEYS).<String>path("items[0].lastUsedAt")).isNull();
        exchange(made.path("key"));
        String first = with(token).get(KEYS).path("items[0].lastUsedAt");

        // When
        exchange(made.path("key"));

        // Then
        assertThat(first).isNotNull();
        assertThat(with(token).get(KEYS).<String>path("items[0].lastUsedAt")).isEqualTo(first);
        database.run("update api_key set last_used_at = now() - interval '61 minutes' where id = '" + id + "'");
        exchange(made.path("key"));
        assertThat(database.count("select count(*) from api_key where id = '" + id
                        + "' and last_used_at > now() - interval '1 minute'"))
                .isEqualTo(1);
    }

    @Test
    void isRefusedWithASentenceOnceItIsRevokedOrExpired() {
        // Given
        String token = Console.token(person("viewer"), "");
        Response revoked = make(token, "revoked", "viewer");
        Response expired = make(token, "expired", "viewer");
        with(token)
                .delete(KEYS + "/" + revoked.path("apiKey.id"))
                .then()
                .statusCode(200)
                .body("state", is("REVOKED"));
        database.run("update api_key set expires_at = now() where id = '" + expired.path("apiKey.id") + "'");

        // Then
        exchange(revoked.path("key"))
                .then()
                .statusCode(401)
                .body("code", is("api-key-revoked"))
                .body("detail", containsString("'revoked'"));
        exchange(expired.path("key"))
                .then()
                .statusCode(401)
                .body("code", is("api-key-expired"))
                .body("detail", containsString("expired on"));
        assertThat(database.count("select count(*) from ledger where action = 'api-key.revoked' and object = '"
                        + revoked.path("apiKey.id") + "'"))
                .isEqualTo(1);
    }

    @Test
    void oneThatNobodyMadeIsUnknownWhateverIsWrongWithIt() {
        // Given
        String key = make(Console.token(person("viewer"), ""), "ci", "viewer").path("key");
        String id = key.substring(3, 13);
        String another = org.mailwarden.contracts.apikey.ApiKeyFormat.newKey(id, new java.util.Random(1));

        // Then
        for (String wrong : List.of(another, key.substring(0, 62), "mw_", "garbage", key + " ")) {
            exchange(wrong).then().statusCode(401).body("code", is("api-key-unknown"));
        }
        RestAssured.given()
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/key-exchanges")
                .then()
                .statusCode(400);
    }

    @Test
    void losesWhatItsOwnerLoses() {
        // Given
        Scene anna = person("admin");
        anna.isGiven("auditor");
        String key = make(Console.token(anna, ""), "ci", "admin").path("key");
        exchange(key).then().body("roles", is(List.of("admin", "analyst", "viewer")));

        // Then
        anna.loses("admin");
        exchange(key).then().statusCode(200).body("roles", is(List.of("viewer")));

        anna.loses("auditor");
        exchange(key).then().statusCode(403).body("code", is("api-key-without-role"));

        anna.isGiven("admin");
        anna.changes(Map.of("enabled", false));
        exchange(key).then().statusCode(401).body("code", is("api-key-owner-disabled"));

        anna.isDeleted();
        exchange(key).then().statusCode(401).body("code", is("api-key-owner-gone"));
    }

    @Test
    void endsWithAResetOfItsOwnerAndOneFromAfterwardsDoesNot() {
        // Given
        Scene anna = person("viewer");
        String token = Console.token(anna, "");
        String before = make(token, "before", "viewer").path("key");
        database.run(
                "insert into remediation (id, account_id, address, owner, credential_version, action, state, snapshot,"
                        + " requester, planned_at, changed_at, started_at) values ('" + UUID.randomUUID() + "', '"
                        + anna.accountId() + "', '" + anna.address() + "', '" + anna.username()
                        + "', 1, 'FORCE_RESET', 'STARTED', '{}', 'bob', now(), now(), now())");

        // When
        String after = make(token, "after", "viewer").path("key");

        // Then
        exchange(before).then().statusCode(401).body("code", is("api-key-ended"));
        exchange(after).then().statusCode(200);
        database.run("delete from remediation where owner = '" + anna.username() + "'");
    }

    @Test
    void neverApprovesAndNeitherDoesItsOwnerWhatItAskedFor() {
        // Given
        Scene anna = person("admin");
        anna.isGiven("approver");
        Scene bob = Scene.somebody("/fleet");
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + bob.accountId() + "', '" + bob.address() + "', '" + bob.username() + "', "
                + System.currentTimeMillis() + ", 'SUSPENDED', now())");
        String person = Console.token(anna, "");
        String program = exchange(make(person, "ci", "admin").path("key")).path("token");
        Response asked = with(program)
                .contentType("application/json")
                .body(Map.of("accountId", bob.accountId(), "action", "FORCE_RESET"))
                .post("/api/v1/remediations");
        asked.then().statusCode(201).body("requester", is("API key ci of " + anna.username()));
        String path = "/api/v1/remediations/" + asked.path("id") + "/approve";
        Map<String, String> hash = Map.of("hash", asked.path("hash"));

        // Then
        with(program)
                .contentType("application/json")
                .body(hash)
                .post(path)
                .then()
                .statusCode(403);
        with(person)
                .contentType("application/json")
                .body(hash)
                .post(path)
                .then()
                .statusCode(403)
                .body("code", is("own-proposal"));
    }

    @Test
    void makesListsAndRevokesNoKeys() {
        // Given
        String own = Console.token(person("admin"), "");
        Response made = make(own, "ci", "admin");
        String program = exchange(made.path("key")).path("token");

        // Then
        make(program, "another", "viewer").then().statusCode(403).body("code", is("not-for-api-keys"));
        with(program).get(KEYS).then().statusCode(403);
        with(program).delete(KEYS + "/" + made.path("apiKey.id")).then().statusCode(403);
        exchange(made.path("key")).then().statusCode(200);
    }

    @Test
    void isNobodysButItsOwnersAndTheAdministrators() {
        // Given
        String anna = Console.token(person("viewer"), "");
        String bob = Console.token(person("analyst"), "");
        String id = make(anna, "ci", "viewer").path("apiKey.id");

        // Then
        assertThat(with(bob).get(KEYS).jsonPath().getList("items")).isEmpty();
        with(bob).delete(KEYS + "/" + id).then().statusCode(404);
        assertThat(Tokens.asAdmin().get(KEYS).jsonPath().getList("items.id")).contains(id);
        Tokens.asAdmin().delete(KEYS + "/" + id).then().statusCode(200).body("state", is("REVOKED"));
        RestAssured.get(KEYS).then().statusCode(401);
    }

    @Test
    void itsSecretStandsInNoLog() {
        // Given
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage() + java.util.Arrays.toString(entry.getParameters()) + entry.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        String token = Console.token(person("viewer"), "");
        Logger root = Logger.getLogger("");
        root.addHandler(listener);
        String key;
        try {
            // When
            key = make(token, "ci", "viewer").path("key");
            exchange(key).then().statusCode(200);
            exchange(key + "x").then().statusCode(401);
            RestAssured.given()
                    .contentType("application/json")
                    .body("{\"key\": {\"" + key + "\": 1}}")
                    .post("/api/v1/key-exchanges")
                    .then()
                    .statusCode(400)
                    .body(org.hamcrest.Matchers.not(containsString(key)));
        } finally {
            root.removeHandler(listener);
        }

        // Then
        assertThat(lines).noneMatch(line -> line.contains(key.substring(14, 57)));
    }

    private static Scene person(String role) {
        Scene person = Scene.somebody();
        person.isGiven(role);
        return person;
    }

    private static RequestSpecification with(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    private static Response make(String token, String name, String role) {
        return with(token)
                .contentType("application/json")
                .body(Map.of("name", name, "roles", List.of(role)))
                .post(KEYS);
    }

    private static Response exchange(String key) {
        return RestAssured.given()
                .contentType("application/json")
                .body(Map.of("key", key))
                .post("/api/v1/key-exchanges");
    }

    private long refusals(String code) {
        return database.count(
                "select count(*) from ledger where action = 'api-key.make.refused' and reason = '" + code + "'");
    }
}

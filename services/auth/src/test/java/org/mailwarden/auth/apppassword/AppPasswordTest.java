// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.auth.ledger.Ledger;
import org.mailwarden.auth.support.AppPasswordFolder;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Console;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Fleet;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.contracts.remediation.EvidenceOutcome;

/** App passwords of people who signed in at the real Keycloak, over REST, in the database and in Dovecot's file. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
@QuarkusTestResource(AppPasswordFolder.class)
class AppPasswordTest {

    private static final String SECRET = "a secret of twenty b";
    private static final String OWN = "/api/v1/me/app-passwords";

    private final Database database;
    private final AppPasswords passwords;
    private final AppPasswordRows rows;
    private final AppPasswordFile file;
    private final AppPasswordUpkeep upkeep;
    private final AppPasswordConfig config;
    private final OpenMail openMail;
    private final Ledger ledger;

    AppPasswordTest(
            EntityManager entities,
            AppPasswords passwords,
            AppPasswordRows rows,
            AppPasswordFile file,
            AppPasswordUpkeep upkeep,
            AppPasswordConfig config,
            OpenMail openMail,
            Ledger ledger) {
        this.database = new Database(entities);
        this.passwords = passwords;
        this.rows = rows;
        this.file = file;
        this.upkeep = upkeep;
        this.config = config;
        this.openMail = openMail;
        this.ledger = ledger;
    }

    @Test
    void isShownOnceAndKeptAsAHashAlone() {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        String token = Console.token(anna, SECRET);

        // When
        Response answer = order(with(token), Map.of("device", "Phone", "protocols", List.of("IMAP")));

        // Then
        answer.then()
                .statusCode(201)
                .header("Cache-Control", is("no-store"))
                .body("username", is(anna.username()))
                .body("protocols", is(List.of("IMAP")))
                .body("inForce", is(true));
        String password = answer.path("password");
        String id = answer.path("id");
        assertThat(with(token).get(OWN).asString()).contains(id).doesNotContain(password);
        assertThat(text("select hash from app_password where id = '" + id + "'"))
                .startsWith("{SSHA512}");
        assertThat(lines(anna)).hasSize(1).allMatch(line -> line.startsWith(anna.username() + "/imap/1:{SSHA512}"));
        assertThat(database.count("select count(*) from ledger where object = '" + id
                        + "' and action = 'app-password.issued' and payload not like '%SSHA512%'"))
                .isEqualTo(1);
    }

    /** Dovecot takes a file of the same size and second for the one that it knows, and goes on with what was revoked. */
    @Test
    void theFileIsOfAnotherSecondEachTimeItIsWritten() throws IOException {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        String token = Console.token(anna, SECRET);
        order(with(token), Map.of("device", "Phone")).then().statusCode(201);
        long size = Files.size(path());
        long second = Files.getLastModifiedTime(path()).to(TimeUnit.SECONDS);

        // When
        with(token).delete(OWN).then().statusCode(200);
        order(with(token), Map.of("device", "Phone")).then().statusCode(201);

        // Then
        assertThat(Files.size(path())).isEqualTo(size);
        assertThat(Files.getLastModifiedTime(path()).to(TimeUnit.SECONDS)).isGreaterThanOrEqualTo(second + 2);
    }

    @Test
    void isNotShownAgainToARepeatOfTheRequest() {
        // Given
        String token = Console.token(Scene.withSecondFactor(SECRET), SECRET);
        order(with(token).header("Idempotency-Key", "first try"), Map.of("device", "Phone"))
                .then()
                .statusCode(201);

        // When
        Response repeat = order(with(token).header("Idempotency-Key", "first try"), Map.of("device", "Phone"));

        // Then
        repeat.then().statusCode(409).body("code", is("answered-already"));
        assertThat(with(token).get(OWN).jsonPath().getList("items")).hasSize(1);
    }

    @Test
    void aPersonHasSoManyAndNoMoreAndARevokedOneMakesRoom() {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        String token = Console.token(anna, SECRET);
        for (int i = 1; i <= config.perPerson(); i++) {
            order(with(token), Map.of("device", "Device " + i)).then().statusCode(201);
        }
        order(with(token), Map.of("device", "One more")).then().statusCode(409).body("code", is("app-passwords-full"));
        String second = with(token).get(OWN).path("items[1].id");

        // When
        with(token).delete(OWN + "/" + second).then().statusCode(200).body("revoked", is(1));

        // Then
        order(with(token), Map.of("device", "One more")).then().statusCode(201);
        assertThat(lines(anna)).hasSize(config.perPerson() * 4);
        with(token).delete(OWN).then().statusCode(200).body("revoked", is(config.perPerson()));
        with(token).delete(OWN + "/" + second).then().statusCode(200).body("revoked", is(0));
        assertThat(lines(anna)).isEmpty();
    }

    @Test
    void isRefusedWithoutASecondFactorAndTheRefusalIsWrittenDown() {
        // Given
        Scene bob = Scene.somebody("/fleet");
        String token = Console.token(bob, "");
        long refusals = refusals();

        // When
        Response answer = order(with(token), Map.of("device", "Phone"));

        // Then
        answer.then()
                .statusCode(409)
                .body("code", is("second-factor-missing"))
                .body("detail", containsString("Enrol a second factor"));
        assertThat(refusals()).isEqualTo(refusals + 1);
    }

    @Test
    void isRefusedToPeopleOutsideTheFleetAndToPrograms() {
        // Given
        Scene outside = Scene.withSecondFactor(SECRET);
        String token = Console.token(outside, SECRET);
        outside.leaves("fleet");

        // Then
        order(with(token), Map.of("device", "Phone")).then().statusCode(403).body("code", is("not-in-fleet"));
        order(Tokens.asAdmin(), Map.of("device", "Phone")).then().statusCode(403);
        order(RestAssured.given(), Map.of("device", "Phone")).then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; device-missing",
                "{\"device\": \" \"}; device-missing",
                "{\"device\": \"a\\u0007b\"}; device-missing",
                "{\"device\": \"x\", \"expiresInDays\": 0}; expiry-invalid",
                "{\"device\": \"x\", \"protocols\": []}; protocols-invalid",
                "{\"device\": \"x\", \"protocols\": [null]}; protocols-invalid",
                "{\"device\": \"x\", \"protocols\": [\"FTP\"]}; bad-request"
            })
    void badInputIsNamed(String body, String code) {
        // When
        Response answer =
                Tokens.asAdmin().contentType("application/json").body(body).post(OWN);

        // Then
        answer.then().statusCode(400);
        assertThat(answer.<String>path("code")).isIn(code, "json-unexpected");
    }

    @Test
    void anAdministratorListsAndRevokesButNeverSeesOne() {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        String password =
                order(Console.as(anna, SECRET), Map.of("device", "Phone")).path("password");
        String path = "/api/v1/people/" + anna.username() + "/app-passwords";

        // When
        Response list = Tokens.asAdmin().get(path);

        // Then
        assertThat(list.jsonPath().getList("items.device")).containsExactly("Phone");
        assertThat(list.asString()).doesNotContain(password);
        order(Tokens.asAdmin(), path).then().statusCode(403).body("code", is("only-the-person"));
        Tokens.asApprover().delete(path).then().statusCode(403);
        Tokens.asAdmin().delete(path).then().statusCode(200).body("revoked", is(1));
        assertThat(lines(anna)).isEmpty();
    }

    @Test
    void aResetEndsThemAllProvesItAndASignInFromBeforeGivesNoNewOne() {
        // Given
        Fleet.policy("PROPOSE", 500);
        Scene anna = Scene.withSecondFactor(SECRET);
        database.run("insert into account (account_id, address, owner, credential_version, state, changed_at) values ('"
                + anna.accountId() + "', '" + anna.address() + "', '" + anna.username() + "', "
                + System.currentTimeMillis() + ", 'SUSPENDED', now())");
        String token = Console.token(anna, SECRET);
        order(with(token), Map.of("device", "Phone", "protocols", List.of("IMAP")))
                .then()
                .statusCode(201);
        order(with(token), Map.of("device", "Laptop", "protocols", List.of("POP3")))
                .then()
                .statusCode(201);
        assertThat(lines(anna)).hasSize(4).anyMatch(line -> line.startsWith(anna.address() + "/imap/1:"));

        // When
        String id = Fleet.run(anna, "FORCE_RESET", Map.of());

        // Then
        JsonPath verified = Fleet.reaches(id, "VERIFIED");
        assertThat(verified.getString("evidence.find { it.check == 'app-passwords' }.outcome"))
                .isEqualTo("HOLDS");
        assertThat(lines(anna)).isEmpty();
        assertThat(database.count("select count(*) from ledger where action = 'app-password.revoked' and reason like '%"
                        + id + "%'"))
                .isEqualTo(2);
        order(with(token), Map.of("device", "The thief's"))
                .then()
                .statusCode(403)
                .body("code", is("sign-in-ended"));
    }

    @Test
    void oneThatIsLeftBreaksTheProofAndWhatSomebodyWroteIntoTheFileIsTakenOut() throws IOException {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        order(Console.as(anna, SECRET), Map.of("device", "Phone")).then().statusCode(201);
        Instant afterwards = Instant.now().plusSeconds(1);

        // When
        EvidenceOutcome left = proof(anna, afterwards);
        EvidenceOutcome ofTheOwner = proof(anna, Instant.EPOCH);
        passwords.endAll(anna.userId(), anna.username(), afterwards, "A test.");
        EvidenceOutcome none = proof(anna, afterwards);
        Files.writeString(path(), anna.username() + "/imap/1:{SSHA512}kept\n", StandardOpenOption.APPEND);
        EvidenceOutcome inTheFile = proof(anna, afterwards);

        // Then
        assertThat(List.of(left, ofTheOwner, none, inTheFile))
                .containsExactly(
                        EvidenceOutcome.BROKEN, EvidenceOutcome.HOLDS, EvidenceOutcome.HOLDS, EvidenceOutcome.HOLDS);
        assertThat(lines(anna)).as("what was written by hand is gone").isEmpty();
    }

    @Test
    void isNotInForceWhileTheFileCannotBeWrittenAndSaysSo() throws IOException {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        String token = Console.token(anna, SECRET);
        order(with(token), Map.of("device", "Phone")).then().statusCode(201);
        Path draft = path().resolveSibling(path().getFileName() + ".new");
        Files.createDirectories(draft.resolve("in the way"));

        // When
        Response answer = with(token).delete(OWN);

        // Then
        answer.then()
                .statusCode(202)
                .body("revoked", is(1))
                .body("inForce", is(false))
                .body("notice", containsString("cannot be written"));
        RestAssured.get("/q/health/ready").then().body(containsString("cannot be written"));
        assertThat(Tokens.asAdmin()
                        .get("/api/v1/doctor")
                        .jsonPath()
                        .getString("examinations.find { it.code == 'app-passwords' }.result"))
                .isEqualTo("FAULT");
        assertThat(proof(anna, Instant.now()))
                .as("Dovecot goes on with the file as it was")
                .isEqualTo(EvidenceOutcome.BROKEN);
        Files.delete(draft.resolve("in the way"));
        Files.delete(draft);
        upkeep.look();
        assertThat(file.state()).isInstanceOf(FileState.Current.class);
        assertThat(lines(anna)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-r-----");
    }

    @Test
    void letsNobodyInWhoIsDisabledOrRenamedOrGoneAndNothingThatHasRunOut() {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        String token = Console.token(anna, SECRET);
        order(with(token), Map.of("device", "Phone")).then().statusCode(201);
        order(with(token), Map.of("device", "Guest", "expiresInDays", 1)).then().statusCode(201);
        assertThat(lines(anna)).hasSize(8);

        // Then
        database.run("update app_password set expires_at = now() where device = 'Guest' and owner = '" + anna.username()
                + "'");
        upkeep.look();
        assertThat(lines(anna)).as("what has run out").hasSize(4);

        seen(anna, anna.username(), false);
        upkeep.look();
        assertThat(lines(anna)).as("a disabled user").isEmpty();

        seen(anna, anna.username(), true);
        upkeep.look();
        assertThat(lines(anna)).as("enabled again").hasSize(4);

        seen(anna, "another-name", true);
        upkeep.look();
        assertThat(lines(anna)).as("renamed").isEmpty();
        assertThat(with(token).get(OWN).jsonPath().getList("items")).isEmpty();
    }

    @Test
    void whoeverIsDeletedAtKeycloakLosesThem() {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        order(Console.as(anna, SECRET), Map.of("device", "Phone")).then().statusCode(201);
        database.run(
                "update app_password set issued_at = now() - interval '1 day' where owner = '" + anna.username() + "'");
        upkeep.look();
        assertThat(lines(anna)).as("not seen lately, but Keycloak has the user").hasSize(4);
        anna.isDeleted();

        // When
        upkeep.look();

        // Then
        assertThat(lines(anna)).isEmpty();
    }

    @Test
    void peopleAreShownWithHowManyTheyHave() {
        // Given
        Scene anna = Scene.withSecondFactor(SECRET);
        order(Console.as(anna, SECRET), Map.of("device", "Phone")).then().statusCode(201);
        seen(anna, anna.username(), true);

        // When
        JsonPath people = Tokens.asAdmin()
                .queryParam(
                        "after", anna.username().substring(0, anna.username().length() - 1))
                .get("/api/v1/people")
                .jsonPath();

        // Then
        String person = "items.find { it.username == '" + anna.username() + "' }.";
        assertThat(people.getInt(person + "appPasswords.count")).isEqualTo(1);
        assertThat(people.getString(person + "appPasswords.newestAt")).isNotNull();
    }

    @Test
    void anInstallationWithoutThemHoldsEveryProofAndSaysWhy() {
        // Given
        AppPasswordConfig none = new AppPasswordConfig() {
            @Override
            public java.util.Optional<Path> file() {
                return java.util.Optional.empty();
            }

            @Override
            public int perPerson() {
                return 5;
            }

            @Override
            public Duration signedInWithin() {
                return Duration.ofMinutes(15);
            }

            @Override
            public java.util.Set<String> clients() {
                return java.util.Set.of();
            }

            @Override
            public java.util.Set<String> askedAtSignIn() {
                return java.util.Set.of();
            }

            @Override
            public Duration checkEvery() {
                return Duration.ofSeconds(30);
            }
        };
        java.time.Clock clock = java.time.Clock.systemUTC();
        AppPasswords off =
                new AppPasswords(rows, new AppPasswordFile(none, rows, clock), none, openMail, ledger, clock);

        // When
        var evidence = off.proof(UUID.randomUUID().toString(), "anna", Instant.now());

        // Then
        assertThat(evidence.outcome()).isEqualTo(EvidenceOutcome.HOLDS);
        assertThat(evidence.detail()).startsWith("Not applicable");
        assertThat(off.endAll("nobody", "nobody", Instant.now(), "").count()).isZero();
    }

    private EvidenceOutcome proof(Scene anna, Instant startedAt) {
        return passwords.proof(anna.userId(), anna.username(), startedAt).outcome();
    }

    private static RequestSpecification with(String token) {
        return RestAssured.given().auth().oauth2(token);
    }

    private static Response order(RequestSpecification person, Map<String, ?> order) {
        return person.contentType("application/json").body(order).post(OWN);
    }

    private static Response order(RequestSpecification person, String path) {
        return person.contentType("application/json")
                .body(Map.of("device", "x"))
                .post(path);
    }

    private void seen(Scene person, String username, boolean enabled) {
        database.run("insert into user_posture (user_id, username, enabled, protected, second_factors, user_groups,"
                + " recoverable, observed_at, published_at) values ('" + person.userId() + "', '" + username + "', "
                + enabled
                + ", false, 'otp', 'fleet', true, now(), now()) on conflict (user_id) do update set username ="
                + " excluded.username, enabled = excluded.enabled");
    }

    private Path path() {
        return config.file().orElseThrow();
    }

    private List<String> lines(Scene person) {
        try {
            return Files.readAllLines(path()).stream()
                    .filter(line -> line.startsWith(person.username() + "/") || line.startsWith(person.address() + "/"))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private long refusals() {
        return database.count("select count(*) from ledger where action = 'app-password.issue.refused'"
                + " and reason = 'second-factor-missing'");
    }

    private String text(String query) {
        return io.quarkus.narayana.jta.QuarkusTransaction.requiringNew().call(() -> (String)
                database.entities().createNativeQuery(query, String.class).getSingleResult());
    }
}

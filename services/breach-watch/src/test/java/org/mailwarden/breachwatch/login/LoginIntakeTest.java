// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.account.AccountChanged;
import org.mailwarden.contracts.account.AccountState;
import org.mailwarden.contracts.account.CredentialType;
import org.mailwarden.contracts.account.Protocol;
import org.mailwarden.contracts.account.Retrieval;
import org.mailwarden.contracts.account.Security;
import org.mailwarden.contracts.event.EventType;

/** Sign-ins that servers and programs report, from their requests to the history. */
@QuarkusTest
class LoginIntakeTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    static final String KEY = "key-of-the-dovecot-of-tests";
    private static final String SIGNATURE_KEY = "key-of-the-stalwart-of-tests";

    private final Tables tables;
    private final URI auth;
    private HttpServer server;

    LoginIntakeTest(Tables tables, @ConfigProperty(name = "mailwarden.breach-watch.live-check.auth-url") URI auth) {
        this.tables = tables;
        this.auth = auth;
    }

    @BeforeAll
    static void writeKeys() throws IOException {
        Path folder = Files.createDirectories(Path.of("target/test-data/login-keys"));
        for (Map.Entry<String, String> key :
                Map.of("dovecot", KEY, "stalwart", SIGNATURE_KEY).entrySet()) {
            Path file = folder.resolve(key.getKey());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key.getValue() + "\n");
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    @Test
    void aReportOfDovecotIsInTheHistoryOfItsAccountAndItsHashNowhere() {
        // Given
        Person person = account();
        String hash = "0f".repeat(32);
        Map<String, Object> signIn = signIn(person.address(), hash);
        int allowed = allow(signIn);

        // When
        report(signIn, false, false);
        report(signIn, true, false);

        // Then
        assertThat(allowed).isZero();
        List<Map<String, Object>> logins = history("accountId=" + person.accountId(), 2);
        assertThat(logins).extracting(login -> login.get("succeeded")).containsExactly(true, false);
        assertThat(logins)
                .allSatisfy(login -> assertThat(login)
                        .containsEntry("source", "DOVECOT")
                        .containsEntry("reporter", "dovecot")
                        .containsEntry("protocol", "IMAP")
                        .containsEntry("remoteAddress", "192.0.2.7")
                        .containsEntry("secured", true));
        assertThat(logins.getLast()).containsEntry("failure", "BAD_CREDENTIALS").containsEntry("answer", "ALLOWED");
        // The same password has the same tag, and the tag tells nothing of it.
        assertThat(logins.getFirst().get("passwordTag"))
                .isEqualTo(logins.getLast().get("passwordTag"))
                .asString()
                .matches("[0-9a-f]{4}");
        assertThat(tables.dump() + Wire.dump("mail.logins")).doesNotContain(hash);
        assertThat(Tokens.asApprover()
                        .get("/api/v1/accounts/" + person.accountId() + "/logins")
                        .jsonPath()
                        .getList("items"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another-key-of-the-same-length", SIGNATURE_KEY})
    void nobodyReportsWithoutTheKey(String key) {
        // When
        Response response = RestAssured.given()
                .header("X-Api-Key", key)
                .body(signIn("ada", "00"))
                .contentType("application/json")
                .post("/policy?command=allow");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.jsonPath().getString("detail")).contains("key-file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "allow | [] | 400 | no JSON object",
                "allow | {\"login\" | 400 | no JSON object",
                "allow | {} | 400 | names nobody",
                "forget | {\"login\":\"ada\"} | 400 | command=allow"
            })
    void aRequestThatSaysNothingIsRefusedWithASentence(String command, String body, int status, String sentence) {
        // When
        Response response = RestAssured.given()
                .header("X-Api-Key", KEY)
                .body(body)
                .contentType("application/json")
                .post("/policy?command=" + command);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.jsonPath().getString("detail")).contains(sentence);
    }

    @Test
    void aSignInWithARetiredPasswordIsRefusedAndSoItSays() throws IOException {
        // Given
        authAnswers(200, "{\"retired\":true}");
        Person person = account();
        tables.change("insert into account_reset values ('" + person.accountId() + "', false, now(), now())");
        Map<String, Object> signIn = signIn(person.address(), "aa".repeat(32));

        // When
        Response answer = ask(signIn);
        report(signIn, false, true);

        // Then
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(-1);
        assertThat(answer.jsonPath().getString("msg")).contains("help desk").doesNotContain("retired");
        assertThat(history("accountId=" + person.accountId(), 1).getFirst())
                .containsEntry("retired", true)
                .containsEntry("answer", "REFUSED")
                .containsEntry("failure", "BLOCKED")
                .containsEntry("answerReason", "The password was retired by a reset.");
    }

    @Test
    void aRetiredPasswordUnderTheNameOfSeveralMailboxesStandsInTheHistoryOfThatWhoseItWas() throws IOException {
        // Given
        Person ada = account();
        Person second = account(ada.owner());
        authAnswers(200, "{\"retired\":true,\"accountIds\":[\"" + second.accountId() + "\"]}");
        tables.change("insert into account_reset values ('" + second.accountId() + "', false, now(), now())");
        Map<String, Object> signIn = signIn(ada.owner(), "ac".repeat(32));

        // When
        allow(signIn);
        report(signIn, false, true);

        // Then
        assertThat(history("accountId=" + second.accountId(), 1).getFirst())
                .containsEntry("retired", true)
                .containsEntry("username", ada.owner());
    }

    @Test
    void whatAuthCouldNotSayInTimeIsAskedAgainAndStandsInTheHistoryThen() throws IOException {
        // Given
        authAnswers(503, "{}");
        Person person = account();
        tables.change("insert into account_reset values ('" + person.accountId() + "', false, now(), now())");
        Map<String, Object> signIn = signIn(person.address(), "ab".repeat(32));
        long before = heard();
        int status = allow(signIn);
        server.stop(0);
        authAnswers(200, "{\"retired\":true}");

        // When
        report(signIn, false, false);

        // Then
        assertThat(status).isZero();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                history("accountId=" + person.accountId(), 1).getFirst())
                        .containsEntry("retired", true)
                        .containsEntry("failure", "BAD_CREDENTIALS")
                        .containsEntry("answer", "ALLOWED"));
        assertThat(heard()).as("one sign-in, however often it is told").isEqualTo(before + 1);
    }

    @Test
    void whileAuthIsAwayPeopleSignInAndNothingIsSaidOfTheirPassword() throws IOException {
        // Given
        authAnswers(503, "{}");
        Person person = account();
        tables.change("insert into account_reset values ('" + person.accountId() + "', false, now(), now())");
        Map<String, Object> signIn = signIn(person.address(), "bb".repeat(32));

        // When
        int status = allow(signIn);
        report(signIn, true, false);

        // Then
        assertThat(status).isZero();
        assertThat(history("accountId=" + person.accountId(), 1).getFirst())
                .containsEntry("answer", "ALLOWED")
                .containsEntry("retired", null);
    }

    @Test
    void aSignInToAnAccountWhoseResetIsUnderWayIsRefused() {
        // Given
        Person person = account();
        tables.change("insert into account_reset values ('" + person.accountId() + "', true, null, now())");

        // When
        int status = allow(signIn(person.owner(), "cc".repeat(32)));

        // Then
        assertThat(status).isEqualTo(-1);
        assertThat(tables.change("update account_reset set seen_at = now() - interval '2 hours' where account_id = '"
                        + person.accountId() + "'"))
                .isEqualTo(1);
        await().atMost(SOON).until(() -> allow(signIn(person.owner(), "cc".repeat(32))) == 0);
    }

    @Test
    void lookUpsThatWereGivenUpLetNobodyInWhoIsRemembered() {
        // Given
        Person inReset = account();
        tables.change("insert into account_reset values ('" + inReset.accountId() + "', true, null, now())");
        Map<String, Object> known = signIn(inReset.owner(), "ce".repeat(32));
        List<Integer> answers = new ArrayList<>();
        answers.add(allow(known));

        // When
        tables.whileLocked("account", () -> {
            answers.addAll(together(200, () -> allow(signIn("somebody-" + UUID.randomUUID(), "ce".repeat(32)))));
            answers.add(allow(known));
        });

        // Then
        assertThat(answers.subList(1, 201)).as("let in without a judgement").containsOnly(0);
        assertThat(List.of(answers.getFirst(), answers.getLast()))
                .as("refused, for it is remembered that a reset is under way")
                .containsOnly(-1);
    }

    @Test
    void whatTheExporterTellsOfAReportedSignInIsToldOnce() {
        // Given
        Person both = account();
        Person alone = account();
        Map<String, Object> signIn = signIn(both.address(), "dd".repeat(32));
        report(signIn, true, false);

        // When
        export(both, (String) signIn.get("session_id"));
        export(alone, "session " + UUID.randomUUID());

        // Then
        assertThat(history("accountId=" + alone.accountId(), 1).getFirst())
                .containsEntry("mechanism", "PLAIN")
                .containsEntry("host", "mx1");
        assertThat(history("accountId=" + both.accountId(), 1).getFirst()).containsEntry("reporter", "dovecot");
    }

    @Test
    void aWebhookOfStalwartIsTakenOnceAndOnlyWithItsSignature() throws Exception {
        // Given
        Person person = account();
        String body = """
                {"events":[{"id":"%s","createdAt":"%s","type":"auth.failed",
                  "data":{"accountName":"%s","remoteIp":"198.51.100.9","listenerId":"imaptls"}}]}""".formatted(UUID.randomUUID(), Instant.now(), person.address());

        // When
        int unsigned = webhook(body, "AAAA");
        int first = webhook(body, sign(body));
        int again = webhook(body, sign(body));

        // Then
        assertThat(List.of(unsigned, first, again)).containsExactly(401, 204, 204);
        assertThat(history("accountId=" + person.accountId(), 1).getFirst())
                .containsEntry("source", "API")
                .containsEntry("reporter", "stalwart")
                .containsEntry("remoteAddress", "198.51.100.9");
    }

    @Test
    void whatAProgramPostsIsTakenOnceAndWhatIsWrongIsToldOneByOne() {
        // Given
        Person person = account();
        Map<String, Object> good = Map.of(
                "id",
                UUID.randomUUID().toString(),
                "username",
                person.address(),
                "succeeded",
                true,
                "protocol",
                "smtp",
                "remoteAddress",
                "2001:db8::7",
                "occurredAt",
                Instant.now().toString());
        List<Map<String, Object>> list = List.of(
                good,
                good,
                Map.of("username", "ada"),
                Map.of("id", "x", "succeeded", true, "username", "ada"),
                Map.of(
                        "id",
                        "y",
                        "succeeded",
                        true,
                        "username",
                        "ada",
                        "occurredAt",
                        Instant.now().toString(),
                        "remoteAddress",
                        "here"));

        // When
        JsonPath result = post(list, 200);
        post(list, 200);

        // Then
        assertThat(result.getInt("accepted")).isEqualTo(2);
        assertThat(result.getList("refused.index")).containsExactly(2, 3, 4);
        assertThat(result.getList("refused.why"))
                .satisfiesExactly(
                        why -> assertThat(why).asString().contains("id is missing"),
                        why -> assertThat(why).asString().contains("occurredAt"),
                        why -> assertThat(why).asString().contains("remoteAddress"));
        assertThat(history("username=" + person.address() + "&address=2001:db8::/32", 1)
                        .getFirst())
                .containsEntry("protocol", "SMTP")
                .containsEntry("accountId", person.accountId().toString());
        post(List.of(), 400);
        assertThat(Tokens.asApprover()
                        .contentType("application/json")
                        .body(Map.of("logins", list))
                        .post("/api/v1/logins")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void theHistoryIsReadPageByPage() {
        // Given
        Person person = account();
        for (int i = 0; i < 5; i++) {
            report(signIn(person.address(), "ee".repeat(32)), i % 2 == 0, false);
        }
        history("accountId=" + person.accountId(), 5);

        // When
        JsonPath first = page("accountId=" + person.accountId() + "&limit=3");
        JsonPath second = page("accountId=" + person.accountId() + "&limit=3&after=" + first.getString("next"));

        // Then
        assertThat(first.getList("items.loginId")).hasSize(3);
        assertThat(second.getList("items.loginId"))
                .hasSize(2)
                .doesNotContainAnyElementsOf(first.getList("items.loginId"));
        assertThat(second.getString("next")).isNull();
        assertThat(page("accountId=" + person.accountId() + "&succeeded=false").getList("items"))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "succeeded=perhaps",
                "source=NOBODY",
                "address=here",
                "from=yesterday",
                "accountId=7",
                "after=7",
                "limit=many"
            })
    void aSearchThatIsNotUnderstoodIsRefused(String query) {
        // When
        Response response = Tokens.asApprover().get("/api/v1/logins?" + query);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void aSignInThatLacksAFieldIsSetAside() {
        // Given
        String key = "nobody-" + UUID.randomUUID();
        String incomplete =
                "{\"loginId\":\"%s\",\"username\":\"ada\",\"source\":\"DOVECOT\"}".formatted(UUID.randomUUID());

        // When
        Wire.publishRaw(EventType.LOGIN_SUCCEEDED, key, incomplete, UUID.randomUUID());

        // Then
        await().atMost(SOON).until(() -> Wire.deadLetters("mail.logins", key) == 1);
    }

    @Test
    void aSourceThatFellSilentIsShown() {
        // Given
        Person person = account();
        String before = tables.text("select cast(clock_timestamp() as text)");
        report(signIn(person.address(), "ff".repeat(32)), true, false);
        await().atMost(SOON)
                .until(() -> tables.number("select count(*) from login_source where name = 'dovecot' and last_heard > '"
                                + before + "'")
                        == 1);

        // When
        tables.change("update login_source set last_heard = now() - interval '1 day' where name = 'dovecot'");

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Tokens.asApprover()
                                .get("/api/v1/logins/sources")
                                .jsonPath()
                                .getBoolean("find { it.name == 'dovecot' }.silent"))
                        .isTrue());
        report(signIn(person.address(), "ff".repeat(32)), true, false);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Tokens.asApprover()
                                .get("/api/v1/logins/sources")
                                .jsonPath()
                                .getBoolean("find { it.name == 'dovecot' }.silent"))
                        .isFalse());
    }

    private Person account() {
        return account(null);
    }

    /** A mailbox of somebody, or of somebody new. */
    private Person account(@Nullable String owner) {
        Person somebody = Person.somebody();
        Person person = owner == null ? somebody : new Person(somebody.accountId(), somebody.address(), owner);
        Wire.publish(
                EventType.ACCOUNT_CHANGED,
                person.accountId().toString(),
                new AccountChanged(
                        person.accountId(),
                        person.address(),
                        Protocol.IMAP,
                        "mail.example",
                        993,
                        Security.TLS,
                        person.address(),
                        CredentialType.PASSWORD,
                        1,
                        List.of("INBOX"),
                        Retrieval.KEEP_ON_SERVER,
                        null,
                        person.owner(),
                        null,
                        List.of(),
                        AccountState.ACTIVE,
                        null,
                        Instant.now()));
        await().atMost(SOON).until(() -> tables.count("account", person.accountId()) == 1);
        return person;
    }

    private static Map<String, Object> signIn(String login, String hash) {
        return Map.of(
                "login",
                login,
                "protocol",
                "imap",
                "pwhash",
                hash,
                "remote",
                "192.0.2.7",
                "session_id",
                "s" + UUID.randomUUID(),
                "tls",
                true,
                "device_id",
                "");
    }

    private static Response ask(Map<String, Object> signIn) {
        return RestAssured.given()
                .header("X-Api-Key", KEY)
                .contentType("application/json")
                .body(signIn)
                .post("/policy?command=allow");
    }

    private static int allow(Map<String, Object> signIn) {
        return ask(signIn).then().statusCode(200).extract().path("status");
    }

    /** How many sign-ins the Dovecot of tests reported. */
    private static long heard() {
        return Tokens.asApprover()
                .get("/api/v1/logins/sources")
                .jsonPath()
                .getLong("find { it.name == 'dovecot' }.heard");
    }

    private static <T> List<T> together(int many, Callable<T> task) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(many, task)).stream()
                    .map(Future::resultNow)
                    .toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void report(Map<String, Object> signIn, boolean success, boolean policyReject) {
        Map<String, Object> body = new java.util.HashMap<>(signIn);
        body.put("success", success);
        body.put("policy_reject", policyReject);
        RestAssured.given()
                .header("X-Api-Key", KEY)
                .contentType("application/json")
                .body(body)
                .post("/policy?command=report")
                .then()
                .statusCode(200);
    }

    private static void export(Person person, String session) {
        String pair = Base64.getEncoder().encodeToString(("dovecot:" + KEY).getBytes(StandardCharsets.UTF_8));
        RestAssured.given()
                .header("Authorization", "Basic " + pair)
                .contentType("application/json")
                .body(Map.of(
                        "event",
                        "auth_request_finished",
                        "hostname",
                        "mx1",
                        "end_time",
                        Instant.now().toString(),
                        "fields",
                        Map.of(
                                "user",
                                person.address(),
                                "session",
                                session,
                                "service",
                                "imap",
                                "mechanism",
                                "PLAIN",
                                "success",
                                "yes")))
                .post("/dovecot/events")
                .then()
                .statusCode(204);
    }

    private static int webhook(String body, String signature) {
        return RestAssured.given()
                .header("X-Signature", signature)
                .contentType("application/json")
                .body(body)
                .post("/stalwart/events")
                .statusCode();
    }

    private static String sign(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SIGNATURE_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonPath post(List<Map<String, Object>> logins, int status) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("logins", logins))
                .post("/api/v1/logins")
                .then()
                .statusCode(status)
                .extract()
                .jsonPath();
    }

    private static JsonPath page(String query) {
        return Tokens.asApprover()
                .get("/api/v1/logins?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<Map<String, Object>> history(String query, int expected) {
        return await().atMost(SOON)
                .until(() -> page(query).<Map<String, Object>>getList("items"), items -> items.size() == expected);
    }

    private void authAnswers(int status, String answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(auth.getHost()), auth.getPort()), 0);
        server.createContext("/api/v1/retired-passwords/recognise", exchange -> {
            try (exchange) {
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Raising;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginSource;

/** The history of sign-ins, as people look at it: filters, map, devices, files; and replays over it. */
@QuarkusTest
class LoginViewsTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String BERLIN = "192.0.2.7";
    private static final String NEW_YORK = "198.51.100.7";

    private final Tables tables;
    private final Raising raising;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    LoginViewsTest(Tables tables, Raising raising) {
        this.tables = tables;
        this.raising = raising;
    }

    @Test
    void aReportedSignInHasItsPlaceOnTheMapAndItsDeviceAtTheAccount() {
        // Given
        Person ada = account();

        // When
        report(
                signIn(ada.address(), BERLIN, true, "Thunderbird/128.3"),
                signIn(ada.address(), NEW_YORK, false, "evil"),
                signIn(ada.address(), "10.1.2.3", true, ""));
        await().atMost(SOON).until(() -> tables.count("login", ada.accountId()) == 3);

        // Then
        JsonPath map = get("/api/v1/logins/map?accountId=" + ada.accountId());
        assertThat(map.getList("places.city")).containsExactly("Berlin", "New York");
        assertThat(map.getInt("places[0].succeeded")).isEqualTo(1);
        assertThat(map.getInt("places[1].failed")).isEqualTo(1);
        assertThat(map.getDouble("places[0].latitude")).isBetween(52.0, 53.0);
        assertThat(map.getInt("withoutPlace")).isEqualTo(1);
        JsonPath devices = get("/api/v1/accounts/" + ada.accountId() + "/devices");
        assertThat(devices.getList("devices.client")).containsExactlyInAnyOrder("thunderbird", null);
        Map<String, Object> known = devices.getMap("devices.find { it.client == 'thunderbird' }");
        assertThat(known).containsEntry("signIns", 1).containsEntry("protocols", List.of("IMAP"));
        assertThat(devices.getString("devices.find { it.client == 'thunderbird' }.networks[0].lastCity"))
                .isEqualTo("Berlin");
        for (String filter : List.of(
                "country=us", "client=evil", "network=198.51.100.0/24", "address=" + NEW_YORK, "succeeded=false")) {
            assertThat(get("/api/v1/logins?accountId=" + ada.accountId() + "&" + filter)
                            .getList("items.city"))
                    .as(filter)
                    .containsExactly("New York");
        }
        assertThat(get("/api/v1/logins?accountId=" + ada.accountId() + "&mark=TOR")
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void aPlaceOnTheMapCountsEachAttemptAndEachAccountOnce() {
        // Given
        Person ada = account();
        Person bob = account();
        String client = UUID.randomUUID().toString().replaceAll("[^a-f]", "x");
        report(
                signIn(ada.address(), BERLIN, true, client),
                signIn(ada.address(), BERLIN, false, client),
                signIn(bob.address(), BERLIN, true, client));
        await().atMost(SOON)
                .until(() -> tables.count("login", ada.accountId()) + tables.count("login", bob.accountId()) == 3);

        // When
        JsonPath map = get("/api/v1/logins/map?client=" + client);

        // Then
        assertThat(map.getList("places")).hasSize(1);
        assertThat(map.getInt("places[0].attempts")).isEqualTo(3);
        assertThat(map.getInt("places[0].succeeded")).isEqualTo(2);
        assertThat(map.getInt("places[0].accounts")).isEqualTo(2);
        assertThat(map.getDouble("places[0].latitude")).isBetween(52.0, 53.0);
    }

    @Test
    void theKindOfAFindingLeadsToTheSignInsAroundIt() {
        // Given
        Person ada = account();
        report(signIn(ada.address(), BERLIN, true, ""));
        await().atMost(SOON).until(() -> tables.count("login", ada.accountId()) == 1);

        // When
        raising.raise(ada, FindingKind.DORMANT_LOGIN, Severity.MEDIUM, "After a long time.", "sign-ins");

        // Then
        assertThat(get("/api/v1/logins?accountId=" + ada.accountId() + "&kind=DORMANT_LOGIN")
                        .getList("items"))
                .hasSize(1);
        assertThat(get("/api/v1/logins?accountId=" + ada.accountId() + "&kind=BRUTE_FORCE")
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void whatOthersDidIsToldWithoutTheFetchersOwnSignIns() {
        // Given
        Person ada = account();
        report(signIn(ada.address(), BERLIN, true, ""));
        Wire.publish(EventType.LOGIN_SUCCEEDED, ada.accountId().toString(), ofTheFetcher(ada));
        await().atMost(SOON).until(() -> tables.count("login", ada.accountId()) == 2);
        String account = "accountId=" + ada.accountId();

        // When
        JsonPath others = get("/api/v1/logins?source=DOVECOT&source=KEYCLOAK&source=API&" + account);

        // Then
        assertThat(others.getList("items.source")).containsExactly("API");
        assertThat(get("/api/v1/logins?source=FETCHER&" + account).getList("items.source"))
                .containsExactly("FETCHER");
        assertThat(get("/api/v1/logins?" + account).getList("items")).hasSize(2);
        assertThat(get("/api/v1/logins/map?source=API&source=KEYCLOAK&" + account)
                        .getInt("withoutPlace"))
                .isZero();
    }

    @Test
    void hostileTextIsTextInEveryFile() {
        // Given
        String name = "=cmd|' /C calc'!A0-" + UUID.randomUUID();
        report(signIn(name, BERLIN, false, "@SUM(1)\"\n,<script>"));
        String query = "/api/v1/logins/export?succeeded=false&address=" + BERLIN + "&from=" + now.minusSeconds(3600)
                + "&format=";

        // When
        String csv = await().atMost(SOON)
                .until(() -> Tokens.asApprover().get(query + "csv").asString(), file -> file.contains(name));
        Response lines = Tokens.asApprover().get(query + "ndjson");

        // Then
        assertThat(csv)
                .startsWith("\uFEFFloginId,occurredAt")
                .contains(",'" + name + ",")
                .doesNotContain("," + name);
        assertThat(lines.contentType()).startsWith("application/x-ndjson");
        assertThat(lines.header("Content-Disposition")).contains("logins.ndjson");
        assertThat(lines.asString().lines().toList())
                .anySatisfy(line ->
                        assertThat(new JsonPath(line).getString("username")).isEqualTo(name));
    }

    @Test
    void anExportHasEveryRowOnceHoweverManyPagesItTakes() {
        // Given
        Person ada = account();
        tables.change(history(ada, "generate_series(1, 1203) as n", "now() - n * interval '1 second'", BERLIN));

        // When
        List<String> lines = Tokens.asApprover()
                .get("/api/v1/logins/export?format=ndjson&accountId=" + ada.accountId())
                .asString()
                .lines()
                .toList();

        // Then
        assertThat(lines).hasSize(1203).doesNotHaveDuplicates();
        tables.change("delete from login where account_id = '" + ada.accountId() + "'");
    }

    @Test
    void whoReadsSeesHowLongTheHistoryReaches() {
        assertThat(get("/api/v1/logins/retention").getInt("days")).isEqualTo(90);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logins?country=Portugal",
                "logins?network=nowhere",
                "logins?mark=BAD",
                "logins?client=1.0",
                "logins?kind=PLANET",
                "logins?kind=DORMANT_LOGIN&kind=BRUTE_FORCE",
                "logins?source=DOVECOT&source=NOBODY",
                "logins?source=API&source=API&source=API&source=API&source=API",
                "logins?from=yesterday",
                "logins?format=csv",
                "logins/map?limit=1",
                "logins/map?to=tomorrow",
                "logins/export",
                "logins/export?format=xml",
                "logins/export?format=csv&limit=3",
                "logins/replays?limit=many",
                "logins/replays?after=nothing"
            })
    void aSearchThatIsNotUnderstoodIsRefused(String path) {
        // When
        Response refused = Tokens.asApprover().get("/api/v1/" + path);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("detail")).isNotBlank();
    }

    @Test
    void aReplaySaysWhatWouldHaveBeenRaisedAndRaisesNothing() {
        // Given
        Person ada = traveller();
        // When
        String usual = replay("{}", ada);
        String silent = replay(
                "{\"detectors\": {\"NEW_COUNTRY\": {\"on\": false}, \"NEW_NETWORK\": {\"on\": false},"
                        + " \"IMPOSSIBLE_TRAVEL\": {\"on\": false}, \"NEW_CLIENT\": {\"on\": false}}}",
                ada);

        // Then
        done(usual);
        done(silent);
        JsonPath stories = get("/api/v1/logins/replays/" + usual + "/stories?outcome=ADDED");
        assertThat(stories.getList("items")).hasSize(1);
        assertThat(stories.getString("items[0].kind")).isEqualTo("NEW_COUNTRY");
        assertThat(stories.getList("items[0].accounts"))
                .containsExactly(ada.accountId().toString());
        JsonPath shown = get("/api/v1/logins/replays/" + usual);
        assertThat(shown.getInt("judged")).isEqualTo(32);
        assertThat(shown.getInt("kinds.find { it.kind == 'NEW_COUNTRY' }.added"))
                .isEqualTo(1);
        assertThat(shown.getList("notReplayed")).contains("BREACHED_LOGIN");
        assertThat(shown.getString("job.message")).contains("32 sign-ins");
        assertThat(get("/api/v1/logins/replays/" + silent + "/stories").getList("items"))
                .isEmpty();
        assertThat(get("/api/v1/logins/replays/" + silent).getList("changes")).hasSize(4);
        assertThat(get("/api/v1/logins/replays?limit=1").getString("items[0].id"))
                .isEqualTo(silent);
        assertThat(tables.count("finding", ada.accountId())).isZero();
        forget(ada);
    }

    @Test
    void aFindingThatOtherSettingsWouldNotRaiseIsGone() {
        // Given
        Person ada = account();
        UUID finding = raising.raise(ada, FindingKind.NEW_CLIENT, Severity.LOW, "A new client.", "sign-ins");
        tables.change(history(ada, "generate_series(1, 3) as n", "now() - n * interval '1 day'", BERLIN));

        // When
        String id = replay("{}", ada);

        // Then
        done(id);
        JsonPath gone = get("/api/v1/logins/replays/" + id + "/stories?outcome=GONE&kind=NEW_CLIENT");
        assertThat(gone.getList("items.findingId")).containsExactly(finding.toString());
        assertThat(get("/api/v1/logins/replays/" + id).getInt("kinds.find { it.kind == 'NEW_CLIENT' }.gone"))
                .isEqualTo(1);
        forget(ada);
    }

    @Test
    void aReplayThatWasPausedIsWholeOnceItIsResumedAndACancelledOneLeavesNothing() {
        // Given
        Person ada = traveller();
        tables.change(history(
                ada,
                "generate_series(1, 30000) as n",
                "now() - interval '45 days' + n * interval '20 seconds'",
                BERLIN));
        String paused = replay("{}", ada);
        String cancelled = replay("{}", ada);

        // When
        Tokens.asAdmin().post("/api/v1/jobs/" + paused + "/pause").then().statusCode(200);
        Tokens.asAdmin().post("/api/v1/jobs/" + cancelled + "/cancel").then().statusCode(200);
        state(cancelled, "CANCELLED");
        // On a quick machine it may be done before it hears of the pause. The other waits meanwhile: one replay runs at
        // a time.
        await().atMost(SOON)
                .until(
                        () -> get("/api/v1/logins/replays/" + paused).getString("job.state"),
                        List.of("PAUSED", "DONE")::contains);
        Tokens.asAdmin().post("/api/v1/jobs/" + cancelled + "/resume").then().statusCode(200);
        Tokens.asAdmin().post("/api/v1/jobs/" + paused + "/resume").then().statusCode(200);

        // Then
        done(paused);
        assertThat(get("/api/v1/logins/replays/" + paused).getInt("judged")).isEqualTo(30_032);
        assertThat(get("/api/v1/logins/replays/" + cancelled).getString("job.state"))
                .isEqualTo("CANCELLED");
        assertThat(get("/api/v1/logins/replays/" + cancelled).getString("finishedAt"))
                .isNull();
        assertThat(get("/api/v1/logins/replays/" + cancelled + "/stories").getList("items"))
                .isEmpty();
        forget(ada);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"settings\": {\"travle\": 1}} | 'travle'",
                "{\"settings\": {\"travel\": {\"fastestKmh\": 1}}} | between 100",
                "{\"settings\": 7} | an object",
                "{\"from\": \"yesterday\"} | 'from' is no time",
                "{\"to\": \"+1000000-01-01T00:00:00Z\"} | 'to' is no time",
                "{\"from\": \"2026-02-01T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\"} | before",
                "{\"accounts\": [\"ada\"]} | account ids",
                "{\"accounts\": []} | account ids",
                "{\"accounts\": [null]} | account ids"
            })
    void aReplayThatCannotBeIsRefusedWithASentence(String body, String sentence) {
        // When
        Response refused =
                Tokens.asAdmin().contentType("application/json").body(body).post("/api/v1/logins/replays");

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("detail")).contains(sentence);
    }

    @Test
    void whoOnlyReadsAsksForNoReplayAndWhatIsNotThereIsNotFound() {
        // When
        Response refused =
                Tokens.asApprover().contentType("application/json").body("{}").post("/api/v1/logins/replays");
        Response missing = Tokens.asApprover().get("/api/v1/logins/replays/" + UUID.randomUUID() + "/stories");

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(missing.statusCode()).isEqualTo(404);
    }

    /** Thirty days at home, then, five days after that, one sign-in from another continent, and one at home a day later. */
    private Person traveller() {
        Person ada = account();
        tables.change(history(
                ada, "generate_series(1, 30) as n", "now() - interval '5 days' - n * interval '1 day'", BERLIN));
        tables.change(history(ada, "generate_series(1, 1) as n", "now() - interval '2 days'", NEW_YORK));
        tables.change(history(ada, "generate_series(1, 1) as n", "now() - interval '1 day'", BERLIN));
        return ada;
    }

    private static String history(Person person, String rows, String time, String address) {
        return """
                insert into login (login_id, account_id, username, source, protocol, host, port, remote_address, client, secured,
                  succeeded, occurred_at, kept_at)
                select gen_random_uuid(), '%s', '%s', 'DOVECOT', 'IMAP', 'mx1', 993, inet '%s', 'Thunderbird', true, true, %s, now()
                from %s""".formatted(person.accountId(), person.address(), address, time, rows);
    }

    private void forget(Person person) {
        tables.change("delete from login where account_id = '" + person.accountId() + "'");
    }

    private static String replay(String settings, Person person) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .body("{\"settings\": " + settings + ", \"accounts\": [\"" + person.accountId() + "\"]}")
                .post("/api/v1/logins/replays")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static void done(String replay) {
        state(replay, "DONE");
    }

    private static void state(String replay, String state) {
        await().atMost(SOON).until(() -> get("/api/v1/logins/replays/" + replay).getString("job.state"), state::equals);
    }

    private static JsonPath get(String path) {
        return Tokens.asApprover().get(path).then().statusCode(200).extract().jsonPath();
    }

    private Map<String, Object> signIn(String username, String address, boolean succeeded, String client) {
        Map<String, Object> login = new HashMap<>(Map.of(
                "id",
                UUID.randomUUID().toString(),
                "username",
                username,
                "succeeded",
                succeeded,
                "protocol",
                "IMAP",
                "remoteAddress",
                address,
                "occurredAt",
                now.minusSeconds(30).toString()));
        if (!succeeded) {
            login.put("failure", "BAD_CREDENTIALS");
        }
        if (!client.isEmpty()) {
            login.put("client", client);
        }
        return login;
    }

    @SafeVarargs
    private static void report(Map<String, Object>... logins) {
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("logins", new ArrayList<>(List.of(logins))))
                .post("/api/v1/logins")
                .then()
                .statusCode(200);
    }

    private static Login ofTheFetcher(Person person) {
        return new Login(
                UUID.randomUUID(),
                person.accountId(),
                person.address(),
                LoginSource.FETCHER,
                "POP3",
                "mail." + person.owner() + ".example",
                995,
                null,
                null,
                null,
                null,
                null,
                1L,
                Instant.now());
    }

    private Person account() {
        Person person = Person.somebody();
        tables.change("insert into account (account_id, address, owner, changed_at) values ('" + person.accountId()
                + "', '" + person.address() + "', '" + person.owner() + "', now())");
        return person;
    }
}

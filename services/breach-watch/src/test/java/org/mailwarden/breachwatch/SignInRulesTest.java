// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.signin.DetectorSettings;
import org.mailwarden.breachwatch.signin.SignInSettings;
import org.mailwarden.breachwatch.signin.TrustedMarks;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Raising;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.kit.event.EventId;

/** What people expect of sign-ins, and what detectors go by. */
@QuarkusTest
class SignInRulesTest {

    private static final String MARKS = "/api/v1/logins/trusted";
    private static final String SETTINGS = "/api/v1/logins/settings";

    private final Tables tables;
    private final TrustedMarks marks;
    private final DetectorSettings detectors;
    private final Raising raising;

    SignInRulesTest(Tables tables, TrustedMarks marks, DetectorSettings detectors, Raising raising) {
        this.tables = tables;
        this.raising = raising;
        this.marks = marks;
        this.detectors = detectors;
    }

    /** The rules hold for the whole service: other tests meet none. */
    @AfterEach
    void backToTheStart() {
        tables.change("delete from login_mark");
        tables.change("update login_mark_changes set changes = changes + 1");
        tables.change("delete from login_detection");
        // The next question of the judge is answered from what is there now.
        marked("COUNTRY", "PT", null, null).then().statusCode(200);
        tables.change("delete from login_mark");
        tables.change("update login_mark_changes set changes = changes + 1");
    }

    @Test
    void aMarkCountsAtOnceForItsAccountAloneAndUntilItIsTakenBack() {
        // Given
        Person ada = account();
        Person bob = account();

        // When
        Response made = marked("NETWORK", "198.18.4.0/23", ada, null);

        // Then
        made.then().statusCode(200);
        assertThat(made.jsonPath().getString("markedBy")).isNotBlank();
        assertThat(marks.of(ada.accountId()).networks()).hasSize(2);
        assertThat(marks.of(bob.accountId()).networks()).isEmpty();

        // When
        Response removed = admin().delete(MARKS + "/" + made.jsonPath().getString("id"));

        // Then
        assertThat(removed.jsonPath().getString("removedBy")).isNotBlank();
        assertThat(marks.of(ada.accountId()).networks()).isEmpty();
        assertThat(items(MARKS + "?accountId=" + ada.accountId())).isEmpty();
        assertThat(items(MARKS + "?removed=true&accountId=" + ada.accountId())).hasSize(1);
    }

    @Test
    void aMarkForAllIsEverybodysAndTheSameOnceMoreIsTheSameMark() {
        // Given
        Person ada = account();

        // When
        Response first = marked("CLIENT", "Thunderbird/128", null, null);
        Response second = marked("CLIENT", "thunderbird 129.1", null, null);
        Response shorter = marked(
                "CLIENT",
                "thunderbird",
                null,
                Instant.now().plus(1, ChronoUnit.DAYS).toString());

        // Then
        assertThat(second.jsonPath().getString("id")).isEqualTo(first.jsonPath().getString("id"));
        assertThat(shorter.statusCode()).isEqualTo(409);
        assertThat(shorter.jsonPath().getString("detail")).contains("for good", "DELETE");
        assertThat(marks.of(ada.accountId()).clients()).containsExactly("thunderbird");
        assertThat(marks.of(null).clients()).containsExactly("thunderbird");
    }

    @Test
    void marksAreListedPageByPage() {
        // Given
        List.of("PT", "NZ", "FI")
                .forEach(
                        country -> marked("COUNTRY", country, null, null).then().statusCode(200));

        // When
        Response page = Tokens.asApprover().get(MARKS + "?limit=2&what=COUNTRY");
        List<Map<String, Object>> rest =
                items(MARKS + "?limit=2&what=COUNTRY&after=" + page.jsonPath().getString("next"));

        // Then
        assertThat(page.jsonPath().getList("items.value")).containsExactly("FI", "NZ");
        assertThat(page.header("Link")).contains("after=");
        assertThat(rest).extracting(mark -> mark.get("value")).containsExactly("PT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "- | PT | trip | - | - | 400 | COUNTRY, NETWORK or CLIENT",
                "PLANET | PT | trip | - | - | 400 | COUNTRY, NETWORK or CLIENT",
                "COUNTRY | Portugal | trip | - | - | 400 | two letters",
                "COUNTRY | - | trip | - | - | 400 | two letters",
                "NETWORK | 10.0.0.0/8 | trip | - | - | 400 | autonomous system",
                "CLIENT | 1.0 | trip | - | - | 400 | calls itself",
                "COUNTRY | PT | - | - | - | 400 | Say why",
                "COUNTRY | PT | ' ' | - | - | 400 | Say why",
                "COUNTRY | PT | trip | 2001-01-01T00:00:00Z | - | 400 | has not come",
                "COUNTRY | PT | trip | tomorrow | - | 400 | has not come",
                "COUNTRY | PT | trip | - | ada | 400 | no account id",
                "COUNTRY | PT | trip | - | 00000000-0000-0000-0000-000000000001 | 404 | There is no account"
            })
    void aMarkThatIsNoneIsRefusedWithASentence(
            String what, String value, String reason, String until, String account, int status, String sentence) {
        // Given
        Map<String, Object> body = new HashMap<>();
        body.put("what", what);
        body.put("value", value);
        body.put("reason", reason);
        body.put("until", until);
        body.put("accountId", account);

        // When
        Response refused = admin().body(body).post(MARKS);

        // Then
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.jsonPath().getString("detail")).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        MARKS + "?accountId=ada",
        MARKS + "?what=PLANET",
        MARKS + "?removed=perhaps",
        MARKS + "?limit=many",
        MARKS + "?after=nothing",
        SETTINGS + "/versions?limit=many",
        SETTINGS + "/versions?after=nothing"
    })
    void aQuestionThatIsNotUnderstoodIsRefused(String path) {
        assertThat(Tokens.asApprover().get(path).statusCode()).isEqualTo(400);
    }

    @Test
    void whoOnlyReadsChangesNoRule() {
        // When
        int mark =
                approver().body(mark("COUNTRY", "PT", null, null)).post(MARKS).statusCode();
        int remove = approver().delete(MARKS + "/" + UUID.randomUUID()).statusCode();
        int change = approver()
                .header("If-Match", "\"0\"")
                .body(change("{\"travel\": {\"fastestKmh\": 900}}"))
                .put(SETTINGS)
                .statusCode();

        // Then
        assertThat(List.of(mark, remove, change)).containsOnly(403);
        assertThat(tables.number("select count(*) from login_mark")).isZero();
        assertThat(tables.number("select count(*) from login_detection")).isZero();
    }

    @Test
    void settingsCountAtOnceAndTellWhoChangedWhat() {
        // Given
        assertThat(detectors.of(null)).isEqualTo(SignInSettings.DEFAULTS);

        // When
        Response changed = admin().header("If-Match", "\"0\"")
                .body(change("{\"travel\": {\"fastestKmh\": 900}, \"detectors\": {\"NEW_CLIENT\": {\"on\": false}}}"))
                .put(SETTINGS);

        // Then
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"1\"");
        assertThat(detectors.of(null).travel().fastestKmh()).isEqualTo(900);
        assertThat(detectors.of(UUID.randomUUID()).silent()).containsExactly(FindingKind.NEW_CLIENT);
        Response shown = Tokens.asApprover().get(SETTINGS);
        assertThat(shown.header("ETag")).isEqualTo("\"1\"");
        assertThat(shown.jsonPath().getInt("settings.travel.fastestKmh")).isEqualTo(900);
        Map<String, Object> version = items(SETTINGS + "/versions").getFirst();
        assertThat(version).containsEntry("reason", "as tried out").containsKey("changedBy");
        assertThat(version.get("changes").toString())
                .contains("travel.fastestKmh: 1000, now 900", "detectors.NEW_CLIENT.on: true, now false");
        assertThat(Tokens.asApprover().get(SETTINGS + "/versions/0").jsonPath().getInt("settings.travel.fastestKmh"))
                .isEqualTo(1000);
    }

    @Test
    void ofTwoChangesOfOneVersionTheSecondIsRefusedAndNothingIsLost() {
        // Given
        admin().header("If-Match", "\"0\"")
                .body(change("{\"travel\": {\"fastestKmh\": 900}}"))
                .put(SETTINGS)
                .then()
                .statusCode(200);

        // When
        Response late = admin().header("If-Match", "\"0\"")
                .body(change("{\"travel\": {\"shortestKm\": 400}}"))
                .put(SETTINGS);
        Response blind =
                admin().body(change("{\"travel\": {\"shortestKm\": 400}}")).put(SETTINGS);
        Response future = admin().header("If-Match", "\"77\"")
                .body(change("{\"travel\": {\"shortestKm\": 400}}"))
                .put(SETTINGS);

        // Then
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.jsonPath().getString("detail")).contains("version 1");
        assertThat(blind.statusCode()).isEqualTo(428);
        assertThat(future.statusCode()).isEqualTo(412);
        assertThat(detectors.of(null).travel().shortestKm()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"travel\": {\"fastestKmh\": 5}} | as tried out | between 100 and 10000",
                "{\"travle\": {}} | as tried out | 'travle'",
                "[] | as tried out | an object",
                "{} | ' ' | Say why"
            })
    void settingsThatCannotBeAreRefusedWithASentence(String settings, String reason, String sentence) {
        // When
        Response refused = admin().header("If-Match", "\"0\"")
                .body("{\"reason\": \"" + reason + "\", \"settings\": " + settings + "}")
                .put(SETTINGS);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("detail")).contains(sentence);
        assertThat(tables.number("select count(*) from login_detection")).isZero();
    }

    @Test
    void whatAFindingTellsIsMarkedAsExpectedAndTheFindingIsClosed() {
        // Given
        Person ada = account();
        signIn(ada, "PT", "AS64500", "thunderbird");
        signIn(ada, "DE", "AS64501", "thunderbird");
        UUID finding = raising.raise(ada, FindingKind.NEW_COUNTRY, Severity.MEDIUM, "A new country.", "sign-ins");

        // When
        Response unclear = expected(finding, "{\"what\": \"COUNTRY\", \"reason\": \"a trip\"}");
        Response client = expected(finding, "{\"what\": \"CLIENT\", \"reason\": \"a trip\"}");
        Response country = expected(finding, "{\"what\": \"COUNTRY\", \"value\": \"PT\", \"reason\": \"a trip\"}");
        Response late = expected(finding, "{\"what\": \"COUNTRY\", \"value\": \"DE\", \"reason\": \"a trip\"}");

        // Then
        assertThat(unclear.statusCode()).isEqualTo(409);
        assertThat(unclear.jsonPath().getString("detail")).contains("PT", "DE");
        assertThat(client.statusCode()).isEqualTo(409);
        assertThat(client.jsonPath().getString("detail"))
                .contains("does not silence NEW_COUNTRY", "COUNTRY or NETWORK");
        assertThat(country.jsonPath().getString("findingId")).isEqualTo(finding.toString());
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.jsonPath().getString("detail")).contains("closed already");
        assertThat(marks.of(ada.accountId()).countries()).containsExactly("PT");
        assertThat(marks.of(ada.accountId()).clients()).isEmpty();
        Response closed = Tokens.asApprover().get("/api/v1/findings/" + finding);
        assertThat(closed.jsonPath().getString("closedAs")).isEqualTo("FALSE_POSITIVE");
        assertThat(closed.jsonPath().getString("closedReason")).startsWith("Expected: the country Portugal. a trip");
    }

    @Test
    void aStorysFindingOffersWhatItsStrangerHadAndNothingElse() {
        // Given
        Person ada = account();
        signIn(ada, "DE", "AS64501", "thunderbird");
        signIn(ada, "US", "AS64502", "mutt");
        UUID finding = EventId.of(
                "finding", "stranger|" + ada.accountId() + "|US|" + LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC));
        tables.change(
                "insert into finding (id, kind, severity, severity_reasons, state, account_id, address, owner, summary,"
                        + " raised_at, changed_at) values ('" + finding
                        + "', 'IMPOSSIBLE_TRAVEL', 'HIGH', '', 'OPEN', '"
                        + ada.accountId() + "', '" + ada.address() + "', '" + ada.owner()
                        + "', 'Too far.', now(), now())");

        // When
        Response choices = Tokens.asApprover().get("/api/v1/findings/" + finding + "/expected");

        // Then
        assertThat(choices.jsonPath().getList("text")).containsExactlyInAnyOrder("US", "AS64502");
        tables.change("delete from finding where id = '" + finding + "'");
    }

    @Test
    void whatNoMarkSilencesCannotBeExpectedAndWhoReadsExpectsNothing() {
        // Given
        Person ada = account();
        UUID guesses = raising.raise(ada, FindingKind.BRUTE_FORCE, Severity.MEDIUM, "Guesses.", "sign-ins");
        UUID country = raising.raise(ada, FindingKind.NEW_COUNTRY, Severity.MEDIUM, "A new country.", "sign-ins");
        String body = "{\"what\": \"COUNTRY\", \"value\": \"PT\", \"reason\": \"a trip\"}";

        // When
        Response refused = expected(guesses, body);
        Response untold = expected(country, "{\"what\": \"COUNTRY\", \"reason\": \"a trip\"}");
        Response missing = expected(UUID.randomUUID(), body);
        Response reader = approver().body(body).post("/api/v1/findings/" + country + "/expected");

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("detail")).contains("neither", "close");
        assertThat(untold.statusCode()).isEqualTo(409);
        assertThat(untold.jsonPath().getString("detail")).contains("does not tell");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(reader.statusCode()).isEqualTo(403);
        assertThat(marks.of(ada.accountId()).countries()).isEmpty();
        assertThat(Tokens.asApprover()
                        .get("/api/v1/findings/" + country)
                        .jsonPath()
                        .getString("state"))
                .isEqualTo("OPEN");
    }

    private void signIn(Person person, String country, String network, String client) {
        tables.change(
                "insert into login (login_id, account_id, username, source, protocol, host, port, succeeded, occurred_at,"
                        + " kept_at, country, network, client_name) values (gen_random_uuid(), '" + person.accountId()
                        + "', '"
                        + person.address() + "', 'DOVECOT', 'IMAP', 'mx1', 993, true, now(), now(), '" + country
                        + "', '" + network
                        + "', '" + client + "')");
    }

    private static Response expected(UUID finding, String body) {
        return admin().body(body).post("/api/v1/findings/" + finding + "/expected");
    }

    private static RequestSpecification admin() {
        return Tokens.asAdmin().contentType("application/json");
    }

    private static RequestSpecification approver() {
        return Tokens.asApprover().contentType("application/json");
    }

    private static Response marked(String what, String value, Person person, String until) {
        return admin().body(mark(what, value, person, until)).post(MARKS);
    }

    private static Map<String, Object> mark(String what, String value, Person person, String until) {
        Map<String, Object> body = new HashMap<>(Map.of("what", what, "value", value, "reason", "a trip"));
        if (person != null) {
            body.put("accountId", person.accountId().toString());
        }
        if (until != null) {
            body.put("until", until);
        }
        return body;
    }

    private static String change(String settings) {
        return "{\"reason\": \"as tried out\", \"settings\": " + settings + "}";
    }

    private static List<Map<String, Object>> items(String path) {
        return Tokens.asApprover()
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
    }

    private Person account() {
        Person person = Person.somebody();
        tables.change("insert into account (account_id, address, owner, changed_at) values ('" + person.accountId()
                + "', '" + person.address() + "', '" + person.owner() + "', now())");
        return person;
    }
}

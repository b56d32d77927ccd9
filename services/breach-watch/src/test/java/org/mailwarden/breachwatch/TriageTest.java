// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Raising;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.Disposition;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;

/** What people do with findings, and what findings do by themselves afterwards. */
@QuarkusTest
class TriageTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final Raising raising;
    private final Tables tables;

    TriageTest(Raising raising, Tables tables) {
        this.raising = raising;
        this.tables = tables;
    }

    @Test
    void closesOnceAsWhatAPersonSaysAndKeepsWhoWhenAndWhy() {
        // Given
        Person person = Person.somebody();
        UUID id = weak(person, "detector");

        // When
        Response closed = post(id, "close", "{\"as\": \"FALSE_POSITIVE\", \"reason\": \" a test account \"}");
        Response again = post(id, "close", "{\"as\": \"FALSE_POSITIVE\", \"reason\": \"a test account\"}");

        // Then
        assertThat(closed.statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        Finding told = told(person, 2).getLast();
        assertThat(told.state()).isEqualTo(FindingState.CLOSED);
        assertThat(told.closedAs()).isEqualTo(Disposition.FALSE_POSITIVE);
        assertThat(told.closedReason()).isEqualTo("a test account");
        assertThat(told.closedBy()).isEqualTo(me());
        assertThat(told.closedAt()).isEqualTo(told.changedAt());
        assertThat(again.jsonPath().getString("changedAt"))
                .isEqualTo(closed.jsonPath().getString("changedAt"));
    }

    @Test
    void doesNotCloseAsSomethingElseWhatIsClosed() {
        // Given
        UUID id = weak(Person.somebody(), "detector");
        post(id, "close", "{\"as\": \"TRUE_POSITIVE\", \"reason\": \"dealt with\"}");

        // When
        Response otherwise = post(id, "close", "{\"as\": \"ACCEPTED\", \"reason\": \"borne\"}");

        // Then
        assertThat(otherwise.statusCode()).isEqualTo(409);
        assertThat(otherwise.jsonPath().getString("detail")).contains("closed as TRUE_POSITIVE", "Open it again first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "close    | {\"reason\": \"because\"}                                        | TRUE_POSITIVE",
                "close    | {\"as\": \"REMEDIATED\", \"reason\": \"because\"}                | FALSE_POSITIVE",
                "close    | {\"as\": \"ACCEPTED\"}                                           | Say why in 1 to 500",
                "close    | {\"as\": \"ACCEPTED\", \"reason\": \"x\", \"until\": \"soon\"}       | the last day",
                "close    | {\"as\": \"ACCEPTED\", \"reason\": \"x\", \"until\": \"2020-01-01\"} | today (UTC) or"
                        + " later",
                "close    | {\"as\": \"TRUE_POSITIVE\", \"reason\": \"x\", \"until\": \"2999-01-01\"} | Only what is"
                        + " ACCEPTED",
                "reopen   | {}                                                               | Say why in 1 to 500",
                "assign   | {}                                                               | or {\"to\": null} for"
                        + " nobody",
                "assign   | {\"to\": 7}                                                      | Say to whom",
                "assign   | {\"to\": \"a\\nb\"}                                              | Say to whom",
                "comments | {\"text\": \"  \"}                                               | Write 1 to 2000",
                "comments | {\"text\": \"nul\\u0000\"}                                       | Write 1 to 2000",
                "comments | {\"text\": \"half\\ud800\"}                                      | Write 1 to 2000",
                "comments | nonsense                                                         | is not JSON"
            })
    void refusesWhatSaysTooLittleWithASentence(String action, String body, String sentence) {
        // Given
        UUID id = weak(Person.somebody(), "detector");

        // When
        Response refused = post(id, action, body);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("detail")).contains(sentence);
        assertThat(read(id).getString("state")).isEqualTo("OPEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reopen", "assign", "comments"})
    void findsNothingToDoWhereThereIsNoFinding(String action) {
        // When
        Response answer = post(
                UUID.randomUUID(),
                action,
                "{\"as\": \"TRUE_POSITIVE\", \"reason\": \"x\", \"to\": \"ada\", \"text\": \"x\"}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.jsonPath().getString("code")).isEqualTo("finding-not-found");
    }

    @Test
    void staysClosedForAListThatThePersonKnewAndOpensForOneThatIsNew() {
        // Given
        String password = "known-" + UUID.randomUUID();
        Person person = Person.somebody().uses(password, 1);
        await().atMost(SOON).until(() -> tables.count("credential", person.accountId()) == 1);
        String known = "known list " + UUID.randomUUID();
        Imports.importCombolist(known, List.of(person.address() + ":" + password));
        UUID id = told(person, 1).getFirst().findingId();
        post(id, "close", "{\"as\": \"FALSE_POSITIVE\", \"reason\": \"an old list\"}");

        // When
        Imports.importCombolist(known, List.of("a grown banner:x", person.address() + ":" + password));
        JsonPath afterTheKnownOne = read(id);
        Imports.importCombolist("new list", List.of("the same in another file:x", person.address() + ":" + password));

        // Then
        assertThat(afterTheKnownOne.getString("state")).isEqualTo("CLOSED");
        assertThat(afterTheKnownOne.getString("lastChange"))
                .isEqualTo("breach-watch: more evidence by combolist " + known + "; it stays closed as FALSE_POSITIVE");
        assertThat(told(person, 4)).last().satisfies(opened -> {
            assertThat(opened.state()).isEqualTo(FindingState.OPEN);
            assertThat(opened.closedAs()).isNull();
            assertThat(opened.closedReason()).isNull();
            assertThat(opened.reopenedAt()).isEqualTo(opened.changedAt());
            assertThat(opened.lastChange())
                    .startsWith("breach-watch: opened again. ")
                    .contains("combolist new list");
        });
        assertThat(types(person).getLast()).isEqualTo(EventType.FINDING_CHANGED);
        assertThat(explain(id).getList("confirmedBy.source"))
                .containsExactly("combolist " + known, "combolist new list");
    }

    @Test
    void opensAgainInTheSameWordsWhenWhatHadChangedIsSoAgain() {
        // Given
        Person person = Person.somebody();
        UUID id = weak(person, "detector");
        raising.close(id, "The password is strong now.");
        assertThat(read(id).getString("closedAs")).isEqualTo("FACTS_CHANGED");

        // When
        weak(person, "detector");

        // Then
        assertThat(read(id).getString("state")).isEqualTo("OPEN");
        assertThat(told(person, 3).getLast().lastChange()).contains("It is so again");
    }

    @Test
    void opensByItselfWhenTheLastDayOfAnAcceptanceHasPassed() {
        // Given
        Person person = Person.somebody();
        UUID id = weak(person, "detector");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        post(id, "close", "{\"as\": \"ACCEPTED\", \"reason\": \"borne\", \"until\": \"" + today.plusDays(30) + "\"}");
        assertThat(read(id).getString("acceptedUntil"))
                .isEqualTo(today.plusDays(30).toString());

        // When
        tables.change("update finding set accepted_until = '" + today.minusDays(1) + "' where id = '" + id + "'");

        // Then
        await().atMost(SOON).until(() -> read(id).getString("state").equals("OPEN"));
        assertThat(told(person, 3).getLast().lastChange())
                .isEqualTo("breach-watch: opened again. It was accepted until " + today.minusDays(1)
                        + ", which has passed.");
    }

    @Test
    void staysAcceptedForTheWholeOfItsLastDay() {
        // Given
        UUID lasting = weak(Person.somebody(), "detector");
        UUID passed = weak(Person.somebody(), "detector");
        String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();
        for (UUID id : List.of(lasting, passed)) {
            post(id, "close", "{\"as\": \"ACCEPTED\", \"reason\": \"borne\", \"until\": \"" + tomorrow + "\"}");
        }

        // When
        tables.change("update finding set accepted_until = date '" + tomorrow + "' - 1 where id = '" + lasting + "'");
        tables.change("update finding set accepted_until = date '" + tomorrow + "' - 2 where id = '" + passed + "'");

        // Then
        await().atMost(SOON).until(() -> read(passed).getString("state").equals("OPEN"));
        assertThat(read(lasting).getString("state")).isEqualTo("CLOSED");
    }

    @Test
    void tellsWhoLooksAfterItAndWhoDidBefore() {
        // Given
        Person person = Person.somebody();
        UUID id = weak(person, "detector");

        // When
        post(id, "assign", "{\"to\": \"ada\"}");
        post(id, "assign", "{\"to\": \"ada\"}");
        post(id, "assign", "{\"to\": null}");

        // Then
        assertThat(told(person, 3)).extracting(Finding::assignee).containsExactly(null, "ada", null);
        assertThat(explain(id).getList("history.text"))
                .containsExactly("assigned to ada, before to nobody", "assigned to nobody, before to ada");
        assertThat(explain(id).getList("history.source")).containsOnly(me());
    }

    @Test
    void keepsCommentsWithTheirAuthorAndTellsNobodyElseWhatTheySay() {
        // Given
        Person person = Person.somebody();
        UUID id = weak(person, "detector");
        String words = "asked him\nand he said " + UUID.randomUUID();

        // When
        Response commented = comment(id, words, null);
        comment(id, words, null);
        comment(id, "another", "key-1");
        comment(id, "another", "key-1");
        comment(id, words, null);

        // Then
        assertThat(commented.statusCode()).isEqualTo(200);
        JsonPath explained = explain(id);
        assertThat(explained.getList("history.text")).containsExactly(words, "another", words);
        assertThat(explained.getList("history.comment")).containsOnly(true);
        assertThat(explained.getString("history[0].source")).isEqualTo(me());
        assertThat(explained.getString("history[0].at")).isNotBlank();
        assertThat(told(person, 4).getLast().lastChange()).isEqualTo(me() + ": wrote a comment");
        assertThat(Wire.dump(Topics.FINDINGS)).doesNotContain("asked him");
    }

    @Test
    void opensAgainForAPersonAndKeepsTheClosingInItsHistory() {
        // Given
        Person person = Person.somebody();
        UUID id = weak(person, "detector");
        post(id, "close", "{\"as\": \"TRUE_POSITIVE\", \"reason\": \"dealt with\"}");

        // When
        post(id, "reopen", "{\"reason\": \"not yet\"}");
        post(id, "reopen", "{\"reason\": \"not yet\"}");

        // Then
        assertThat(told(person, 3).getLast().state()).isEqualTo(FindingState.OPEN);
        assertThat(explain(id).getList("history.text"))
                .containsExactly("closed as TRUE_POSITIVE: dealt with", "opened again: not yet");
    }

    @Test
    void staysOpenAndAsGraveWhenAnotherSourceTellsOfWhatIsOver() {
        // Given
        Person person = Person.somebody();
        UUID id = raising.raise(person, FindingKind.STEALER_LOG, Severity.CRITICAL, "It is stolen.", "feed one");

        // When
        raising.raiseClosed(person, FindingKind.STEALER_LOG, Severity.LOW, "It was stolen.", "feed two");

        // Then
        Finding after = told(person, 2).getLast();
        assertThat(after.findingId()).isEqualTo(id);
        assertThat(after.state()).isEqualTo(FindingState.OPEN);
        assertThat(after.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(after.lastChange()).contains("feed two that is over");
    }

    @Test
    void saysWhyItHasItsSeverityAndWhenThatChanged() {
        // Given
        Person person = Person.somebody();
        raising.raise(
                person,
                FindingKind.ADDRESS_IN_BREACH,
                Severity.LOW,
                List.of("Only the address was in it."),
                "A breach.",
                "feed mild, page 1");

        // When
        UUID id = raising.raise(
                person,
                FindingKind.ADDRESS_IN_BREACH,
                Severity.HIGH,
                List.of("Passwords were in it."),
                "A breach.",
                "feed grave, page 9");

        // Then
        Finding told = told(person, 2).getLast();
        assertThat(told.severity()).isEqualTo(Severity.HIGH);
        assertThat(told.lastChange()).isEqualTo("breach-watch: more evidence by feed grave; severity HIGH, before LOW");
        assertThat(told.severityReasons())
                .containsExactly("Passwords were in it.", "feed mild alone would make it LOW.");
        assertThat(explain(id).getList("severityReasons")).isEqualTo(told.severityReasons());
        assertThat(explain(id).getList("confirmedBy.severity")).containsExactly("LOW", "HIGH");
    }

    private UUID weak(Person person, String source) {
        return raising.raise(person, FindingKind.PASSWORD_WEAK, Severity.MEDIUM, "The password is weak.", source);
    }

    /** The findings as told so far, once there are that many events; a moment later there are no more. */
    private static List<Finding> told(Person person, int events) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(person.accountId())).hasSize(events));
        return Wire.findings(person.accountId()).stream()
                .map(Wire.FindingEvent::finding)
                .toList();
    }

    private static List<EventType> types(Person person) {
        return Wire.findings(person.accountId()).stream()
                .map(Wire.FindingEvent::type)
                .toList();
    }

    private static Response post(UUID id, String action, String body) {
        return Tokens.asAdmin()
                .contentType("application/json")
                .body(body)
                .post("/api/v1/findings/" + id + "/" + action);
    }

    private static Response comment(UUID id, String text, String key) {
        var request = Tokens.asAdmin().contentType("application/json").body(Map.of("text", text));
        return (key == null ? request : request.header("Idempotency-Key", key))
                .post("/api/v1/findings/" + id + "/comments");
    }

    private static JsonPath read(UUID id) {
        return Tokens.asAdmin().get("/api/v1/findings/" + id).jsonPath();
    }

    private static JsonPath explain(UUID id) {
        return Tokens.asAdmin().get("/api/v1/findings/" + id + "/explain").jsonPath();
    }

    /** How Keycloak names the client that the tests are. */
    private static String me() {
        return "service-account-mailwarden-cli";
    }
}

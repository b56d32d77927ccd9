// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.judging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mailwarden.breachwatch.support.SignIns.BERLIN;
import static org.mailwarden.breachwatch.support.SignIns.LAGOS;
import static org.mailwarden.breachwatch.support.SignIns.PHONE;
import static org.mailwarden.breachwatch.support.SignIns.TOKYO;
import static org.mailwarden.breachwatch.support.SignIns.TOOL;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailwarden.breachwatch.signin.Story;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.SignIns;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.devstack.places.MmdbFileWriter;

/** From sign-ins on the topic to findings. */
@QuarkusTest
class JudgingTest {

    private static final Duration SOON = Duration.ofSeconds(90);

    private final Tables tables;
    private final SignInJudging judging;
    private final JudgeTables remembered;

    JudgingTest(Tables tables, SignInJudging judging, JudgeTables remembered) {
        this.tables = tables;
        this.judging = judging;
        this.remembered = remembered;
    }

    @Test
    void aSprayIsOneFindingWithItsAccountsAndIsClosedAsOne() {
        // Given
        List<Person> people = people(30);
        SignIns spray = new SignIns();
        for (int i = 0; i < 30; i++) {
            spray.failed(people.get(i), Duration.ofSeconds(i - 40), "198.51.100.201", "Sprayer", "beef");
        }

        // When
        spray.publish();

        // Then
        UUID last = people.getLast().accountId();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(page("accountId=" + last).getList("items")).hasSize(1));
        JsonPath finding = page("accountId=" + last);
        assertThat(finding.getString("items[0].kind")).isEqualTo("PASSWORD_SPRAY");
        assertThat(finding.getList("items[0].accounts", String.class)).contains(last.toString());
        String id = finding.getString("items[0].findingId");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(page("accountId=" + last).getInt("items[0].accountCount"))
                        .isGreaterThanOrEqualTo(22));
        JsonPath explained =
                Tokens.asApprover().get("/api/v1/findings/" + id + "/explain").jsonPath();
        assertThat(explained.getList("accounts.address"))
                .contains(people.getLast().address());
        assertThat(explained.getString("whatToDo")).contains("Block the network");
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("as", "TRUE_POSITIVE", "reason", "Blocked."))
                .post("/api/v1/findings/" + id + "/close")
                .then()
                .statusCode(200);
        assertThat(page("accountId=" + last + "&state=OPEN").getList("items")).isEmpty();
    }

    @Test
    void aJourneyThatNobodyMakesIsOneFindingAlsoAfterARestartAndHoweverOftenItIsTold() {
        // Given
        Person ada = people(1).getFirst();
        new SignIns().used(ada, BERLIN, PHONE).publish();
        await().atMost(SOON).until(() -> tables.count("sign_in_account", ada.accountId()) == 1);
        judging.forget();
        SignIns thief = new SignIns()
                .opened(ada, Duration.ofMinutes(-50), BERLIN, PHONE)
                .opened(ada, Duration.ofMinutes(-5), TOKYO, TOOL);

        // When
        thief.publish();
        thief.publish();

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(findings(ada)).containsExactly("IMPOSSIBLE_TRAVEL"));
        assertThat(text(ada)).contains("Tokyo").contains("203.0.113.7").contains("python-requests");
    }

    @Test
    void aThiefWhoComesAgainOpensWhatWasClosedMeanwhileUnlessItWasCalledHarmless() {
        // Given: guesses of which nothing is worth telling until they have doubled
        Person robbed = people(1).getFirst();
        Person harmless = people(1).getFirst();
        new SignIns().used(robbed, BERLIN, PHONE).used(harmless, BERLIN, PHONE).publish();
        SignIns first = new SignIns();
        SignIns again = new SignIns();
        for (Person person : List.of(robbed, harmless)) {
            String address = person == robbed ? "203.0.113.101" : "203.0.113.102";
            for (int i = 0; i < 30; i++) {
                first.failed(person, Duration.ofSeconds(i - 120), address, TOOL, "b0" + (10 + i));
            }
            again.failed(person, Duration.ofSeconds(-60), address, TOOL, "b0" + 50);
        }
        first.publish();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(findings(robbed)).containsExactly("BRUTE_FORCE");
            assertThat(findings(harmless)).containsExactly("BRUTE_FORCE");
        });
        close(robbed, "TRUE_POSITIVE");
        close(harmless, "FALSE_POSITIVE");

        // When
        again.publish();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(page("state=OPEN&accountId=" + robbed.accountId())
                                .getList("items.kind"))
                        .containsExactly("BRUTE_FORCE"));
        assertThat(page("state=OPEN&accountId=" + harmless.accountId()).getList("items"))
                .isEmpty();
    }

    @Test
    void whatCannotBeReadHoldsNothingUpAndAClockThatIsAheadMakesNoJourney() {
        // Given
        Person ada = people(1).getFirst();
        Person bob = people(1).getFirst();
        new SignIns().used(ada, BERLIN, PHONE).used(bob, BERLIN, PHONE).publish();
        Wire.publishRaw(EventType.LOGIN_SUCCEEDED, ada.accountId().toString(), "{\"loginId\":7", UUID.randomUUID());
        Wire.publishRaw(EventType.LOGIN_SUCCEEDED, ada.accountId().toString(), "{}", UUID.randomUUID());

        // When
        new SignIns()
                .opened(ada, Duration.ofMinutes(-1), BERLIN, PHONE)
                .opened(ada, Duration.ofDays(400), TOKYO, PHONE)
                .add(SignIns.login(bob, Duration.ofMinutes(-1), "no address", "\u0000", null, "0001", null, false))
                .publish();

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(findings(ada)).containsExactly("NEW_COUNTRY");
            assertThat(findings(bob)).containsExactly("PLAINTEXT_LOGIN");
        });
    }

    @Test
    void whatOthersKnowOfAnAccountIsJudgedWithItsSignIns() {
        // Given
        List<Person> people = people(3);
        Person inReset = people.get(0);
        Person retired = people.get(1);
        Person guessed = people.get(2);
        new SignIns()
                .used(inReset, BERLIN, PHONE)
                .used(retired, BERLIN, PHONE)
                .used(guessed, BERLIN, PHONE)
                .publish();
        await().atMost(SOON).until(() -> tables.count("sign_in_account", guessed.accountId()) == 1);
        tables.change("insert into account_reset (account_id, under_way, seen_at, begun_at) values ('"
                + inReset.accountId() + "', true, now(), now() - interval '5 minutes')");
        SignIns attempts = new SignIns()
                .opened(inReset, Duration.ofMinutes(-10), BERLIN, PHONE)
                .opened(inReset, Duration.ofMinutes(-1), BERLIN, PHONE)
                .add(SignIns.login(
                        retired,
                        Duration.ofMinutes(-1),
                        LAGOS,
                        TOOL,
                        LoginFailure.BAD_CREDENTIALS,
                        "dead",
                        true,
                        true));
        for (int i = 0; i < 12; i++) {
            attempts.failed(guessed, Duration.ofSeconds(i - 60), "203.0.113.100", TOOL, "a0" + (10 + i));
        }

        // When
        attempts.publish();

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(findings(inReset)).containsExactly("LOGIN_DURING_REMEDIATION");
            assertThat(findings(retired)).containsExactly("RETIRED_PASSWORD_USED");
            assertThat(findings(guessed)).containsExactly("BRUTE_FORCE");
        });
    }

    @Test
    void aPasswordThatIsKnownToBeRetiredLaterIsFoundAndStandsInTheHistory() {
        // Given
        Person ada = people(1).getFirst();
        new SignIns().used(ada, BERLIN, PHONE).publish();
        Login tried = SignIns.login(
                ada, Duration.ofMinutes(-1), LAGOS, TOOL, LoginFailure.BAD_CREDENTIALS, "dead", null, true);
        new SignIns().add(tried).publish();
        await().atMost(SOON)
                .until(() -> history(ada)
                        .getList("items.loginId")
                        .contains(tried.loginId().toString()));

        // When
        new SignIns().add(SignIns.retired(tried)).publish();

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(findings(ada)).containsExactly("RETIRED_PASSWORD_USED");
            assertThat(history(ada).getList("items.findAll { it.retired == true }.loginId"))
                    .containsExactly(tried.loginId().toString());
        });
    }

    @Test
    void aRetiredPasswordOfSomebodyWithSeveralMailboxesIsFoundAtThoseWhoseItWas() {
        // Given
        Person ada = people(1).getFirst();
        Person second = mailboxOf(ada);
        Person third = mailboxOf(ada);
        Login tried = SignIns.atKeycloak(ada, LAGOS);
        new SignIns().add(tried).publish();
        await().atMost(SOON).until(() -> !historyOf(ada).getList("items").isEmpty());

        // When
        Wire.publish(
                EventType.LOGIN_FAILED,
                ada.owner(),
                SignIns.retiredOf(tried, List.of(second.accountId(), third.accountId())),
                UUID.randomUUID());

        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(findings(second)).containsExactly("RETIRED_PASSWORD_USED");
            assertThat(findings(third)).containsExactly("RETIRED_PASSWORD_USED");
            assertThat(history(second).getList("items.loginId"))
                    .as("one sign-in stands at one account")
                    .containsExactly(tried.loginId().toString());
        });
        assertThat(findings(ada)).isEmpty();
        assertThat(historyOf(ada).getList("items.retired")).containsExactly(true);
    }

    @Test
    void aFileOfPlacesIsReadWhenItIsReplacedAndADamagedOneLeavesTheLastInForce() throws Exception {
        // Given
        Path file = Path.of("target/test-data/places/city.mmdb");
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Person ada = people(1).getFirst();
        new SignIns().used(ada, BERLIN, PHONE).publish();
        new MmdbFileWriter()
                .with(
                        "5.1.0.0/16",
                        Map.of(
                                "country_code",
                                "PT",
                                "city",
                                "Lisbon",
                                "state1",
                                "Lisbon",
                                "latitude",
                                38.7,
                                "longitude",
                                -9.1))
                .write(file);
        await().atMost(SOON).until(() -> place("good").equals(List.of(true)));

        // When
        Files.writeString(file, "damaged");
        await().atMost(SOON).until(() -> place("good").equals(List.of(false)));
        new SignIns().opened(ada, Duration.ofMinutes(-1), "5.1.2.3", TOOL).publish();

        // Then
        assertThat(place("text").toString()).contains("stays in use");
        await().atMost(SOON).untilAsserted(() -> assertThat(findings(ada)).containsExactly("NEW_COUNTRY"));
        assertThat(text(ada)).contains("Lisbon");
    }

    @Test
    void ofTooManyStoriesThoseToldOfLastAreReadTheNewestLast() {
        long since = 1_000_000_000_000L;
        QuarkusTransaction.begin();
        try {
            // Given
            for (int i = 1; i <= 3; i++) {
                remembered.keepStories(List.of(story("test of many|" + i)), since + i);
            }

            // When
            List<Story> stories = remembered.storiesSince(since, Instant.now(), 2);

            // Then
            assertThat(stories).extracting(Story::naturalKey).containsExactly("test of many|2", "test of many|3");
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private static Story story(String naturalKey) {
        return new Story(
                naturalKey,
                Set.of(naturalKey),
                FindingKind.NEW_COUNTRY,
                Set.of(FindingKind.NEW_COUNTRY),
                Severity.LOW,
                "A test.",
                List.of(),
                List.of(),
                List.of(),
                0,
                Instant.now(),
                Instant.now(),
                Duration.ofDays(1),
                1);
    }

    private static List<Object> place(String part) {
        return Tokens.asApprover()
                .get("/api/v1/logins/places")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("findAll { it.file == 'city.mmdb' }." + part);
    }

    private List<Person> people(int count) {
        List<Person> people = new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> Person.somebody()).toList());
        people.forEach(person -> tables.change("insert into account (account_id, address, owner, changed_at) values ('"
                + person.accountId() + "', '" + person.address() + "', '" + person.owner() + "', now())"));
        return people;
    }

    /** Another mailbox of somebody. */
    private Person mailboxOf(Person owner) {
        Person other = Person.somebody();
        tables.change("insert into account (account_id, address, owner, changed_at) values ('" + other.accountId()
                + "', '" + other.address() + "', '" + owner.owner() + "', now())");
        return other;
    }

    private static JsonPath historyOf(Person owner) {
        return Tokens.asApprover()
                .get("/api/v1/logins?username=" + owner.owner())
                .jsonPath();
    }

    private static List<String> findings(Person person) {
        return page("accountId=" + person.accountId()).getList("items.kind");
    }

    private static void close(Person person, String as) {
        String id = page("accountId=" + person.accountId()).getString("items[0].findingId");
        Tokens.asAdmin()
                .contentType("application/json")
                .body(Map.of("as", as, "reason", "Seen."))
                .post("/api/v1/findings/" + id + "/close")
                .then()
                .statusCode(200);
    }

    private static JsonPath history(Person person) {
        return Tokens.asApprover()
                .get("/api/v1/logins?accountId=" + person.accountId())
                .jsonPath();
    }

    private static String text(Person person) {
        return page("accountId=" + person.accountId()).getString("items[0].facts.text");
    }

    private static JsonPath page(String query) {
        return Tokens.asApprover()
                .get("/api/v1/findings?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}

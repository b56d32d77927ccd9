// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailwarden.breachwatch.credential.ReuseTags;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.Finding;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.FindingState;
import org.mailwarden.contracts.finding.Severity;
import org.mailwarden.contracts.login.Login;
import org.mailwarden.contracts.login.LoginFailure;
import org.mailwarden.contracts.login.LoginSource;
import org.mailwarden.contracts.login.TlsFacts;
import org.mailwarden.contracts.posture.UserPosture;

/** From what arrives on Kafka to the finding on Kafka and to its end. */
@QuarkusTest
class PostureTest {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String GOOD_CIPHER = "TLS_AES_256_GCM_SHA384";

    private final Tables tables;
    private final PostureWorker worker;
    private final ReuseTags tags;

    PostureTest(Tables tables, PostureWorker worker, ReuseTags tags) {
        this.tables = tables;
        this.worker = worker;
        this.tags = tags;
    }

    @Test
    void findsAPasswordThatTwoPeopleHaveAndIsContentWhenOneOfThemChangesIt() {
        // Given
        String password = "shared " + UUID.randomUUID();
        Person one = Person.somebody().uses(password, 1);
        Person other = Person.somebody().uses(password, 1);
        Finding raised = open(one, FindingKind.PASSWORD_REUSED);
        Finding ofOther = open(other, FindingKind.PASSWORD_REUSED);
        assertThat(raised.severity()).isEqualTo(Severity.HIGH);
        assertThat(raised.credentialVersion()).isEqualTo(1);
        assertThat(raised.toString()).doesNotContain(other.address(), other.owner());

        // When
        other.uses("own " + UUID.randomUUID(), 2);

        // Then
        assertThat(closed(one, raised)).contains("No other mailbox has this password");
        assertThat(closed(other, ofOther)).contains("version 2 is current");
    }

    @Test
    void raisesAFindingOfItsOwnWhenAPasswordIsSharedAgain() {
        // Given
        String password = "again " + UUID.randomUUID();
        Person one = Person.somebody().uses(password, 1);
        Person other = Person.somebody().uses(password, 1);
        Finding first = open(one, FindingKind.PASSWORD_REUSED);
        other.uses("own " + UUID.randomUUID(), 2);
        closed(one, first);

        // When
        other.uses(password, 3);

        // Then
        assertThat(open(one, FindingKind.PASSWORD_REUSED).findingId()).isNotEqualTo(first.findingId());
    }

    @Test
    void ratesAPasswordThatOnePersonUsesTwiceLowAndAMailboxReadTwiceNotAtAll() {
        // Given
        String password = "own " + UUID.randomUUID();
        Person imap = Person.somebody();
        Person pop3 = new Person(UUID.randomUUID(), imap.address(), imap.owner());
        imap.uses(password, 1);
        pop3.uses(password, 1);
        Person second = new Person(UUID.randomUUID(), "second." + imap.address(), imap.owner());
        String sole = "sole " + UUID.randomUUID();
        Person soleImap = Person.somebody().uses(sole, 1);
        Person solePop3 = new Person(UUID.randomUUID(), soleImap.address(), soleImap.owner()).uses(sole, 1);

        // When
        second.uses(password, 1);

        // Then
        assertThat(open(second, FindingKind.PASSWORD_REUSED).severity()).isEqualTo(Severity.LOW);
        assertThat(open(imap, FindingKind.PASSWORD_REUSED).summary()).contains("The same person");
        worker.sweep();
        assertThat(of(soleImap, FindingKind.PASSWORD_REUSED)).isEmpty();
        assertThat(of(solePop3, FindingKind.PASSWORD_REUSED)).isEmpty();
    }

    @Test
    void endsTheReuseWhenTheOtherAccountLeavesTheFleet() {
        // Given
        String password = "leaver " + UUID.randomUUID();
        Person stays = Person.somebody().uses(password, 1);
        Person leaves = Person.somebody().uses(password, 1);
        Finding raised = open(stays, FindingKind.PASSWORD_REUSED);

        // When
        Wire.publish(EventType.ACCOUNT_CHANGED, leaves.accountId().toString(), null);

        // Then
        closed(stays, raised);
    }

    @Test
    void comparesPasswordsThatWereStoredBeforeThereWereTags() {
        // Given
        String password = "old store " + UUID.randomUUID();
        Person one = Person.somebody().uses(password, 1);
        Person other = Person.somebody();
        await().atMost(SOON).until(() -> tables.count("credential", one.accountId()) == 1);
        tables.change("update credential set reuse_tag = null where account_id = '" + one.accountId() + "'");
        other.uses(password, 1);
        await().atMost(SOON).until(() -> tables.count("credential", other.accountId()) == 1);
        worker.sweep();
        assertThat(of(other, FindingKind.PASSWORD_REUSED)).isEmpty();

        // When
        tags.tagWhatHasNone();

        // Then
        worker.sweep();
        open(one, FindingKind.PASSWORD_REUSED);
        open(other, FindingKind.PASSWORD_REUSED);
    }

    @Test
    void findsAWeakPasswordUntilItIsReplaced() {
        // Given
        Person person = Person.somebody().uses("weak " + UUID.randomUUID(), 1, 0, "<8");
        Finding raised = open(person, FindingKind.PASSWORD_WEAK);
        assertThat(raised.severity()).isEqualTo(Severity.HIGH);
        assertThat(raised.facts()).hasSize(2);

        // When
        person.uses("strong " + UUID.randomUUID(), 2, 3, "12-15");

        // Then
        assertThat(closed(person, raised)).contains("version 2 is current");
    }

    @Test
    void findsAPasswordThatGrewOldFromTheTablesAloneUntilItIsReplaced() {
        // Given
        Person person = Person.somebody().uses("old " + UUID.randomUUID(), 1);
        await().atMost(SOON).until(() -> tables.count("credential", person.accountId()) == 1);
        tables.change("update credential set changed_at = now() - interval '91 days' where account_id = '"
                + person.accountId() + "'");
        worker.sweep();
        Finding raised = open(person, FindingKind.PASSWORD_EXPIRED);
        assertThat(raised.summary()).contains("90 days");

        // When
        person.uses("new " + UUID.randomUUID(), 2);

        // Then
        assertThat(closed(person, raised)).contains("version 2 is current");
    }

    @Test
    void missesASecondFactorUntilOneIsEnrolled() {
        // Given
        Person person = Person.somebody().uses("single " + UUID.randomUUID(), 1);
        String user = UUID.randomUUID().toString();
        Wire.publish(EventType.USER_POSTURE, user, posture(user, person, true, List.of("recovery-authn-codes")));
        Finding raised = open(person, FindingKind.TWO_FACTOR_MISSING);
        assertThat(raised.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(raised.credentialVersion()).isNull();

        // When
        Wire.publish(EventType.USER_POSTURE, user, posture(user, person, true, List.of("otp")));

        // Then
        assertThat(closed(person, raised)).contains("A second factor is enrolled");
    }

    @Test
    void missesNoSecondFactorOfAUserWhoWasDisabledOrIsGone() {
        // Given
        Person disabled = Person.somebody().uses("disabled " + UUID.randomUUID(), 1);
        Person gone = Person.somebody().uses("gone " + UUID.randomUUID(), 1);
        String user = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        Wire.publish(EventType.USER_POSTURE, user, posture(user, disabled, true, List.of()));
        Wire.publish(EventType.USER_POSTURE, other, posture(other, gone, true, List.of()));
        Finding ofDisabled = open(disabled, FindingKind.TWO_FACTOR_MISSING);
        Finding ofGone = open(gone, FindingKind.TWO_FACTOR_MISSING);

        // When
        Wire.publish(EventType.USER_POSTURE, user, posture(user, disabled, false, List.of()));
        Wire.publish(EventType.USER_POSTURE, other, null);

        // Then
        assertThat(closed(disabled, ofDisabled)).contains("The user is disabled");
        assertThat(closed(gone, ofGone)).contains("Nothing is known");
    }

    @Test
    void findsABadConnectionUntilTheNextSignInIsProtectedWell() {
        // Given
        Person person = Person.somebody().uses("bad tls " + UUID.randomUUID(), 1);
        signsIn(
                person,
                "TLSv1.2",
                "TLS_RSA_WITH_AES_128_GCM_SHA256",
                Instant.now().plus(10, ChronoUnit.DAYS));
        Finding raised = open(person, FindingKind.TRANSPORT_INSECURE);
        assertThat(raised.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(raised.facts().toString()).contains("forward secrecy", "certificate ends on");

        // When
        signsIn(person, "TLSv1.3", GOOD_CIPHER, Instant.now().plus(90, ChronoUnit.DAYS));

        // Then
        assertThat(closed(person, raised)).contains("Nothing is wrong with the connection");
    }

    @Test
    void findsAServerThatStoppedOfferingTlsUntilItDoesAgain() {
        // Given
        Person person = Person.somebody().uses("stripped " + UUID.randomUUID(), 1);
        signIn(EventType.LOGIN_FAILED, person, null, LoginFailure.INSECURE);
        Finding raised = open(person, FindingKind.TRANSPORT_INSECURE);
        assertThat(raised.severity()).isEqualTo(Severity.HIGH);

        // When
        signsIn(person, "TLSv1.3", GOOD_CIPHER, null);

        // Then
        closed(person, raised);
    }

    @Test
    void tellsInShortHowEachAccountOfAListIsProtectedAndWhatNobodyKnowsIsAbsent() {
        // Given
        Person known = Person.somebody()
                .uses("in short " + UUID.randomUUID(), 1)
                .uses("in short " + UUID.randomUUID(), 2, 1, "12-15");
        open(known, FindingKind.PASSWORD_WEAK);
        Person stranger = Person.somebody().uses("in short " + UUID.randomUUID(), 1);
        String user = UUID.randomUUID().toString();
        Wire.publish(EventType.USER_POSTURE, user, posture(user, known, true, List.of("otp")));
        signsIn(known, "TLSv1.3", GOOD_CIPHER, null);
        String path = "/api/v1/posture/accounts?accountId=" + known.accountId() + "&accountId=" + stranger.accountId()
                + "&accountId=" + UUID.randomUUID();

        // When
        JsonPath told = await().atMost(SOON)
                .until(
                        () -> Tokens.asApprover().get(path).jsonPath(),
                        found -> found.getList("").size() == 2
                                && found.getString(of(known) + "tlsProtocol") != null
                                && found.get(of(known) + "secondFactor") != null);

        // Then
        assertThat(told.getBoolean(of(known) + "secondFactor")).isTrue();
        assertThat(told.getList(of(known) + "secondFactors")).containsExactly("otp");
        assertThat(told.getInt(of(known) + "passwordStrength")).isEqualTo(1);
        assertThat(told.getLong(of(known) + "open")).isEqualTo(1);
        assertThat(told.getString(of(known) + "gravest")).isNotBlank();
        assertThat(told.getLong(of(stranger) + "open")).isZero();
        assertThat(told.getString(of(stranger) + "gravest")).isNull();
        assertThat(told.getString(of(known) + "passwordLength")).isEqualTo("12-15");
        assertThat(told.getString(of(known) + "passwordChangedAt")).isNotBlank();
        assertThat(told.getString(of(stranger) + "passwordChangedAt"))
                .as("how old the first one is nobody knows")
                .isNull();
        assertThat(told.getString(of(known) + "tlsProtocol")).isEqualTo("TLSv1.3");
        assertThat(told.getLong(of(known) + "exposures")).isZero();
        assertThat(told.getString(of(known) + "lastSignInAt"))
                .as("the fetcher's own sign-in is nobody's")
                .isNull();
        assertThat((Object) told.get(of(stranger) + "secondFactor")).isNull();
        assertThat(told.getString(of(stranger) + "tlsProtocol")).isNull();
    }

    @Test
    void countsAtAnAccountWhatIsAboutOtherAccountsAsWell() {
        // Given
        Person first = Person.somebody().uses("several " + UUID.randomUUID(), 1, 1, "16+");
        Person further = Person.somebody().uses("several " + UUID.randomUUID(), 1);
        await().atMost(SOON).until(() -> tables.count("credential", further.accountId()) == 1);
        UUID shared = open(first, FindingKind.PASSWORD_WEAK).findingId();
        tables.change("update finding set accounts = array['" + first.accountId() + "', '" + further.accountId()
                + "']::uuid[] where id = '" + shared + "'");

        // When
        JsonPath told = Tokens.asApprover()
                .get("/api/v1/posture/accounts?accountId=" + further.accountId())
                .jsonPath();

        // Then
        assertThat(told.getLong(of(further) + "open")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"FALSE_POSITIVE, 0", "TRUE_POSITIVE, 1"})
    void countsWhatWasOnceExposedButNoFalseAlarm(String closedAs, long exposures) {
        // Given
        Person person = Person.somebody().uses("alarm " + UUID.randomUUID(), 1, 1, "16+");
        UUID finding = open(person, FindingKind.PASSWORD_WEAK).findingId();
        tables.change("update finding set kind = 'PASSWORD_PWNED', state = 'CLOSED', closed_as = '" + closedAs
                + "' where id = '" + finding + "'");

        // When
        JsonPath told = Tokens.asApprover()
                .get("/api/v1/posture/accounts?accountId=" + person.accountId())
                .jsonPath();

        // Then
        assertThat(told.getLong(of(person) + "exposures")).isEqualTo(exposures);
    }

    private static String of(Person person) {
        return "find { it.accountId == '" + person.accountId() + "' }.";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?accountId=somebody"})
    void refusesAListWithoutAccounts(String query) {
        // When
        Response refused = Tokens.asApprover().get("/api/v1/posture/accounts" + query);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getString("detail")).contains("account");
    }

    @Test
    void leavesAFindingThatAPersonClosedWhileNothingChanged() {
        // Given
        Person person = Person.somebody().uses("accepted " + UUID.randomUUID(), 1, 1, "16+");
        Finding raised = open(person, FindingKind.PASSWORD_WEAK);
        tables.change("update finding set state = 'CLOSED', closed_reason = 'accepted' where id = '"
                + raised.findingId() + "'");

        // When
        worker.sweep();

        // Then
        assertThat(of(person, FindingKind.PASSWORD_WEAK)).hasSize(1);
    }

    @Test
    void sendsAPostureUnderAnotherUsersKeyToTheDeadLetters() {
        // Given
        Person person = Person.somebody().uses("key " + UUID.randomUUID(), 1);
        String key = UUID.randomUUID().toString();

        // When
        Wire.publish(EventType.USER_POSTURE, key, posture(UUID.randomUUID().toString(), person, true, List.of()));

        // Then
        await().atMost(SOON).until(() -> Wire.deadLetters(Topics.POSTURE, key) == 1);
        assertThat(of(person, FindingKind.TWO_FACTOR_MISSING)).isEmpty();
    }

    @Test
    void scoresAnAccountAndNamesWhatIsUnknown() {
        // Given
        Person person = Person.somebody().uses("scored " + UUID.randomUUID(), 1, 0, "8-11");
        Finding raised = open(person, FindingKind.PASSWORD_WEAK);

        // When
        var answer = Tokens.asApprover()
                .get("/api/v1/posture/accounts/" + person.accountId())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        // Then
        assertThat(answer.getString("wrong[0].findingId"))
                .isEqualTo(raised.findingId().toString());
        assertThat(answer.getDouble("report.score")).isBetween(0.0, 99.9);
        assertThat(answer.getLong("report.parts.find { it.name == 'WEAK_PASSWORD' }.affected"))
                .isEqualTo(1);
        assertThat(answer.getLong("report.parts.find { it.name == 'SECOND_FACTOR' }.unknown"))
                .isEqualTo(1);
        assertThat(answer.getObject("report.parts.find { it.name == 'SECOND_FACTOR' }.value", Double.class))
                .isNull();
        assertThat(Tokens.asApprover()
                        .get("/api/v1/posture/owners/" + person.owner())
                        .jsonPath()
                        .getLong("accounts"))
                .isEqualTo(1);
        assertThat(Tokens.asApprover()
                        .get("/api/v1/posture/accounts/" + UUID.randomUUID())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void namesWhoElseHasAPasswordToAnalystsAlone() {
        // Given
        String password = "named " + UUID.randomUUID();
        Person one = Person.somebody().uses(password, 1);
        Person other = Person.somebody().uses(password, 1);
        open(one, FindingKind.PASSWORD_REUSED);
        String path = "/api/v1/posture/accounts/" + one.accountId() + "/sharers";

        // When
        var answer = Tokens.asAdmin().get(path).then().statusCode(200).extract().jsonPath();

        // Then
        assertThat(answer.getList("addresses")).containsExactly(other.address());
        assertThat(Tokens.asApprover().get(path).statusCode()).isEqualTo(403);
        assertThat(Tokens.asService().get(path).statusCode()).isEqualTo(403);
    }

    @Test
    void keepsARowADayAndForgetsTheOldest() {
        // Given
        tables.change("insert into posture_history (day, taken_at, report)"
                + " select day, day, '{\"accounts\":1,\"at\":\"2026-01-01T00:00:00Z\",\"score\":50.0,\"parts\":[]}'"
                + " from (select current_date - 401 as day union select current_date - 3) days"
                + " on conflict do nothing");

        // When
        Tokens.asAdmin().post("/api/v1/posture/history").then().statusCode(200);

        // Then
        var days = Tokens.asApprover()
                .get("/api/v1/posture/history?step=day&from=2020-01-01")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(days.getList("items.day")).hasSize(2);
        assertThat(days.getDouble("items[0].report.score")).isEqualTo(50.0);
        assertThat(days.getList("items[1].report.parts")).hasSize(PosturePart.values().length);
        assertThat(Tokens.asApprover().post("/api/v1/posture/history").statusCode())
                .isEqualTo(403);
        for (String wrong : List.of("step=hour", "from=yesterday", "from=2026-02-02&to=2026-02-01")) {
            assertThat(Tokens.asApprover()
                            .get("/api/v1/posture/history?" + wrong)
                            .contentType())
                    .startsWith("application/problem+json");
        }
    }

    private static void signsIn(Person person, String protocol, String cipher, @Nullable Instant notAfter) {
        signIn(EventType.LOGIN_SUCCEEDED, person, new TlsFacts(protocol, cipher, "ab".repeat(32), notAfter), null);
    }

    private static void signIn(EventType type, Person person, @Nullable TlsFacts tls, @Nullable LoginFailure failure) {
        Wire.publish(
                type,
                person.accountId().toString(),
                new Login(
                        UUID.randomUUID(),
                        person.accountId(),
                        person.owner(),
                        LoginSource.FETCHER,
                        "IMAP",
                        "mail." + person.owner() + ".example",
                        993,
                        null,
                        null,
                        tls,
                        failure,
                        null,
                        1L,
                        Instant.now()));
    }

    private static UserPosture posture(String user, Person person, boolean enabled, List<String> factors) {
        return new UserPosture(user, person.owner(), enabled, false, factors, null, Instant.now());
    }

    private static List<Wire.FindingEvent> of(Person person, FindingKind kind) {
        return Wire.findings(person.accountId()).stream()
                .filter(event -> event.finding().kind() == kind)
                .toList();
    }

    /** The open finding of a kind, once it was told. */
    private static Finding open(Person person, FindingKind kind) {
        return await().atMost(SOON)
                .until(
                        () -> of(person, kind).stream()
                                .reduce((earlier, later) -> later)
                                .map(Wire.FindingEvent::finding)
                                .filter(finding -> finding.state() == FindingState.OPEN),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Why a finding was closed, once that was told. */
    private static String closed(Person person, Finding finding) {
        return await().atMost(SOON)
                .until(
                        () -> Wire.findings(person.accountId()).stream()
                                .filter(event -> event.type() == EventType.FINDING_CLOSED)
                                .map(Wire.FindingEvent::finding)
                                .filter(each -> each.findingId().equals(finding.findingId()))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow()
                .closedReason();
    }
}

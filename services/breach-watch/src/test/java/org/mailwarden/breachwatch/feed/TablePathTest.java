// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.breachwatch.support.FeedApi;
import org.mailwarden.breachwatch.support.Imports;
import org.mailwarden.breachwatch.support.LoopbackServer;
import org.mailwarden.breachwatch.support.Person;
import org.mailwarden.breachwatch.support.Tables;
import org.mailwarden.breachwatch.support.Tokens;
import org.mailwarden.breachwatch.support.Wire;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Tables; and, with them for a source, how feeds are configured, held and let go. */
@QuarkusTest
class TablePathTest extends FeedPathContract {

    private final StringBuffer table = new StringBuffer("mail,password,day\n");
    private volatile LoopbackServer.@Nullable Script fault;
    private final LoopbackServer server = LoopbackServer.start((request, out) -> {
        LoopbackServer.Script script = fault;
        if (script != null) {
            script.answer(request, out);
        } else {
            LoopbackServer.send(out, 200, Map.of(), table.toString().getBytes(StandardCharsets.UTF_8));
        }
    });

    TablePathTest(Tables tables) {
        super(tables);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    String create() {
        return FeedApi.created(
                "TABLE",
                Map.of(
                        "location",
                        server.uri() + "/leaks.csv",
                        "format",
                        "csv",
                        "address",
                        "mail",
                        "password",
                        "password",
                        "date",
                        "day"),
                Map.of());
    }

    @Override
    void expose(String address, String password, String day) {
        table.append(address)
                .append(',')
                .append(password)
                .append(',')
                .append(day)
                .append('\n');
    }

    @Override
    void answerWith(LoopbackServer.@Nullable Script script) {
        fault = script;
    }

    @Override
    FindingKind kind() {
        return FindingKind.CREDENTIAL_LEAKED;
    }

    @Override
    FindingKind kindOfOldLeak() {
        return FindingKind.CREDENTIAL_LEAKED_STALE;
    }

    @Test
    void holdsAnImportThatHasOnePasswordOfEveryMember() {
        // Given
        String password = "Winter-" + UUID.randomUUID();
        List<Person> members = Stream.generate(Person::somebody).limit(3).toList();
        members.forEach(member -> sealed(member, password));
        members.forEach(member -> expose(member.address(), password, "2026-01-02"));
        String feed = create();
        FeedApi.put(feed, Map.of("breaker", Map.of("accounts", 2, "share", 0)))
                .then()
                .statusCode(200);
        FeedApi.trust(feed);

        // When
        JsonPath job = FeedApi.run(feed);

        // Then
        assertThat(job.getString("message")).contains("breaker", "3 of", "release");
        Map<String, Object> held = FeedApi.newest(feed);
        assertThat(held).containsEntry("state", "TRIPPED").containsEntry("accounts", 3);
        assertThat(FeedApi.get(feed).getInt("held")).isEqualTo(1);
        FeedApi.trust(feed);
        assertThat(members).allSatisfy(member -> assertThat(leaked(member)).isEmpty());
        String release = "/api/v1/feeds/" + feed + "/runs/" + held.get("id") + "/release";
        assertThat(Tokens.asApprover()
                        .contentType("application/json")
                        .post(release)
                        .statusCode())
                .isEqualTo(403);
        assertThat(Tokens.asAdmin()
                        .contentType("application/json")
                        .post(release)
                        .statusCode())
                .isEqualTo(200);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(members)
                        .allSatisfy(member -> assertThat(leaked(member)).hasSize(1)));
    }

    /** What is told of leaks; that they share a password is another finding. */
    private static List<Wire.FindingEvent> leaked(Person member) {
        return Wire.findings(member.accountId()).stream()
                .filter(event -> event.finding().kind() == FindingKind.CREDENTIAL_LEAKED)
                .toList();
    }

    @Test
    void marksTheNearVariantOfALeakedPasswordAsOne() {
        // Given
        String stem = "Feed" + UUID.randomUUID().toString().substring(0, 8);
        Person person = sealed(Person.somebody(), stem + "2026");
        expose(person.address(), stem + "2025", "2026-01-02");
        String feed = create();
        FeedApi.trust(feed);

        // When
        FeedApi.run(feed);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(leaked(person)).singleElement().satisfies(event -> {
                    assertThat(event.finding().severity()).isEqualTo(Severity.HIGH);
                    assertThat(event.finding().summary()).contains("near variant");
                }));
        assertThat(tables.dump()).doesNotContain(stem);
    }

    @Test
    void throwsAwayWhatAnAdminDiscards() {
        // Given
        String password = "feed-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        expose(person.address(), password, "2026-01-02");
        String feed = create();
        FeedApi.run(feed);

        // When
        JsonPath discarded = FeedApi.post(feed + "/runs/" + FeedApi.newest(feed).get("id") + "/discard", Map.of())
                .jsonPath();
        FeedApi.trust(feed);

        // Then
        assertThat(discarded.getString("state")).isEqualTo("DISCARDED");
        assertThat(Wire.findings(person.accountId())).isEmpty();
    }

    @Test
    void isObservedAgainAndAskedForItsKeyAgainWhenItReadsFromAnotherPlace() {
        // Given
        Map<String, String> settings =
                Map.of("location", server.uri() + "/leaks.csv", "format", "csv", "address", "mail");
        String feed = FeedApi.created("TABLE", settings, Map.of("authorization", "Bearer of the first place"));
        FeedApi.trust(feed);
        Map<String, String> elsewhere = new HashMap<>(settings);
        elsewhere.put("location", server.uri() + "/other.csv");

        // When
        Response withoutKey = FeedApi.put(feed, Map.of("settings", elsewhere));

        // Then
        assertThat(withoutKey.statusCode()).isEqualTo(422);
        assertThat(withoutKey.jsonPath().getString("detail")).contains("another place", "secrets again");
        assertThat(FeedApi.get(feed).getString("mode")).isEqualTo("AUTO");
        FeedApi.put(feed, Map.of("settings", elsewhere, "secrets", Map.of("authorization", "Bearer of the second")))
                .then()
                .statusCode(200);
        assertThat(FeedApi.get(feed).getString("mode")).isEqualTo("OBSERVE");
    }

    @Test
    void releasesNothingWhenItIsPausedWhileItIsRead() {
        // Given
        String password = "paused-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        expose(person.address(), password, "2026-01-02");
        String feed = create();
        FeedApi.trust(feed);
        answerWith((request, out) -> {
            FeedApi.post(feed + "/pause", Map.of());
            LoopbackServer.send(out, 200, Map.of(), table.toString().getBytes(StandardCharsets.UTF_8));
        });

        // When
        JsonPath job = FeedApi.run(feed);

        // Then
        assertThat(job.getString("state")).as(job.getString("message")).isEqualTo("DONE");
        assertThat(FeedApi.newest(feed)).containsEntry("state", "PROPOSED");
        assertThat(Wire.findings(person.accountId())).isEmpty();
    }

    @Test
    void tellsOfASiteOnlyTheHost() {
        // Given
        Person person = sealed(Person.somebody(), "unused-" + UUID.randomUUID());
        table.setLength(0);
        table.append("mail,site\n")
                .append(person.address())
                .append(",https://ada:hunter2@shop.example/?password=hunter2\n");
        String feed = FeedApi.created(
                "TABLE",
                Map.of(
                        "location",
                        server.uri() + "/leaks.csv",
                        "format",
                        "csv",
                        "address",
                        "mail",
                        "site",
                        "site",
                        "stealerLog",
                        "true"),
                Map.of());
        FeedApi.trust(feed);

        // When
        FeedApi.run(feed);

        // Then
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Wire.findings(person.accountId())).isNotEmpty());
        assertThat(Wire.findings(person.accountId()).toString())
                .contains("shop.example")
                .doesNotContain("hunter2");
    }

    @Test
    void isTrustedEarlyOnlyForAReasonAndProposesAfterThreeImports() {
        // Given
        String password = "feed-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        expose(person.address(), password, "2026-01-02");
        String feed = create();

        // When
        JsonPath refused = FeedApi.post(feed + "/mode", Map.of("mode", "AUTO")).jsonPath();
        for (int i = 0; i < 3; i++) {
            expose("nobody" + i + "@elsewhere.example", "x", "2026-01-02");
            FeedApi.run(feed);
        }

        // Then
        assertThat(refused.getString("code")).isEqualTo("feed-observed");
        JsonPath now = FeedApi.get(feed);
        assertThat(now.getString("mode")).isEqualTo("PROPOSE");
        assertThat(now.getInt("held")).isEqualTo(1);
        assertThat(Wire.findings(person.accountId())).isEmpty();
        FeedApi.post(feed + "/mode", Map.of("mode", "AUTO")).then().statusCode(200);
        await().atMost(SOON).until(() -> Wire.findings(person.accountId()).size() == 1);
    }

    @Test
    void readsByItselfWhenItIsDueAndNotWhileItIsPaused() {
        // Given
        String feed = create();
        FeedApi.put(feed, Map.of("every", "PT1H")).then().statusCode(200);
        expose("nobody@elsewhere.example", "x", "2026-01-02");
        FeedApi.post(feed + "/pause", Map.of()).then().statusCode(200);
        int whilePaused = FeedApi.post(feed + "/runs", Map.of()).statusCode();
        FeedApi.post(feed + "/resume", Map.of()).then().statusCode(200);

        // When
        tables.change("update feed set next_run_at = now() - interval '1 second' where id = '" + feed + "'");

        // Then
        assertThat(whilePaused).isEqualTo(409);
        await().atMost(SOON)
                .until(() -> !FeedApi.get(feed + "/runs").getList("items").isEmpty());
        java.time.Instant next = java.time.Instant.parse(FeedApi.get(feed).getString("nextRunAt"));
        java.time.Instant now = java.time.Clock.systemUTC().instant();
        assertThat(next).isBetween(now.plusSeconds(3100), now.plusSeconds(4000));
    }

    @Test
    void keepsTheKeysOfAFeedToItselfAndSaysWhatIsWrongWithIt() {
        // Given
        String key = "cafe" + UUID.randomUUID().toString().replace("-", "").substring(4);

        // When
        String feed = FeedApi.created("HIBP", Map.of(), Map.of("apiKey", key));
        JsonPath missing = FeedApi.create("no-key", "HIBP", Map.of(), Map.of()).jsonPath();
        JsonPath unknown =
                FeedApi.put(feed, Map.of("settings", Map.of("colour", "red"))).jsonPath();
        JsonPath builtIn =
                FeedApi.create("combolist", "TABLE", Map.of(), Map.of()).jsonPath();

        // Then
        assertThat(FeedApi.get(feed).getList("secrets")).containsExactly("apiKey");
        assertThat(FeedApi.get(feed).prettify()).doesNotContain(key);
        assertThat(tables.dump()).doesNotContain(key);
        assertThat(missing.getString("detail")).contains("'apiKey' is missing", "haveibeenpwned");
        assertThat(unknown.getString("detail")).contains("baseUrl", "byAddress");
        assertThat(builtIn.getInt("status")).isEqualTo(422);
        assertThat(Tokens.asApprover()
                        .contentType("application/json")
                        .body(Map.of("mode", "AUTO", "reason", "x"))
                        .post("/api/v1/feeds/" + feed + "/mode")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Tokens.asAdmin().delete("/api/v1/feeds/" + feed).statusCode())
                .isEqualTo(204);
        assertThat(Tokens.asAdmin().get("/api/v1/feeds/" + feed).statusCode()).isEqualTo(404);
        assertThat(Tokens.asAdmin().delete("/api/v1/feeds/combolist").statusCode())
                .isEqualTo(409);
    }

    @Test
    void isNotWrittenOverWhatAnotherWroteMeanwhile() {
        // Given
        String feed = create();
        String seen = FeedApi.read(feed).header("ETag");
        FeedApi.put(feed, Map.of("name", "Theirs")).then().statusCode(200);

        // When
        Response refused = FeedApi.putOver(feed, seen, Map.of("name", "Mine"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.jsonPath().getString("detail"))
                .contains("changed feed " + feed, "nothing of yours was written", "Look at theirs");
        assertThat(FeedApi.get(feed).getString("name")).isEqualTo("Theirs");
        Response now = FeedApi.read(feed);
        assertThat(now.header("Last-Modified")).isNotNull();
        assertThat(FeedApi.putOver(feed, now.header("ETag"), Map.of("name", "Mine"))
                        .jsonPath()
                        .getString("name"))
                .isEqualTo("Mine");
    }

    @Test
    void keepsNothingOfADraftThatIsRefused() {
        // Given
        String feed = create();
        String before = FeedApi.read(feed).header("ETag");

        // When
        Response refused = FeedApi.put(
                feed, Map.of("name", "New", "every", "PT1H", "breaker", Map.of("accounts", 3, "share", 7.0)));

        // Then
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(FeedApi.read(feed).header("ETag")).isEqualTo(before);
    }

    @Test
    void isAnotherVersionOnceItsSecretsAreOthersAndTheSameWhenItOnlyRestsOrNothingIsChanged() {
        // Given
        String feed = FeedApi.created("HIBP", Map.of(), Map.of("apiKey", "first"));
        String first = FeedApi.read(feed).header("ETag");

        // When
        FeedApi.post(feed + "/pause", Map.of()).then().statusCode(200);
        String resting = FeedApi.read(feed).header("ETag");
        FeedApi.put(feed, Map.of("breaker", Map.of())).then().statusCode(200);
        String unchanged = FeedApi.read(feed).header("ETag");
        FeedApi.put(feed, Map.of("secrets", Map.of("apiKey", "second"))).then().statusCode(200);

        // Then
        assertThat(resting).isEqualTo(first);
        assertThat(unchanged).isEqualTo(first);
        assertThat(FeedApi.read(feed).header("ETag")).isNotEqualTo(first);
    }

    @Test
    void holdsAListOfAnAdminWhenTheBreakerTrips() {
        // Given
        String password = "list-" + UUID.randomUUID();
        List<Person> members = Stream.generate(Person::somebody).limit(2).toList();
        members.forEach(member -> sealed(member, password));
        tables.change("delete from feed_run where feed_id = 'combolist'");
        FeedApi.put("combolist", Map.of("breaker", Map.of("accounts", 1, "share", 0, "times", 1)))
                .then()
                .statusCode(200);

        // When
        JsonPath job = Imports.importCombolist(
                "everybody",
                members.stream()
                        .map(member -> member.address() + ":" + password)
                        .toList());
        FeedApi.put("combolist", Map.of("breaker", Map.of("accounts", 5, "share", 0.01, "times", 5)));

        // Then
        assertThat(job.getString("message")).contains("breaker holds");
        assertThat(FeedApi.get("combolist/runs").getString("items[0].state")).isEqualTo("TRIPPED");
        assertThat(members).allSatisfy(member -> assertThat(leaked(member)).isEmpty());
        FeedApi.post("combolist/runs/" + job.getString("id") + "/release", Map.of())
                .then()
                .statusCode(200);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(members)
                        .allSatisfy(member -> assertThat(leaked(member)).hasSize(1)));
    }

    @Test
    void leavesNothingOfAnImportThatWasCancelled() {
        // Given
        String password = "feed-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        expose(person.address(), password, "2026-01-02");
        String feed = create();
        FeedApi.trust(feed);
        java.util.concurrent.CountDownLatch asked = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.CountDownLatch cancelled = new java.util.concurrent.CountDownLatch(1);
        answerWith((request, out) -> {
            asked.countDown();
            try {
                cancelled.await(20, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new java.io.IOException(e);
            }
            LoopbackServer.send(out, 200, Map.of(), table.toString().getBytes(StandardCharsets.UTF_8));
        });
        String job = FeedApi.post(feed + "/runs", Map.of()).path("id");
        await().atMost(SOON).until(() -> asked.getCount() == 0);

        // When
        String askedAt =
                Tokens.asAdmin().post("/api/v1/jobs/" + job + "/cancel").path("updatedAt");
        // The run has heard of it once its lease was kept after that.
        await().atMost(SOON)
                .until(() -> java.time.Instant.parse(
                                Tokens.asAdmin().get("/api/v1/jobs/" + job).path("updatedAt"))
                        .isAfter(java.time.Instant.parse(askedAt)));
        cancelled.countDown();

        // Then
        assertThat(Imports.ended(job).getString("state")).isEqualTo("CANCELLED");
        assertThat(tables.count("feed_match", person.accountId())).isZero();
        assertThat(FeedApi.get(feed + "/runs").getList("items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"pause, PAUSED", "cancel, CANCELLED"})
    void stopsWhenItIsAskedToBeforeItsSourceWantsAPause(String verb, String state) {
        // Given
        String feed = create();
        answerWith((request, out) -> {
            String job = FeedApi.post(feed + "/runs", Map.of()).path("id");
            Tokens.asAdmin().post("/api/v1/jobs/" + job + "/" + verb);
            LoopbackServer.send(out, 429, Map.of("Retry-After", "3600"), new byte[0]);
        });

        // When
        JsonPath job = FeedApi.run(feed);

        // Then
        assertThat(job.getString("state")).as(job.getString("message")).isEqualTo(state);
    }

    @Test
    void isDoneWhenItsJobDiedAfterItsFindingsWereThere() {
        // Given
        String password = "feed-" + UUID.randomUUID();
        Person person = sealed(Person.somebody(), password);
        expose(person.address(), password, "2026-01-02");
        String feed = create();
        JsonPath before = FeedApi.run(feed);
        answerWith((request, out) -> LoopbackServer.send(out, 404, Map.of(), new byte[0]));

        // When
        JsonPath after = takenAgain(before.getString("id"));

        // Then
        assertThat(after.getString("state")).isEqualTo("DONE");
        assertThat(after.getString("message")).isEqualTo(before.getString("message"));
    }

    @Test
    void ofAListIsDoneWhenItsJobDiedAfterItsFindingsWereThere() throws java.io.IOException {
        // Given
        Person person = sealed(Person.somebody(), "list-" + UUID.randomUUID());
        java.nio.file.Path file = Imports.file(person.address() + ":another\n");
        JsonPath before = Imports.importCombolist(file, "read once");
        java.nio.file.Files.delete(file);

        // When
        JsonPath after = takenAgain(before.getString("id"));

        // Then
        assertThat(before.getString("state")).isEqualTo("DONE");
        assertThat(after.getString("state")).isEqualTo("DONE");
        assertThat(after.getString("message")).contains("1 items read", "1 CREDENTIAL_LEAKED_STALE");
    }

    /** As an instance leaves a job that died between its effect and its end. */
    private JsonPath takenAgain(String job) {
        tables.change(
                "update job set state = 'RUNNING', message = 'Running.', attempts = 1, holder = gen_random_uuid(),"
                        + " lease_until = now() - interval '1 second' where id = '" + job + "'");
        return Imports.ended(job);
    }
}

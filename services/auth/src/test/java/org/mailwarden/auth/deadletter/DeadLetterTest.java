// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.mailwarden.auth.support.BreachWatchStandIn;
import org.mailwarden.auth.support.Database;
import org.mailwarden.auth.support.Scene;
import org.mailwarden.auth.support.Tokens;
import org.mailwarden.auth.support.Topic;
import org.mailwarden.contracts.event.EventType;
import org.mailwarden.contracts.event.Topics;
import org.mailwarden.contracts.finding.Finding;

/** What no consumer could read, at the real broker. */
@QuarkusTest
@QuarkusTestResource(BreachWatchStandIn.class)
class DeadLetterTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PATH = "/api/v1/dead-letters";
    private static final String FINDINGS = Topics.deadLetter(Topics.FINDINGS);

    private final Database database;
    private final String account = UUID.randomUUID().toString();
    private final String event = UUID.randomUUID().toString();

    DeadLetterTest(EntityManager entities) {
        this.database = new Database(entities);
    }

    @Test
    void tellsWhyARecordFailedAndNothingOfItThatCouldBeASecret() {
        // Given
        RawRecords.put(
                Topics.FINDINGS,
                account,
                """
                {"findingId": "%s", "kind": "PASSWORD_PWNED", "severity": "hunter2 is severe", "address": "hunter2@x.example",
                 "summary": "\u202ehunter2<script>", "hunter2": "hunter2", "facts": [{"text": "hunter2", "source": "hunter2"}]}
                """.formatted(account),
                Map.of("ce_id", event, "ce_type", EventType.FINDING_RAISED.type(), "hunter2", "hunter2"));
        String id = deadLetter(FINDINGS);

        // When
        Response opened = Tokens.asAdmin().get(PATH + "/" + id);

        // Then
        JsonPath shown = opened.jsonPath();
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(shown.getString("letter.originalTopic")).isEqualTo(Topics.FINDINGS);
        assertThat(shown.getString("letter.eventType")).isEqualTo("FindingRaised");
        assertThat(shown.getString("letter.eventId")).isEqualTo(event);
        assertThat(shown.getString("letter.key")).isEqualTo(account);
        assertThat(shown.getString("letter.reason")).startsWith("the data is no FindingRaised");
        assertThat(shown.getString("letter.refusal")).isNull();
        assertThat(field(shown, "findingId")).containsEntry("content", "SHOWN").containsEntry("value", account);
        assertThat(field(shown, "kind")).containsEntry("value", "PASSWORD_PWNED");
        assertThat(field(shown, "severity")).containsEntry("content", "NOT_AS_EXPECTED");
        assertThat(field(shown, "address"))
                .containsEntry("content", "HELD_BACK")
                .containsEntry("found", "TEXT");
        assertThat(field(shown, "state")).containsEntry("content", "MISSING");
        assertThat(shown.getInt("content.unknownFields")).isEqualTo(1);
        assertThat(opened.asString() + list(FINDINGS).asString()).doesNotContain("hunter2", "\u202e", "<script>");
    }

    @Test
    void sendsARecordToItsTopicAgainWithItsKeyItsValueAndItsEventIdAndMarksIt() {
        // Given
        String value = "{\"broken\": \"" + event + "\"}";
        RawRecords.put(Topics.FINDINGS, account, value, headers());
        String id = deadLetter(FINDINGS);

        // When
        Response sent = replay(id, "the program was mended", null);

        // Then
        assertThat(sent.statusCode()).isEqualTo(200);
        String replay = sent.jsonPath().getString("replay.id");
        List<ConsumerRecord<String, String>> lying = RawRecords.of(Topics.FINDINGS, account);
        assertThat(lying).hasSize(2);
        ConsumerRecord<String, String> again = lying.getLast();
        assertThat(again.partition()).isEqualTo(lying.getFirst().partition());
        assertThat(again.value()).isEqualTo(value);
        assertThat(Topic.header(again, "ce_id")).isEqualTo(event);
        assertThat(Topic.header(again, "ce_type")).isEqualTo(EventType.FINDING_RAISED.type());
        assertThat(Topic.header(again, "mailwarden-replay")).isEqualTo(replay);
        assertThat(Topic.header(again, "dead-letter-topic")).isEmpty();
        // It is as broken as before, and the new dead letter says so.
        await().atMost(SOON).until(() -> letters(FINDINGS).size() == 2);
        assertThat(letters(FINDINGS))
                .anySatisfy(each -> assertThat(each.get("replayOf")).isEqualTo(replay));
    }

    @Test
    void whatIsSentTwiceIsHandledOnce() {
        // Given
        Finding finding = Scene.held(new Scene("somebody", "", UUID.fromString(account)).finding());
        Scene.tell(finding, UUID.fromString(event));
        await().atMost(SOON)
                .until(() -> rows("finding.heard", finding.findingId().toString()) == 1);
        ConsumerRecord<String, String> whole =
                RawRecords.of(Topics.FINDINGS, account).getFirst();
        Map<String, String> headers = new HashMap<>(headers());
        headers.putAll(origin(Topics.FINDINGS, whole.partition(), whole.offset()));
        RecordMetadata lying = RawRecords.put(FINDINGS, account, whole.value(), headers);
        UUID next = UUID.randomUUID();

        // When
        replay(id(FINDINGS, lying), "to be sure", null).then().statusCode(200);

        // Then
        Scene.tell(Scene.closed(finding), next);
        await().atMost(SOON)
                .until(() -> database.count("select count(*) from inbox where event_id = '" + next + "'") == 1);
        assertThat(RawRecords.of(Topics.FINDINGS, account)).hasSize(3);
        // Of the first record and of the last one, which came behind the one that was sent again.
        assertThat(rows("finding.heard", finding.findingId().toString())).isEqualTo(2);
    }

    @Test
    void sendsNothingTwiceUnlessItIsToldToAndSaysWhoSentItBefore() {
        // Given
        String id = lyingLetter();
        String first = replay(id, "the program was mended", null).jsonPath().getString("replay.id");

        // When
        Response second = replay(id, "the program was mended", null);

        // Then
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.jsonPath().getString("code")).isEqualTo("already-replayed");
        assertThat(second.jsonPath().getString("detail"))
                .contains("service-account-mailwarden-cli", "Nothing was sent");
        assertThat(RawRecords.of(Topics.FINDINGS, account)).hasSize(1);
        Response again = replay(id, "it was not mended yet", first);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getInt("replay.times")).isEqualTo(2);
        assertThat(RawRecords.of(Topics.FINDINGS, account)).hasSize(2);
        assertThat(replay(id, "it was not mended yet", first).statusCode()).isEqualTo(409);
    }

    @Test
    void ofTwoWhoSendAtOnceOneDoesAndTheOtherIsTold() throws Exception {
        // Given
        String id = lyingLetter();
        Callable<Integer> click =
                () -> replay(id, "the program was mended", null).statusCode();

        // When
        List<Integer> answers = new ArrayList<>();
        try (ExecutorService people = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> answer : people.invokeAll(List.of(click, click, click, click))) {
                answers.add(answer.get());
            }
        }

        // Then
        assertThat(answers).containsExactlyInAnyOrder(200, 409, 409, 409);
        assertThat(RawRecords.of(Topics.FINDINGS, account)).hasSize(1);
    }

    @Test
    void keepsInTheLedgerWhoSentWhatAndWhyAndWhoWasRefused() {
        // Given
        String id = lyingLetter();

        // When
        replay(id, "the parser of " + event + " was mended", null);

        // Then
        assertThat(rows("dead-letter.replay-asked", id)).isEqualTo(1);
        assertThat(rows("dead-letter.replayed", id)).isEqualTo(1);
        assertThat(database.text("select reason from ledger where action = 'dead-letter.replay-asked' and object = '"
                        + id + "'"))
                .isEqualTo("the parser of " + event + " was mended");
        assertThat(database.text("select payload from ledger where action = 'dead-letter.replay-asked' and object = '"
                        + id + "'"))
                .contains("\"topic\":\"breach.findings\"", "\"event\":\"" + event + "\"");
        long before = rows("dead-letter.replay.refused", FINDINGS);
        replay(id, "a second click", null);
        assertThat(rows("dead-letter.replay.refused", FINDINGS) - before).isEqualTo(1);
    }

    @Test
    void refusesWhatDoesNotSayWhereItCameFrom() {
        // Given
        RecordMetadata lying = RawRecords.put(FINDINGS, account, "{}", headers());

        // When
        Response refused = replay(id(FINDINGS, lying), "the program was mended", null);

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.jsonPath().getString("code")).isEqualTo("original-topic-unknown");
        assertThat(letters(FINDINGS))
                .singleElement()
                .satisfies(letter -> assertThat((String) letter.get("refusal"))
                        .isEqualTo(refused.jsonPath().getString("detail")));
        assertThat(RawRecords.of(Topics.FINDINGS, account)).isEmpty();
    }

    @Test
    void refusesAnOldStateWhereANewerOneIsKnown() {
        // Given
        String topic = Topics.deadLetter(Topics.ACCOUNTS);
        RecordMetadata old = RawRecords.put(Topics.ACCOUNTS, account, "{\"old\": true}", Map.of());
        await().atMost(SOON).until(() -> letters(topic).size() == 1);
        RawRecords.put(Topics.ACCOUNTS, account, "{\"new\": true}", Map.of());
        await().atMost(SOON).until(() -> letters(topic).size() == 2);
        String overtaken = letters(topic).stream()
                .filter(letter -> ((Number) letter.get("originalOffset")).longValue() == old.offset())
                .map(letter -> (String) letter.get("id"))
                .findFirst()
                .orElseThrow();
        String newest = letters(topic).stream()
                .map(letter -> (String) letter.get("id"))
                .filter(id -> !id.equals(overtaken))
                .findFirst()
                .orElseThrow();

        // When
        Response refused = replay(overtaken, "the program was mended", null);

        // Then
        assertThat(refused.jsonPath().getString("code")).isEqualTo("newer-state");
        assertThat(replay(newest, "the program was mended", null).statusCode()).isEqualTo(200);
        assertThat(RawRecords.of(Topics.ACCOUNTS, account))
                .extracting(ConsumerRecord::value)
                .containsExactly("{\"old\": true}", "{\"new\": true}", "{\"new\": true}");
    }

    @Test
    void refusesASealedCredentialWhoseDayIsOver() {
        // Given
        String topic = Topics.deadLetter(Topics.CREDENTIALS);
        RecordMetadata lying = RawRecords.putAt(
                Instant.now().minus(Duration.ofHours(25)).toEpochMilli(),
                topic,
                account,
                "{}",
                origin(Topics.CREDENTIALS, 0, 0));

        // When
        Response refused = replay(id(topic, lying), "the program was mended", null);

        // Then
        assertThat(refused.jsonPath().getString("code")).isEqualTo("credential-expired");
        assertThat(RawRecords.of(Topics.CREDENTIALS, account)).isEmpty();
    }

    @Test
    void pagesLeadThroughEveryRecordOnceTheNewestOfEachPartitionFirst() {
        // Given
        String topic = Topics.deadLetter(Topics.MESSAGES);
        for (int count = 0; count < 7; count++) {
            RawRecords.put(topic, account, "{}", Map.of());
            RawRecords.put(topic, UUID.randomUUID().toString(), "{}", Map.of());
        }

        // When
        List<String> paged = new ArrayList<>();
        String after = null;
        do {
            JsonPath page = Tokens.asAdmin()
                    .queryParam("topic", topic)
                    .queryParam("limit", 3)
                    .queryParams(after == null ? Map.of() : Map.of("after", after))
                    .get(PATH)
                    .jsonPath();
            paged.addAll(page.getList("items.id", String.class));
            after = page.getString("next");
        } while (after != null);

        // Then
        List<String> whole = list(topic).jsonPath().getList("items.id", String.class);
        assertThat(paged).isEqualTo(whole).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(14);
        assertThat(letters(topic).stream()
                        .map(letter -> ((Number) letter.get("offset")).longValue())
                        .toList())
                .isSortedAccordingTo((one, other) -> Long.compare(other, one))
                .hasSize(7);
        Map<String, Integer> counts = new HashMap<>();
        JsonPath counted = Tokens.asAdmin().get(PATH + "/counts").jsonPath();
        counted.getList("topics", Map.class)
                .forEach(each -> counts.put((String) each.get("topic"), (Integer) each.get("count")));
        assertThat(counts).containsEntry(topic, whole.size()).containsKey(FINDINGS);
        assertThat(counted.getInt("total"))
                .isEqualTo(counts.values().stream().mapToInt(Integer::intValue).sum());
    }

    @Test
    void wantsAReasonAndAPlaceWhereARecordLies() {
        // Given
        String id = lyingLetter();

        // When
        Response withoutReason = replay(id, " ", null);

        // Then
        assertThat(withoutReason.statusCode()).isEqualTo(400);
        assertThat(withoutReason.jsonPath().getString("code")).isEqualTo("reason-missing");
        assertThat(RawRecords.of(Topics.FINDINGS, account)).isEmpty();
        assertThat(replay(FINDINGS + "/0/999999999", "gone", null).jsonPath().getString("code"))
                .isEqualTo("dead-letter-not-found");
        assertThat(replay(Topics.FINDINGS + "/0/0", "no dead letter", null)
                        .jsonPath()
                        .getString("code"))
                .isEqualTo("dead-letter-not-found");
        assertThat(Tokens.asAdmin()
                        .queryParam("topic", Topics.FINDINGS)
                        .get(PATH)
                        .jsonPath()
                        .getString("code"))
                .isEqualTo("topic-unknown");
    }

    @Test
    void isForAdminsAlone() {
        // Given
        String id = lyingLetter();

        // When
        int status = Tokens.asApprover()
                .contentType("application/json")
                .body(Map.of("reason", "I want it"))
                .post(PATH + "/" + id + "/replay")
                .statusCode();

        // Then
        assertThat(status).isEqualTo(403);
        assertThat(Tokens.asApprover().get(PATH).statusCode()).isEqualTo(403);
        assertThat(Tokens.asApprover().get(PATH + "/" + id).statusCode()).isEqualTo(403);
        assertThat(Tokens.asService().get(PATH + "/counts").statusCode()).isEqualTo(403);
        assertThat(RawRecords.of(Topics.FINDINGS, account)).isEmpty();
    }

    /** A record of this test among the dead letters, as if a consumer had put it there. */
    private String lyingLetter() {
        Map<String, String> headers = new HashMap<>(headers());
        headers.putAll(origin(Topics.FINDINGS, 0, 0));
        return id(FINDINGS, RawRecords.put(FINDINGS, account, "{}", headers));
    }

    private Map<String, String> headers() {
        return Map.of("ce_id", event, "ce_type", EventType.FINDING_RAISED.type());
    }

    private static Map<String, String> origin(String topic, int partition, long offset) {
        return Map.of(
                "dead-letter-topic", topic,
                "dead-letter-partition", Integer.toString(partition),
                "dead-letter-offset", Long.toString(offset));
    }

    /** Waits until a record of this test became a dead letter. */
    private String deadLetter(String topic) {
        await().atMost(SOON).until(() -> !letters(topic).isEmpty());
        return (String) letters(topic).getFirst().get("id");
    }

    private static Response list(String topic) {
        return Tokens.asAdmin()
                .queryParam("topic", topic)
                .queryParam("limit", 100)
                .get(PATH);
    }

    private List<Map<String, Object>> letters(String topic) {
        return list(topic).jsonPath().getList("items.findAll { it.key == '" + account + "' }");
    }

    private static Response replay(String id, String reason, String again) {
        Map<String, String> body = new HashMap<>(Map.of("reason", reason));
        if (again != null) {
            body.put("again", again);
        }
        return Tokens.asAdmin().contentType("application/json").body(body).post(PATH + "/" + id + "/replay");
    }

    private static Map<String, Object> field(JsonPath opened, String name) {
        return opened.getMap("content.fields.find { it.name == '" + name + "' }");
    }

    private static String id(String topic, RecordMetadata lying) {
        return topic + "/" + lying.partition() + "/" + lying.offset();
    }

    private long rows(String action, String object) {
        return database.count(
                "select count(*) from ledger where action = '" + action + "' and object = '" + object + "'");
    }
}
